"""What other terms, or another outturn, would have come to."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from riskreward.contract.against import Against
from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settle
from riskreward.contract.varying import in_force
from riskreward.fees import Seen, placed
from riskreward.figures import money_text
from riskreward.findings import InputError
from riskreward.improvements import PERIOD, Measure, Outturn
from riskreward.kernel import Amount, at_least, at_most, named, nothing, pounds
from riskreward.readers import direct
from riskreward.schedule import FIRST_OF_YEAR, Schedule
from riskreward.settlement.settled import PeriodStatement, Settled

EARNED = "to date / fee earned to date"


def settled_with(agreement: Agreement, statement: Settled, **terms: Any) -> Settled | None:
    """Return the same outturn settled under changed terms, or None where they do not settle it.

    A variation changes terms by their places, which may mean others in changed terms: then nothing is tried.
    """
    if agreement.variation:
        return None
    changed = agreement.changed(**terms)
    last = [period for period in statement.settled if not period.run_off][-1]
    return settled_on(changed, statement.outturn, last.label)


def settled_on(agreement: Agreement, outturn: object, to: str) -> Settled | None:
    """Return an outturn settled up to a period, or None where the terms do not settle it."""
    try:
        return settle(agreement, outturn, to, lambda _: (), supposed=True)
    except InputError:
        return None


def may_earn(agreement: Agreement, measure: Measure) -> bool:
    """Return whether a measure earns under the terms that are in force at any time."""
    return any(each.name == measure.name for stage in in_force(agreement) for each in stage.terms.earning)


def of_measure(statement: Settled | None, measure: Measure) -> Iterator[tuple[PeriodStatement, Measure]]:
    """Yield each period of the term that has a measure, with the measure as the terms of that period have it."""
    for period in statement.periods if statement is not None else ():
        for own in period.measures:
            if own.name == measure.name and not period.period.run_off:
                yield period, own


def summed(
    statement: Settled,
    measure: Measure,
    line: Callable[[Measure], str],
    only: Callable[[Measure], bool] = lambda _: True,
) -> Fraction:
    """Return a line of a measure in money over what was settled, called as the terms of each period call it.

    `only` says of which periods, by the measure as their terms have it.
    """
    in_money = (each for each in of_measure(statement, measure) if each[1].in_money and only(each[1]))
    return sum((period.exact(f"{own.name} / {line(own)}") for period, own in in_money), Fraction(0))


def with_entries(outturn: Outturn, label: str, entries: Mapping[str, Any]) -> Outturn:
    """Return an outturn with some entries of one period replaced."""
    rows = []
    for row in outturn:
        same = "".join(str(row.entries[PERIOD]).split()).casefold() == "".join(label.split()).casefold()
        rows.append(replace(row, entries={**row.entries, **entries}) if same else row)
    return Outturn(tuple(rows))


def fee_earned(statement: Settled) -> Fraction:
    """Return the fee earned to date, less what was clawed back."""
    return statement.exact(EARNED)


def fee_on(agreement: Agreement, step: int, counted: Fraction, against: Against) -> Fraction:
    """Return the fee of a first period in which `counted` reaches a step of the fee."""

    schedules: list[Schedule] = []

    def rule() -> None:
        schedule = Schedule(agreement.calendar)
        schedules.append(schedule)
        nothing_before = pounds(0) if agreement.fee.counted == "to date" else None
        baseline, guaranteed = pounds(against.baseline), pounds(against.guaranteed)
        seen = Seen(
            schedule, agreement.rounding, {}, baseline, baseline, guaranteed, nothing_before, saving=pounds(counted)
        )
        amount: Amount = pounds(counted)
        is_fee = False
        for _, each in placed(agreement.fee)[step:]:
            if not each.reads_measures:
                amount = each.record(pounds(0) if each.begins_fee and not is_fee else amount, seen)
                is_fee = is_fee or each.gives == "fee"
        if agreement.fee.starts == "after the council has its guaranteed amount":
            amount = at_most(amount, at_least(pounds(counted) - guaranteed, nothing))
        named("fee", agreement.rounding.of(amount))

    direct.run(rule, [defaultdict(Fraction)])  # only to learn what the calendar decides in the first period
    facts = {path: values[0] for path, values in schedules[0].values.items()}
    known = {path: value for path, value in facts.items() if value is not None}
    lines = direct.run(rule, [{**known, FIRST_OF_YEAR: True, "last of the year": True, "last of the term": False}])
    value = lines[0]["fee"]
    assert isinstance(value, Fraction)
    return value


def pounds_text(amount: Fraction, currency: str) -> str:
    """Return money without pence where it has none."""
    return money_text(amount, currency).removesuffix(".00")


def listed(parts: Sequence[str]) -> str:
    """Return several things as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
