"""What a promise may read: the lines of the period as the contract names them, and sums made anew from them."""

from collections.abc import Sequence
from difflib import get_close_matches

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import PERIOD_NAMES, Realised
from riskreward.findings import InputError, Problem
from riskreward.kernel import (
    Amount,
    carry,
    choose,
    either,
    line,
    nothing,
    opposite,
    pounds,
    previous,
    round_to,
    scope,
    total,
    truth,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.words import PATH


class Lines:
    """The lines of a period while a promise is recorded; `lines["paid"]` is an amount, by name or by full path.

    Sums are the promise's own balances, made from the lines of each period: a contract that forgets a loss cannot
    hide it from them. Raises InputError for a line that the contract does not have.
    """

    def __init__(self, agreement: Agreement, realised: Realised, paths: Sequence[str]) -> None:
        self.agreement = agreement
        self.realised = realised
        self.schedule = realised.schedule
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
        """Return the sum over what the fee counts together: the period, the year so far, or everything to date."""
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
    def above_the_guarantee_to_date(self) -> Amount:
        """What was saved beyond the guaranteed amount to date; below nothing, what falls short of it."""
        target = self.realised.target
        assert target is not None
        return self.to_date("above the guarantee", target.saving - target.guaranteed)

    @property
    def saved_to_date(self) -> Amount:
        """What was saved in cash to date, less what was overturned later."""
        saved = self.to_date("saved in cash", self.realised.cash)
        overturned = f"to date{PATH}overturned to date"
        return saved - self[overturned] if self.has(overturned) else saved

    @property
    def paid_to_date(self) -> Amount:
        """What the council has paid for the fee to date, less what came back."""
        return self[f"to date{PATH}paid to date, less what was given back"]

    @property
    def earned(self) -> Amount:
        """The fee that the period earned."""
        return self[f"settlement{PATH}fee of the {PERIOD_NAMES[self.agreement.settled]}"]

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
        """How many of the outcomes that are paid for were above nothing in the period; None where none is paid for."""
        paying = (step for step in self.agreement.fee.step if not step.is_gate and not step.pays_for_cost)
        names = {name for step in paying for _, name in step.reads_measures}
        paid_for = [each for each in self.agreement.measure if each.name in names and each.baseline is None]
        found = [self[f"{each.name}{PATH}outturn"] for each in paid_for]
        return total([choose(_above_nothing(each), pounds(1), pounds(0)) for each in found]) if found else None


def _above_nothing(outturn: Amount) -> Amount:
    return outturn if outturn.kind == truth else outturn > nothing
