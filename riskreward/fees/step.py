"""A step of the fee: what it takes and gives, and what it may see."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal, NamedTuple

from riskreward.fees.rounding import Rounding
from riskreward.kernel import Amount, choose, pounds
from riskreward.schedule import Schedule
from riskreward.terms import Terms

Stage = Literal["saving of the period", "saving counted", "fee"]
"""What flows through the steps: a period's saving, then what is counted of it so far, then the fee on that."""

ORDER: tuple[Stage, ...] = ("saving of the period", "saving counted", "fee")


class Seen(NamedTuple):
    """The named amounts so far, which a step may read.

    `baseline` and `guaranteed` are counted as the saving is: for the period, the year or to date. `period_baseline`
    is the period's own. `earned_before` is the fee already earned where the fee is counted to date, and None where
    each period or year stands alone. `counted` counts a named figure of a step's own as the saving is. `closes` says
    whether the year closes, where the steps see the year to date before it is over.
    """

    schedule: Schedule
    rounding: Rounding
    outturns: Mapping[str, Amount]
    baseline: Amount
    period_baseline: Amount
    guaranteed: Amount | None
    earned_before: Amount | None
    counted: Callable[[str, Amount], Amount] = lambda _, amount: amount
    closes: Amount | None = None

    def kept(self, after: Amount, before: Amount) -> Amount:
        """Return what a step keeps: what it kept before, until a year that is shown to date closes."""
        return after if self.closes is None else choose(self.closes, after, before)


class Flows(NamedTuple):
    """What became of the fee in the period, for steps that keep a balance."""

    earned: Amount
    clawback: Amount
    from_retention: Amount
    repaid: Amount
    forfeited: Amount
    restores_cap: bool

    def of_the_year(self) -> "Flows":
        """Return them without what is given back, which is of an earlier year where each year stands alone."""
        return self._replace(clawback=pounds(0), from_retention=pounds(0), repaid=pounds(0))


class Step(Terms):
    """One step of a fee. `clause` is the contract's own clause, shown beside the step's lines."""

    takes: ClassVar[Stage]
    gives: ClassVar[Stage]
    usual_place: ClassVar[int]
    """Where the step usually stands: steps of a lower number come first."""

    name: str = ""
    clause: str = ""

    @property
    def title(self) -> str:
        """What the statement calls the step: its own name, or its rule's."""
        return self.name or str(getattr(self, "rule"))  # noqa: B009  # every rule declares it, the base does not

    @property
    def result(self) -> str:
        """What the statement calls what the step gives."""
        return f"saving after the {self.title}"

    @property
    def reads(self) -> frozenset[str]:
        """Which counted figures the step reads beside what it takes: "baseline", "guarantee" or neither."""
        return frozenset()

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what the step makes of the amount."""
        raise NotImplementedError

    def close(self, seen: Seen, flows: Flows) -> None:
        """Carry what the step keeps for later periods, once the payment is known."""
