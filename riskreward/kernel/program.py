"""A recorded payout rule: operations in the order they are worked out, with its facts, balances and lines."""

from dataclasses import dataclass
from functools import cached_property

from riskreward.kernel.kinds import Kind
from riskreward.kernel.rounding import Mode

OPERATIONS = (
    "constant",
    "fact",
    "previous",
    "add",
    "subtract",
    "multiply",
    "ratio",
    "round",
    "larger",
    "smaller",
    "less",
    "less_or_equal",
    "equal",
    "choose",
    "both",
    "either",
    "opposite",
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; its result is a whole number over a denominator known before any figure is.

    `inputs` are the numbers of earlier operations. `whole` is a constant's numerator, or the number of the fact
    or balance that is read, or the numerator of the step a figure is rounded to.
    """

    name: str
    kind: Kind
    denominator: int
    inputs: tuple[int, ...] = ()
    whole: int = 0
    mode: Mode = "half up"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that each period supplies: a whole number over `denominator`, from `low` to `high`."""

    path: str
    kind: Kind
    denominator: int
    low: int
    high: int
    is_scheduled: bool
    operation: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What one period hands to the next: a whole number over `denominator`, `start` before the first."""

    path: str
    kind: Kind
    denominator: int
    start: int
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line of the statement: its full path, the clause it comes from and the operation it shows."""

    path: str
    clause: str
    operation: int


@dataclass(frozen=True, eq=False)
class Program:
    """A contract's payout rules, one listing for every period; a program equals only itself."""

    operations: tuple[Operation, ...]
    facts: tuple[Fact, ...]
    balances: tuple[Balance, ...]
    lines: tuple[NamedLine, ...]
    figures: frozenset[int]
    """Operations that an explanation shows by their figure alone."""

    @cached_property
    def line_numbers(self) -> dict[str, int]:
        """The place of each line in `lines`, by its path."""
        return {line.path: number for number, line in enumerate(self.lines)}

    @cached_property
    def fact_numbers(self) -> dict[str, int]:
        """The place of each fact in `facts`, by its path."""
        return {fact.path: number for number, fact in enumerate(self.facts)}

    def kind_of(self, line: NamedLine) -> Kind:
        """Return what the line is an amount of."""
        return self.operations[line.operation].kind

    def denominator_of(self, line: NamedLine) -> int:
        """Return how many parts of the line's unit its whole number counts."""
        return self.operations[line.operation].denominator
