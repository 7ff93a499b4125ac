"""What must agree between the parts of a contract, told all at once."""

from collections.abc import Iterable, Iterator

from riskreward.baselines import SPREADS, BaselineTerms, Driver, Published, rebasing_problems, scope_problems
from riskreward.calendar import Calendar
from riskreward.contract.guarantee_checks import Guaranteed, problems_of
from riskreward.contract.parts import Parts, calendar_of, earns, readable_calendar
from riskreward.contract.ratio_checks import ratio_problems
from riskreward.contract.settlement_checks import settlement_problems
from riskreward.fees import Around, Cap, assessment_problems, order_problems, placed, step_problems
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.guarantees import (
    REPAIR_IN_KIND,
    core_volume_problems,
    termination_problems,
)
from riskreward.improvements import COUNCIL_COSTS, DETAILS, PERIOD, Measure, price_paid_column
from riskreward.kernel import money
from riskreward.schedule import spread_problems, year_figures


def cross_problems(parts: Parts) -> list[Problem]:
    """Return every contradiction between the parts."""
    return [problem for check in _CHECKS for problem in check(parts)]


def _term(parts: Parts) -> Iterator[Problem]:
    given = [name for name in ("years", "months") if getattr(parts, name) is not None]
    if len(given) == 1:
        try:
            calendar_of(parts)
        except InputError as error:
            yield from error.problems
    elif given:
        yield Problem("months", f"is {parts.months}, but years is {parts.years}", "write how long the term is once")
    else:
        yield Problem("years", "is missing, and so is months", "write how long the term is, such as years = 3")


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
        yield from _columns(where, measure, parts.measure)
        is_worth_money = measure.baseline is not None and (measure.kind == money or measure.price is not None)
        for problem in measure.eligible.problems(is_worth_money):
            yield Problem(f"{where}.{problem.where}", problem.what, problem.mend)
        if measure.baseline is not None:
            yield from _driven(f"{where}.baseline", measure, parts.measure)
        for other in parts.measure:
            if other.prices_paid is not None and measure.name == price_paid_column(other.name, parts.currency).name:
                what = f"is {shown(measure.name)}, the column of the price paid for {shown(other.name)}"
                yield Problem(f"{where}.name", what, "rename it")
        if measure.name != (tidy := " ".join(measure.name.split())):
            yield Problem(f"{where}.name", f"is {measure.name!r}, with spaces that no reader sees", f"write {tidy!r}")
        if measure.kind == money and measure.unit != parts.currency:
            yield Problem(
                f"{where}.unit", f"is {measure.unit!r}, but the contract is in {parts.currency}", "use one currency"
            )


def _columns(where: str, measure: Measure, measures: tuple[Measure, ...]) -> Iterator[Problem]:
    """Tell of a measure that is called what another's column is called."""
    for other in measures:
        others = [*(column.name for column in other.columns), *other.eligible.word_columns]
        if other is not measure and other.name != measure.name and measure.name in others:
            yield Problem(f"{where}.name", f"is {shown(measure.name)}, a column of {shown(other.name)}", "rename it")


def _driven(where: str, measure: Measure, measures: tuple[Measure, ...]) -> Iterator[Problem]:
    """Tell which of the measures that a baseline reads are not there, or are itself."""
    assert measure.baseline is not None
    known = [each.name for each in measures if each.name != measure.name]
    for term, name in measure.baseline.reads:
        if name not in known:
            what = f"is {shown(name)}, " + ("the measure itself" if name == measure.name else "which is no measure")
            listed = ", ".join(map(shown, known)) or "the contract has no other"
            yield Problem(f"{where}.{term}", what, f"name one that is measured beside it ({listed})")
    unfit = measure.baseline.unfit(measure.kind)
    if unfit is not None:
        what, mend = unfit
        rule = measure.baseline.title
        yield Problem(f"{where}.rule", f"is {rule!r}, which {what}, but the measure is in {shown(measure.unit)}", mend)
    by_name = {each.name: each for each in measures}
    for driver in measure.baseline.drivers:
        if driver.measure in known:
            yield from _fits(where, measure, driver, by_name[driver.measure])


def _fits(where: str, measure: Measure, driver: Driver, other: Measure) -> Iterator[Problem]:
    """Tell what keeps a measure from driving the baseline of another: its unit, its range, figures agreed in it."""
    name = shown(other.name)
    if driver.is_alike and other.unit != measure.unit:
        what = f"is {name}, in {shown(other.unit)}, but the measure is in {shown(measure.unit)}"
        mend = 'name one in that unit, or let an amount move with it (rule "comparator" with a comparator_base)'
        yield Problem(f"{where}.{driver.term}", what, mend)
    if not driver.may_be_negative and other.between[0] < 0:
        what = f"is {name}, whose outturn may be below nought"
        yield Problem(
            f"{where}.{driver.term}", what, "give that measure its range, such as outturn_between = [0, 50000]"
        )
    for term, figure in driver.figures:
        misfit = other.misfit(figure, name)
        if misfit is not None:
            yield Problem(f"{where}.{term}", *misfit)


