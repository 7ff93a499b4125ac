"""A step of the fee: what it takes and gives, and what it may see."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, NamedTuple

from riskreward.baselines import Published
from riskreward.calendar import Calendar
from riskreward.fees.rounding import Rounding
from riskreward.findings import Finding, Problem
from riskreward.improvements import Measure
from riskreward.kernel import Amount, choose, pounds
from riskreward.schedule import Schedule
from riskreward.terms import Terms

Stage = Literal["saving of the period", "saving counted", "fee"]
"""What flows through the steps: a period's saving, then what is counted of it so far, then the fee on that."""

ORDER: tuple[Stage, ...] = ("saving of the period", "saving counted", "fee")

Counted = Literal["each period", "each year", "to date"]
"""Whether each period or each year stands alone, or everything to date counts together."""

Figure = Decimal | Fraction


class Seen(NamedTuple):
    """The named amounts so far, which a step may read.

    `baseline` and `guaranteed` are counted as the saving is: for the period, the year or to date. `period_baseline`
    is the period's own. `earned_before` is the fee already earned where the fee is counted to date, and None where
    each period or year stands alone. `counted` counts a named figure of a step's own as the saving is. `closes` says
    whether the year closes, where the steps see the year to date before it is over. `saving` is what was counted before
    any step took it: below nothing, an overspend.
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
    saving: Amount | None = None

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


class Jump(NamedTuple):
    """A figure of a measure, itself included, from which on a step pays so much more at once.

    `more` is None where how much depends on what else is measured.
    """

    measure: str
    at: Figure
    more: Fraction | None


class Refused(NamedTuple):
    """A line of a step that must not be above nothing, or settling is refused.

    `line` is its path within the fee; `what` says what is wrong, with the figure in the place of {}; `measure` is whose
    figure is too high.
    """

    measure: str
    line: str
    what: str
    mend: str


class Around(NamedTuple):
    """What a step stands in, to be checked against: the rest of the contract, as far as it can be read.

    `payment_may_lag` says whether what is paid or held may differ from what is earned. `steps` are all of the fee's.
    """

    counted: Counted
    starts: str
    measures: Mapping[str, Measure]
    has_guarantee: bool
    payment_may_lag: bool
    currency: str
    calendar: Calendar | None
    steps: tuple["Step", ...] = ()


class Step(Terms):
    """One step of a fee. `clause` is the contract's own clause, shown beside the step's lines."""

    takes: ClassVar[Stage]
    gives: ClassVar[Stage]
    usual_place: ClassVar[int]
    """Where the step usually stands: steps of a lower number come first."""

    begins_fee: ClassVar[bool] = False
    """Whether the step adds to the fee, so that it may also be the first to make one."""

    may_owe: ClassVar[bool] = False
    """Whether what the step gives may be below nothing, which the provider then owes."""

    adds_bounded: ClassVar[bool] = False
    """Whether what the step adds to the fee has a largest amount whatever is measured: a fixed sum, or nothing."""

    pays_for_cost: ClassVar[bool] = False
    """Whether what the step pays is for what is spent, and for no improvement or outcome."""

    counts_later: ClassVar[bool] = False
    """Whether a saving that does not count may count later, so that saving less at first may earn more."""

    is_gate: ClassVar[bool] = False
    """Whether the step is all or nothing, by what is measured."""

    not_to_date: ClassVar[str] = ""
    """Why the step does not go with a fee that is counted to date, where it does not."""

    first_pound_only: ClassVar[str] = ""
    """Why the step needs a fee that starts at the first pound, where it does."""

    pays_totals: ClassVar[bool] = False
    """Whether the step pays a measure whole, which no second step may then pay again."""

    splits: ClassVar[frozenset[str]] = frozenset()
    """The terms that are amounts of the whole authority, in money or units, which successors share between them."""

    name: str = ""
    clause: str = ""

    @property
    def title(self) -> str:
        """What the statement calls the step: its own name, or its rule's."""
        return self.name or str(getattr(self, "rule"))  # noqa: B009  # every rule declares it, the base does not

    @property
    def result(self) -> str:
        """What the statement calls what the step gives."""
        return f"saving after the {self.title}" if self.gives != "fee" else f"fee after the {self.title}"

    @property
    def reads(self) -> frozenset[str]:
        """Which counted figures the step reads beside what it takes: "baseline", "guarantee", "saving"."""
        return frozenset()

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measures that the step reads: each with the term that names it."""
        return ()

    @property
    def published(self) -> tuple[Published, ...]:
        """The figures by year that are published in time, each with its place within the step."""
        return ()

    @property
    def may_raise(self) -> bool:
        """Whether what the step gives may be above what it takes, so that no limit before it holds."""
        return self.begins_fee

    def standards(self, measure: str) -> tuple[Figure | None, Figure | None]:
        """Return the least and the most that a measure may be to pass the step; None for no such limit."""
        return None, None

    def limits_fee(self, baseline_is_bounded: bool) -> bool:
        """Return whether what the step gives has a largest amount, however much is saved."""
        return False

    def cliffs(self, baseline: Fraction) -> tuple[Fraction, ...]:
        """Return the savings, in money, at which what the step gives may jump."""
        return ()

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The figures of measures at which what the step pays jumps, and by how much."""
        return ()

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """The measures without a range for which what the step gives has no largest amount."""
        return () if self.is_gate or self.adds_bounded else tuple(name for _, name in self.reads_measures)

    @property
    def refuses(self) -> tuple[Refused, ...]:
        """The lines of the step that must not be above nothing, or settling is refused."""
        return ()

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the step in a contract, beside what is wrong with it alone."""
        yield from ()

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield what the step's terms raise in a contract, to be known before it is signed."""
        yield from ()

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what the step makes of the amount."""
        raise NotImplementedError

    def close(self, seen: Seen, flows: Flows) -> None:
        """Carry what the step keeps for later periods, once the payment is known."""
