"""What is left of a contract from the day a successor takes it over: its remaining years, and what stands open."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic import BeforeValidator

from riskreward.calendar import Calendar
from riskreward.contract import Contract
from riskreward.contract.agreement import Agreement
from riskreward.contract.replacing import plain
from riskreward.contract.varying import in_force, in_force_at
from riskreward.figures import exact_decimal, shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.kernel import money
from riskreward.kernel.words import PATH
from riskreward.schedule import listed
from riskreward.settlement.statement import Statement
from riskreward.settlement.stretch import Varied
from riskreward.successors.amounts import SPLIT, each_amount, split_terms
from riskreward.terms import Terms

NOT_PASSED_ON = {"title", "authority", "starts", "years", "months", "variation", "succession", "termination"}
"""Terms of a contract that its successors have of their own, or not at all."""


class Remaining(NamedTuple):
    """The terms in force when the successor takes over, the calendar of the contract, and the first period left."""

    terms: Agreement
    calendar: Calendar
    first: int

    @property
    def years(self) -> tuple[str, ...]:
        """The years that are left."""
        return tuple(dict.fromkeys(each.year for each in self.calendar.periods[self.first :]))

    @property
    def term(self) -> dict[str, Any]:
        """The day on which the successor's contract starts, and how many months it runs."""
        before = sum((Fraction(each.months) for each in self.calendar.periods[: self.first]), Fraction(0))
        return {"starts": self.calendar.periods[self.first].first, "months": self.calendar.months - int(before)}

    def written(self, change: Callable[[Decimal], Any]) -> dict[str, Any]:
        """Return the terms for the years that are left as plain data, each amount changed."""
        whole: dict[str, Any] = self._written(self.terms, change)
        return {name: each for name, each in whole.items() if name not in NOT_PASSED_ON} | self.term

    def _written(self, value: Any, change: Callable[[Decimal], Any]) -> Any:
        if isinstance(value, Terms):
            split = split_terms(value)
            found = {}
            for name in type(value).model_fields:
                each = self._of_the_years_left(value, name)
                if each is None or each == ():
                    continue
                if name == "outturn_between" and isinstance(value, Measure) and value.kind == money:
                    found[name] = [change(exact_decimal(end)) for end in each]
                elif name in split and not (isinstance(value, Measure) and value.kind != money):
                    found[name] = plain(each_amount(each, change))
                else:
                    found[name] = self._written(each, change)
            return found
        if isinstance(value, Mapping):
            return {name: self._written(each, change) for name, each in value.items()}
        if isinstance(value, tuple | list):
            return [self._written(each, change) for each in value]
        return value

    def _of_the_years_left(self, part: Terms, name: str) -> Any:
        """Return a term; where it has figures by year or period, only those that are left."""
        value, years = getattr(part, name), self.calendar.agreed.year_labels
        if name == "adjustment":
            labels = {each.label for each in self.calendar.periods[self.first :]}
            return tuple(each for each in value if self.calendar.find(each.period).label in labels)
        if isinstance(value, Mapping) and value and set(value) <= set(years):
            return {year: each for year, each in value.items() if year in self.years}
        validators = [each.func for each in type(part).model_fields[name].metadata if isinstance(each, BeforeValidator)]
        by_year = listed in validators and len(value) > 1
        return value[years.index(self.years[0]) :] if by_year else value


def remaining(contract: Contract, holds_from: str) -> Remaining:
    """Return what is left of a contract from a period.

    Raises InputError for a period that begins no year of it, and for a contract that is varied later than that.
    """
    term = contract.calendar
    period = term.periods_of(holds_from, "holds_from")[0]
    if not period.first_of_year:
        what = f"is {period.label}, which begins no year of the contract"
        mend = f"let the successor begin with a year, such as {term.periods_in_year(period.year)[0].label}"
        raise InputError([Problem("holds_from", what, mend)])
    first = term.periods.index(period)
    later = [stage.varied for stage in in_force(contract) if stage.first > first and stage.varied is not None]
    if later:
        raise InputError([_varied_later(period.label, each) for each in later])
    return Remaining(in_force_at(contract, first), term, first)