def _by_year(parts: Parts) -> Iterator[Problem]:
    term = readable_calendar(parts)
    if term is None:
        return
    if parts.guarantee is not None:
        earning = [each for each in parts.measure if earns(each, parts.fee)]
        mode = parts.rounding.mode
        yield from problems_of(Guaranteed(parts.guarantee, earning, term.agreed, parts.currency, mode))
    labels = [period.label for period in term.periods]
    for number, measure in enumerate(parts.measure):
        where = f"measure[{number}]"
        if measure.baseline is not None:
            yield from _spread(f"{where}.baseline", measure.baseline, term)
            for name, figures in measure.baseline.by_year:
                if figures:
                    yield from year_figures(f"{where}.baseline.{name}", figures, term)
            yield from measure.baseline.problems(f"{where}.baseline", term)
            yield from _rebased(f"{where}.baseline", measure.baseline, measure.better, term)
        if measure.price is not None:
            yield from year_figures(f"{where}.price.amount", measure.price.amount, term)
        if measure.target:
            yield from year_figures(f"{where}.target", measure.target, term)
        yield from _levels(where, measure.published, term)
        yield from scope_problems(f"{where}.adjustment", measure.adjustment, measure.better)
        for place, adjustment in enumerate(measure.adjustment):
            if adjustment.period not in labels:
                yield Problem(
                    f"{where}.adjustment[{place}].period",
                    f"is {shown(adjustment.period)}, outside the term {labels[0]} to {labels[-1]}",
                    "write the label of a period of the term",
                )
    for where, step in placed(parts.fee):
        yield from _levels(where, step.published, term)


def _spread(where: str, baseline: BaselineTerms, term: Calendar) -> Iterator[Problem]:
    if baseline.is_for_a_year:
        yield from spread_problems(where, baseline.spread, term, SPREADS)
    elif baseline.spread is not None:
        what = f"is for an amount of a year; the rule {baseline.title!r} is worked out for each settlement"
        yield Problem(f"{where}.spread", what, "leave it out")


def _rebased(where: str, baseline: BaselineTerms, better: str, term: Calendar) -> Iterator[Problem]:
    if baseline.rebased is not None:
        spread, is_for_a_year = baseline.spread, baseline.is_for_a_year
        yield from rebasing_problems(f"{where}.rebased", baseline.rebased, better, is_for_a_year, spread, term)


def _levels(where: str, published: Iterable[Published], term: Calendar) -> Iterator[Problem]:
    years = term.agreed.year_labels
    for place, called, by_year in published:
        for year in by_year:
            if year not in years:
                yield Problem(
                    f"{where}.{place}",
                    f"has {shown(year)}, which is no year of the term {years[0]} to {years[-1]}",
                    f"write each {called} under the year it is for",
                )


def _fee(parts: Parts) -> Iterator[Problem]:
    yield from order_problems(parts.fee)
    needs_saving = parts.fee.takes_a_saving or parts.guarantee is not None
    if needs_saving and not any(earns(measure, parts.fee) for measure in parts.measure):
        earning = ", ".join(parts.fee.earns_on)
        yield Problem("measure", f"has none that earns: a baseline and a benefit of {earning}", "write one")
    for number, measure in enumerate(parts.measure):
        if earns(measure, parts.fee) and measure.kind != money and measure.price is None:
            what = f"is missing, but {shown(measure.name)} earns a fee and is in {shown(measure.unit)}"
            yield Problem(f"measure[{number}].price", what, "write what a unit of it is worth: price = { amount = 40 }")
    if parts.guarantee is None and parts.fee.starts != "first pound":
        yield Problem("guarantee", f"is missing, but the fee starts {parts.fee.starts}", "write the guarantee")
    around = around_of(parts)
    yield from assessment_problems(parts.fee, around)
    yield from step_problems(parts.fee, around)
    yield from _target_price(parts)


def _target_price(parts: Parts) -> Iterator[Problem]:
    """Tell what does not go with a baseline that is one amount for the whole term."""
    for number, measure in enumerate(parts.measure):
        if measure.baseline is None or not measure.baseline.stands_for_the_term:
            continue
        where, is_so = f"measure[{number}].baseline.rule", f"is {measure.baseline.title!r}, which is of the whole term"
        if parts.fee.counted != "to date":
            what = f"{is_so}, but fee.counted is {parts.fee.counted!r}"
            yield Problem(where, what, "write fee.counted = 'to date', or the rule 'fixed'")
        term = readable_calendar(parts)
        if parts.fee.counted == "to date" and not parts.fee.assessed and term is not None and len(term.periods) > 1:
            what = f"is missing, but against a {measure.baseline.title} whatever is not yet spent counts as saved"
            mend = f'write when the work is complete, such as assessed = ["{term.periods[-1].label}"]'
            yield Problem("fee.assessed", what, mend)
        if parts.guarantee is not None:
            yield Problem(where, f"{is_so}, but a guarantee is of years", "leave the guarantee out, or write 'fixed'")
        for place, step in enumerate(parts.fee.step):
            if isinstance(step, Cap) and step.share_of_baseline is not None:
                what = f"is of the baseline of a {step.over}, but that of {shown(measure.name)} is of the whole term"
                yield Problem(f"fee.step[{place}].share_of_baseline", what, "write an amount")


def around_of(parts: Parts) -> Around:
    """Return what the fee's steps stand in."""
    retention, clawback = parts.settlement.retention, parts.settlement.clawback
    return Around(
        parts.fee.counted,
        parts.fee.starts,
        {measure.name: measure for measure in parts.measure},
        parts.guarantee is not None,
        retention is not None and not (clawback is not None and clawback.restores_cap),
        parts.currency,
        readable_calendar(parts),
        parts.fee.step,
    )


def _ratios(parts: Parts) -> Iterator[Problem]:
    yield from ratio_problems(parts.measure)


def _core_volume(parts: Parts) -> Iterator[Problem]:
    if parts.core_volume is not None:
        yield from core_volume_problems(parts.core_volume, parts.measure, readable_calendar(parts), parts.currency)


def _termination(parts: Parts) -> Iterator[Problem]:
    if parts.termination is not None:
        guarantee = parts.guarantee
        is_share = guarantee is not None and bool(guarantee.share_of_baseline)
        yield from termination_problems(parts.termination, guarantee is not None, is_share)


_CHECKS = (_term, _measures, _ratios, _by_year, _fee, _core_volume, _termination, settlement_problems)
