"""Counting the contracts of a portfolio, one after another: what all come to on every path, and each on average."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from riskreward.contract.trying import EARNED
from riskreward.contract.varying import in_force
from riskreward.findings import InputError, Problem
from riskreward.kernel.words import PATH
from riskreward.promises.sentences import PAID
from riskreward.promises.worst import KEPT
from riskreward.scenarios.asking import Asked
from riskreward.scenarios.batches import Settling, Task
from riskreward.scenarios.portfolio_members import Member
from riskreward.scenarios.refusing import refusals
from riskreward.scenarios.tallies import added, total

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

COUNTED = {"fee": EARNED, "paid": PAID, "kept": KEPT}
"""What is counted, with its line to date, in pence."""


class Work(NamedTuple):
    """What a worker needs to know to count any contracts; `by_lot` asks for the fee of each in each of its years."""

    seed: int
    paths: int
    by_lot: bool


class Expected(NamedTuple):
    """What a contract came to, summed over the paths, in pence."""

    name: str
    fee: int
    paid: int
    kept: int


ByYear = dict[str, dict[str, "IntArray"]]


@dataclass
class Counted:
    """What some contracts came to: the sums of all in each financial year, path by path, and each one's expected.

    `lots` has the fee of each lot in each year of its own, where it is asked for.
    """

    years: ByYear = field(default_factory=dict)
    contracts: list[Expected] = field(default_factory=list)
    lots: ByYear = field(default_factory=dict)

    def join(self, other: "Counted") -> None:
        """Count in other contracts, which come after these."""
        for year, figures in other.years.items():
            known = self.years.get(year)
            self.years[year] = (
                figures if known is None else {name: added(known[name], each) for name, each in figures.items()}
            )
        self.contracts += other.contracts
        for year, fees in other.lots.items():
            self.lots.setdefault(year, {}).update(fees)


def count(work: Work, members: Sequence[Member]) -> Counted:
    """Return what contracts came to. Raises InputError where a scenario does not fit its contract."""
    counted = Counted()
    for member in members:
        try:
            counted.join(_count(work, member))
        except InputError as error:
            found = [replace(each, where=f"{member.where}: {each.where}") for each in error.problems]
            raise InputError(found) from None
    return counted


def _count(work: Work, member: Member) -> Counted:
    terms = member.contract.changed()  # what is made of these is not kept with the contract
    stages = in_force(terms)
    periods = stages[-1].assembled.periods
    ends = {financial_year(period.last): number for number, period in enumerate(periods)}
    in_term = [period for period in periods if not period.run_off]
    own_ends = {period.year: number for number, period in enumerate(in_term)} if work.by_lot else {}
    wanted = [(line, number) for line in COUNTED.values() for number in ends.values()]
    wanted += [(EARNED, number) for number in own_ends.values()]
    asked = Asked(refusals=refusals(stages), in_period=tuple(dict.fromkeys(wanted)))
    settling = Settling(Task(terms, member.scenario, work.seed, asked, member.name))
    most = settling.drawing.paths
    if most is not None and work.paths > most:
        what = f"is {work.paths:,}, but your own figures have {most:,}"
        raise InputError([Problem("paths", what, f"write {most:,}")])
    tallied = settling.tally(0, work.paths)
    found = {name: figures.in_order() for name, figures in tallied.figures.items()}
    counted = Counted()
    for name, line in COUNTED.items():
        for year, moved in _moved(found, line, ends).items():
            counted.years.setdefault(year, {})[name] = moved
    last = len(periods) - 1
    sums = (total(found[f"{line}{PATH}{last}"], work.paths) for line in COUNTED.values())
    counted.contracts.append(Expected(member.name, *sums))
    counted.lots = {year: {member.name: fee} for year, fee in _moved(found, EARNED, own_ends).items()}
    return counted


def _moved(found: "dict[str, IntArray]", line: str, ends: dict[str, int]) -> "dict[str, IntArray]":
    """Return by how much a line to date moved in each year, by the number of its last period."""
    moved: dict[str, IntArray] = {}
    before: IntArray | None = None
    for year, number in ends.items():
        to_date = found[f"{line}{PATH}{number}"]
        moved[year] = to_date if before is None else added(to_date, -before)
        before = to_date
    return moved


def financial_year(day: date) -> str:
    """Return the financial year, from 1 April, that a day is in, such as 2026-27."""
    first = day.year - (day.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"
