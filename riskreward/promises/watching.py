"""A contract's program with the promises that are asked of it, recorded together."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled, assemble, assembled_by, realised_by
from riskreward.kernel import named, scope
from riskreward.kernel.words import PATH
from riskreward.promises.lines import Lines
from riskreward.promises.promise import Promise
from riskreward.schedule import Schedule

KEPT = "promise kept"


@dataclass(frozen=True, eq=False)
class Watched:
    """A contract's program with a truth for each promise, whether it is kept at the settlement.

    The lines of the contract are the same, under the same paths; those of the promises follow them.
    """

    agreement: Agreement
    promises: tuple[Promise, ...]
    assembled: Assembled

    def line_of(self, promise: Promise) -> str:
        """Return the path of the truth that says whether a promise is kept."""
        return f"{KEPT}{PATH}{promise.name}"


def watch(agreement: Agreement, promises: Sequence[Promise]) -> Watched:
    """Return the contract's program with these promises. Raises InputError for a promise that names an unknown line."""
    paths = tuple(assemble(agreement).program.line_numbers)

    def run() -> Schedule:
        realised = realised_by(agreement)
        lines = Lines(agreement, realised, paths)
        for promise in promises:
            kept = promise.rule(lines)
            with scope(KEPT):
                named(promise.name, kept)
        return realised.schedule

    return Watched(agreement, tuple(promises), assembled_by(run))
