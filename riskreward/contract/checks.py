"""What must agree between the parts of a contract, told all at once."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from riskreward.baselines import SPREADS, BaselineTerms
from riskreward.calendar import Calendar, Settled, Years, calendar
from riskreward.contract.guarantee_checks import Guaranteed, problems_of
from riskreward.fees import Bands, Cap, DeficitCarryForward, Fee, QualityGate, Rounding, order_problems, placed
from riskreward.figures import number_text, shown
from riskreward.findings import InputError, Problem
from riskreward.guarantees import REPAIR_IN_KIND, Guarantee
from riskreward.improvements import COUNCIL_COSTS, DETAILS, PERIOD, Measure
from riskreward.kernel import money, share
from riskreward.schedule import spread_problems, year_figures
from riskreward.settlement.terms import SettlementTerms

RELEASED_BY_GUARANTEE = "when the next year meets its guarantee"


class Parts(NamedTuple):
    """The parts of a contract that must agree."""

    starts: date
    years: int | None
    months: int | None
    settled: Settled
    years_run: Years
    currency: str
    rounding: Rounding
    measure: tuple[Measure, ...]
    guarantee: Guarantee | None
    fee: Fee
    settlement: SettlementTerms


def cross_problems(parts: Parts) -> list[Problem]:
    """Return every contradiction between the parts."""
    return [problem for check in _CHECKS for problem in check(parts)]


def _term(parts: Parts) -> Iterator[Problem]:
    given = [name for name in ("years", "months") if getattr(parts, name) is not None]
    if len(given) == 1:
        try:
            _calendar(parts)
        except InputError as error:
            yield from error.problems
    elif given:
        yield Problem("months", f"is {parts.months}, but years is {parts.years}", "write how long the term is once")
    else:
        yield Problem("years", "is missing, and so is months", "write how long the term is, such as years = 3")


def _calendar(parts: Parts) -> Calendar:
    return calendar(
        parts.starts, years=parts.years, months=parts.months, settled=parts.settled, years_run=parts.years_run
    )


def _readable_calendar(parts: Parts) -> Calendar | None:
    try:
        return _calendar(parts)
    except InputError:
        return None


def _measures(parts: Parts) -> Iterator[Problem]:
    names: dict[str, int] = {}
    for number, measure in enumerate(parts.measure):
        where = f"measure[{number}]"
        if measure.name in names:
            yield Problem(
                f"{where}.name", f"is {shown(measure.name)}, as measure[{names[measure.name]}] is", "rename one"
            )
        names[measure.name] = number
        if measure.name.lower() in {PERIOD, COUNCIL_COSTS, REPAIR_IN_KIND, *DETAILS}:
            yield Problem(f"{where}.name", f"is {measure.name!r}, a column of its own in an outturn", "rename it")
        if measure.baseline is not None:
            yield from _driven(f"{where}.baseline", measure, parts.measure)
        if measure.name != (tidy := " ".join(measure.name.split())):
            yield Problem(f"{where}.name", f"is {measure.name!r}, with spaces that no reader sees", f"write {tidy!r}")
        if measure.kind == money and measure.unit != parts.currency:
            yield Problem(
                f"{where}.unit", f"is {measure.unit!r}, but the contract is in {parts.currency}", "use one currency"
            )


def _driven(where: str, measure: Measure, measures: tuple[Measure, ...]) -> Iterator[Problem]:
    """Tell which of the measures that a baseline reads are not there, or are itself."""
    assert measure.baseline is not None
    known = [each.name for each in measures if each.name != measure.name]
    for term, name in measure.baseline.reads:
        if name not in known:
            what = f"is {shown(name)}, " + ("the measure itself" if name == measure.name else "which is no measure")
            listed = ", ".join(map(shown, known)) or "the contract has no other"
            yield Problem(f"{where}.{term}", what, f"name one that is measured beside it ({listed})")


def _by_year(parts: Parts) -> Iterator[Problem]:
    term = _readable_calendar(parts)
    if term is None:
        return
    if parts.guarantee is not None:
        earning = [each for each in parts.measure if _earns(each, parts.fee)]
        mode = parts.rounding.mode
        yield from problems_of(Guaranteed(parts.guarantee, earning, term, parts.currency, mode))
    labels = [period.label for period in term.periods]
    for number, measure in enumerate(parts.measure):
        where = f"measure[{number}]"
        if measure.baseline is not None:
            yield from _spread(f"{where}.baseline", measure.baseline, term)
            if measure.baseline.discount:
                yield from year_figures(f"{where}.baseline.discount", measure.baseline.discount, term)
        if measure.price is not None:
            yield from year_figures(f"{where}.price.amount", measure.price.amount, term)
        yield from _levels(where, measure, term)
        for place, adjustment in enumerate(measure.adjustment):
            if adjustment.period not in labels:
                yield Problem(
                    f"{where}.adjustment[{place}].period",
                    f"is {shown(adjustment.period)}, outside the term {labels[0]} to {labels[-1]}",
                    "write the label of a period of the term",
                )


def _spread(where: str, baseline: BaselineTerms, term: Calendar) -> Iterator[Problem]:
    if baseline.is_for_a_year:
        yield from spread_problems(where, baseline.spread, term, SPREADS)
    elif baseline.spread is not None:
        what = f"is for an amount of a year; the rule {baseline.title!r} is worked out for each settlement"
        yield Problem(f"{where}.spread", what, "leave it out")


def _levels(where: str, measure: Measure, term: Calendar) -> Iterator[Problem]:
    for place, index in measure.indices:
        for year in index.levels:
            if year not in term.year_labels:
                yield Problem(
                    f"{where}.{place}.levels",
                    f"has {shown(year)}, which is no year of the term {term.year_labels[0]} to {term.year_labels[-1]}",
                    "write each level under the year it is for",
                )


def _earns(measure: Measure, fee: Fee) -> bool:
    return measure.baseline is not None and measure.benefit in fee.earns_on


def _fee(parts: Parts) -> Iterator[Problem]:
    yield from order_problems(parts.fee)
    if not any(_earns(measure, parts.fee) for measure in parts.measure):
        earning = ", ".join(parts.fee.earns_on)
        yield Problem("measure", f"has none that earns: a baseline and a benefit of {earning}", "write one")
    for number, measure in enumerate(parts.measure):
        if _earns(measure, parts.fee) and measure.kind != money and measure.price is None:
            what = f"is missing, but {shown(measure.name)} earns a fee and is in {shown(measure.unit)}"
            yield Problem(f"measure[{number}].price", what, "write what a unit of it is worth: price = { amount = 40 }")
    if parts.guarantee is None and parts.fee.starts != "first pound":
        yield Problem("guarantee", f"is missing, but the fee starts {parts.fee.starts}", "write the guarantee")
    for where, step in placed(parts.fee):
        if isinstance(step, DeficitCarryForward) and parts.fee.counted == "to date":
            yield Problem(
                where, "carries deficits forward, but a fee counted to date does so already", "leave the step out"
            )
        if isinstance(step, Bands) and step.edges == "share of guarantee" and parts.guarantee is None:
            yield Problem(f"{where}.edges", "are shares of the guarantee, but there is none", "write the guarantee")
        if isinstance(step, QualityGate):
            yield from _gate(where, step, parts.measure)


def _gate(where: str, step: QualityGate, measures: tuple[Measure, ...]) -> Iterator[Problem]:
    if (step.at_least is None) == (step.at_most is None):
        yield Problem(where, "needs either at_least or at_most", "write one of them")
        return
    known = {measure.name: measure for measure in measures}
    if step.measure not in known:
        names = ", ".join(shown(name) for name in known)
        yield Problem(f"{where}.measure", f"is {shown(step.measure)}, which is no measure", f"write one of {names}")
        return
    standard = step.at_least if step.at_least is not None else step.at_most
    if known[step.measure].kind == share and standard > 1:
        plain = number_text(Fraction(standard))
        yield Problem(where, f"has a standard of {plain}, but the measure is in %", f'write "{plain}%"')


def _settlement(parts: Parts) -> Iterator[Problem]:
    retention, clawback = parts.settlement.retention, parts.settlement.clawback
    if clawback is not None and parts.fee.counted != "to date":
        yield Problem(
            "settlement.clawback",
            f"needs a fee that can fall, but fee.counted is {parts.fee.counted!r}",
            "write fee.counted = 'to date', or leave the clawback out",
        )
    if clawback is not None and clawback.first_from == "retention" and retention is None:
        yield Problem("settlement.clawback.first_from", "is retention, but there is none", "write 'the provider'")
    by_guarantee = retention is not None and retention.released == RELEASED_BY_GUARANTEE
    if by_guarantee and parts.guarantee is None:
        yield Problem(
            "settlement.retention.released", "waits for a guarantee, but there is none", "write the guarantee"
        )
    takes_vintages = clawback is not None and clawback.first_from == "retention" and by_guarantee
    if takes_vintages and clawback is not None and clawback.vintage is None and parts.settled != "yearly":
        yield Problem(
            "settlement.clawback.vintage",
            "is missing, but retention of this year and of earlier years may both be held",
            "choose one of 'oldest first', 'newest first'",
        )
    can_differ = retention is not None and not (clawback is not None and clawback.restores_cap)
    for where, step in placed(parts.fee):
        if isinstance(step, Cap) and step.over != "period" and step.room_used_by is None and can_differ:
            yield Problem(
                f"{where}.room_used_by",
                "is missing, but with retention what is earned and what is paid can differ",
                "choose one of 'what is earned', 'what is paid'",
            )


_CHECKS = (_term, _measures, _by_year, _fee, _settlement)
