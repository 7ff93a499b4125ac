"""What a promise may read: the lines of the period as the contract names them, and sums made anew from them."""

from collections.abc import Sequence
from difflib import get_close_matches

from riskreward.contract.agreement import Agreement
from riskreward.findings import InputError, Problem
from riskreward.improvements import CASH, Measure
from riskreward.kernel import (
    Amount,
    carry,
    choose,
    either,
    line,
    money,
    nothing,
    opposite,
    pounds,
    previous,
    round_to,
    scope,
    total,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.words import PATH
from riskreward.schedule import Schedule

_PERIODS = {"monthly": "month", "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}


class Lines:
    """The lines of a period while a promise is recorded; `lines["paid"]` is an amount, by name or by full path.

    Sums are the promise's own balances, made from the lines of each period: a contract that forgets a loss cannot
    hide it from them. Raises InputError for a line that the contract does not have.
    """

    def __init__(self, agreement: Agreement, schedule: Schedule, paths: Sequence[str]) -> None:
        self.agreement = agreement
        self.schedule = schedule
        self._paths = paths
        self._sums: dict[str, Amount] = {}

    def __getitem__(self, name: str) -> Amount:
        return line(self._path(name))

    def has(self, name: str) -> bool:
        """Return whether the contract has a line of this name or path."""
        return bool(self._found(name))

    def _found(self, name: str) -> list[str]:
        return [name] if name in self._paths else [path for path in self._paths if path.split(PATH)[-1] == name]

    def _path(self, name: str) -> str:
        found = self._found(name)
        if len(found) == 1:
            return found[0]
        if found:
            what, mend = f"is the name of {len(found)} lines", f"write one of {', '.join(map(repr, found))}"
        else:
            names = [*self._paths, *(path.split(PATH)[-1] for path in self._paths)]
            near = get_close_matches(name, names, 3, 0.5) or list(self._paths)
            what, mend = "is no line of this contract", f"write one of {', '.join(map(repr, near))}"
        raise InputError([Problem(f"line {name!r}", what, mend)])

    def to_date(self, name: str, amount: Amount) -> Amount:
        """Return the sum of an amount over the periods so far, this one included; money to the penny each period."""
        return self._sum(f"{name} to date", amount, None)

    def of_the_year(self, name: str, amount: Amount) -> Amount:
        """Return the sum of an amount over the year so far, this period included."""
        return self._sum(f"{name} of the year", amount, self.schedule.first_of_year)

    def as_counted(self, name: str, amount: Amount) -> Amount:
        """Return the sum of an amount over what the fee counts together: the period, the year so far, or all to date."""
        counted = self.agreement.fee.counted
        if counted == "each period":
            return amount
        return self.of_the_year(name, amount) if counted == "each year" else self.to_date(name, amount)

    def _sum(self, name: str, amount: Amount, anew: Amount | None) -> Amount:
        if name not in self._sums:
            with scope("promise"):
                before = previous(name, pounds(0))
                if anew is not None:
                    before = choose(anew, nothing, before)
                self._sums[name] = before + round_to(amount, MINOR_PLACES, self.agreement.rounding.mode)
                carry(name, self._sums[name])
        return self._sums[name]

    @property
    def cash(self) -> Amount:
        """What the measures of cashable benefit saved in the period."""
        return self._saved([each for each in self.agreement.measure if each.benefit in CASH])

    @property
    def improvement(self) -> Amount:
        """What the measures that earn saved in the period."""
        return self._saved(self.agreement.earning)

    def _saved(self, measures: Sequence[Measure]) -> Amount:
        return total([pounds(0), *(self[f"{each.name}{PATH}{each.saved_as}"] for each in measures if each.in_money)])

    @property
    def saved_to_date(self) -> Amount:
        """What was saved in cash to date, less what was overturned later."""
        saved = self.to_date("saved in cash", self.cash)
        overturned = f"to date{PATH}overturned to date"
        return saved - self[overturned] if self.has(overturned) else saved

    @property
    def paid_to_date(self) -> Amount:
        """What the council has paid for the fee to date, less what came back."""
        return self[f"to date{PATH}paid to date, less what was given back"]

    @property
    def earned(self) -> Amount:
        """The fee that the period earned."""
        return self[f"settlement{PATH}fee of the {_PERIODS[self.agreement.settled]}"]

    @property
    def earned_to_date(self) -> Amount:
        """The fee earned to date, less what was clawed back."""
        return self[f"to date{PATH}fee earned to date"]

    @property
    def term_is_over(self) -> Amount:
        """Whether the period is the last of the term, or after it."""
        return either(self.schedule.last_of_term, opposite(self.schedule.in_term))

    @property
    def outcomes(self) -> Amount | None:
        """How many of the outcomes that the fee is paid by were measured in the period; None where it is paid by none."""
        terms = self.agreement
        names = {
            name
            for step in terms.fee.step
            if not step.is_gate and not step.adds_bounded
            for _, name in step.reads_measures
        }
        paid_by = [each for each in terms.measure if each.name in names and each.baseline is None]
        counts = [
            choose(self[f"{each.name}{PATH}outturn"] > nothing, pounds(1), pounds(0))
            for each in paid_by
            if each.kind != money
        ]
        return total(counts) if counts else None