def _varied_later(label: str, varied: Varied) -> Problem:
    name = shown(varied.name)
    what = f"is {label}, but the contract has a variation, {name}, that holds only from {varied.holds_from}"
    mend = (
        "let the successor begin when it holds, or give the contract without it, contract.replace(variation=[...]) "
        "with the others, and agree it again with the successors"
    )
    return Problem("holds_from", what, mend)


def left_open(statement: Statement | None) -> dict[str, Fraction]:
    """Return the balances in money with which the contract ended, by name; what counts to date or in a year is none."""
    if statement is None:
        return {}
    counts_to_date = f"to date{PATH}"
    return {
        path.split(PATH)[-1]: amount
        for path, (kind, amount) in statement.closing_balances.items()
        if kind == money
        and amount
        and not path.startswith(counts_to_date)
        and path not in statement.balances_of_the_year
    }


def not_the_last(where: str, statement: Statement, contract: Contract, given: Remaining) -> Iterator[Problem]:
    """Yield a problem where a statement is not settled to the day before, or is another contract's."""
    before = given.calendar.periods[given.first - 1] if given.first else None
    if statement.settled[-1] != before:
        label = "nothing" if before is None else before.label
        what = f"is settled to {statement.settled[-1].label}, but the successor takes over after {label}"
        mend = "leave it out" if before is None else f'give contract.settle(outturn, to="{label}")'
        yield Problem(where, what, mend)
    elif not _is_settled_by(contract, statement):
        what = f"is another contract's: {shown(contract.title)} settles its outturn otherwise, or for others"
        yield Problem(where, what, "give the last statement of the contract itself")


def _is_settled_by(contract: Contract, statement: Statement) -> bool:
    """Return whether the contract settles the statement's outturn to the same figures, for the same parties."""
    try:
        own = contract.settle(statement.outturn, to=statement.settled[-1].label)
    except InputError:
        return False
    same_figures = list(map(tuple, own.wholes)) == list(map(tuple, statement.wholes))
    return own.header == statement.header and same_figures and own.closing_balances == statement.closing_balances


def not_passed_on(given: Remaining, changes: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Return a problem for each part of which a successor's own does not follow, unless every successor changes it."""
    mend = "agree it with each successor, and write it in its changes; None leaves it out"
    chosen = list(changes)
    return [
        Problem(place, what, mend)
        for place, what in _unclear(given.terms)
        if not chosen or not all(any(_holds(name, place) for name in each) for each in chosen)
    ]


def _holds(name: str, place: str) -> bool:
    """Return whether a change is of a place, of what it stands in, or of something in it."""
    return name == place or place.startswith((f"{name}.", f"{name}[")) or name.startswith((f"{place}.", f"{place}["))


def _unclear(terms: Agreement) -> Iterator[tuple[str, str]]:
    for number, measure in enumerate(terms.measure):
        where, baseline = f"measure[{number}].baseline", measure.baseline
        if baseline is None:
            continue
        if measure.kind != money:
            yield where, f"is in {measure.unit}, and no share of the money says what a successor's is"
        elif type(baseline) not in SPLIT:
            yield where, f"has the rule {baseline.title!r}, which no share of the money splits"
        elif baseline.rebased is not None or any(index.chained is not None for _, index in baseline.indices):
            yield where, "rests on the years before, through a chained index or a rebasing"
    guarantee = terms.guarantee
    if guarantee is not None and guarantee.form == "quantity":
        yield "guarantee.quantity", "is in units, and no share of the money says what a successor's is"
    if guarantee is not None and guarantee.credited_before_start is not None:
        yield "guarantee.credited_before_start", "was credited to the years before"
    if terms.core_volume is not None:
        yield "core_volume", "commits one council to a volume"
    if terms.settlement.advance is not None:
        yield "settlement.advance", "was paid when the contract began"
