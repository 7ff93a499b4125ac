"""What happened between the outturn and what counts: baselines, ratios, prices, claims, confidence and stages."""

from collections.abc import Iterator
from typing import Any

from riskreward.baselines import CaseMix, UnitCost
from riskreward.improvements import Measure
from riskreward.improvements.claims import CLAIMED, UNCLAIMED
from riskreward.improvements.confidence import AFTER_CONFIDENCE
from riskreward.improvements.stages import REJECTED, STAGES
from riskreward.schedule import EVENLY, by_label
from tests.generators import PENNY
from tests.reach.seen import Seen
from tests.readings import NOTHING
from tests.test_promises import outturn_of


def baseline_events(each: Seen) -> Iterator[str]:
    for measure in each.contract.measure:
        baseline: Any = measure.baseline
        if baseline is not None:
            yield from _chain_events(each, measure)
            yield from _rebasing_events(each, measure)
            yield from _driven_events(each, measure, baseline)
            if baseline.rule == "truncated mean" and baseline.truncation.outliers:
                yield "an outlier is truncated"
            parts = {
                period.exact(f"{measure.name} / baseline")
                for period in each.statement.periods
                if period.period.year == each.period.period.year and not period.period.part
            }
            if baseline.spread == EVENLY and max(parts, default=NOTHING) - min(parts, default=NOTHING) == PENNY:
                yield "parts of a year's baseline differ by a penny"
        if measure.target:
            apart = each.of(measure, "against the target")
            yield f"against the target, {'better' if apart > 0 else 'worse' if apart < 0 else 'met'}"


def _chain_events(each: Seen, measure: Measure) -> Iterator[str]:
    index = getattr(measure.baseline, "index", None)
    if index is None or index.chained is None or not each.period.period.first_of_year:
        return
    chain, path = index.chained, f"{measure.name} / chained factor"
    before, after, link = each.opening[path], each.closing[path], each.of(measure, "link of the index") / 100
    if link * before != after:
        limit = "at_most" if link * before > after else "at_least"
        yield from [f"a link of a chain, limited by {limit}"] if not chain.catches_up else []
    labels = each.contract.calendar.year_labels
    place = labels.index(each.period.period.year)
    was = index.levels[labels[place - 1]].level if place else index.base
    if index.levels[labels[place]].level / was != link:
        yield "a link of a chain, rounded"
    if chain.catches_up:
        unlimited = each.opening[f"{path} without limits"]
        if before < unlimited and link * before < after:
            yield "a chain, is behind its index, and catches up"
        if before > unlimited and link * before > after:
            yield "a chain, is ahead of its index, and waits for it"


def _rebasing_events(each: Seen, measure: Measure) -> Iterator[str]:
    rebased, period = measure.baseline and measure.baseline.rebased, each.period.period
    if not rebased or not period.first_of_year or period.year not in rebased.years:
        return
    path, saving = f"{measure.name} / rebased by, for a year", each.opening[f"{measure.name} / saving of the year"]
    before, after = each.opening[path], each.closing[path]
    if after != before:
        yield f"a rebasing, {'makes it harder' if after > before else 'makes it easier'}"
        if before:
            yield "a rebased baseline is rebased again"
    if rebased.direction != "either way":
        yield from ["a rebasing, of a ratchet moves"] if after > before else []
        yield from ["a rebasing, of a ratchet does not give way"] if saving < 0 else []


def _driven_events(each: Seen, measure: Measure, baseline: Any) -> Iterator[str]:
    read = [outturn_of(each.contract, each.statement, each.number, name) for _, name in baseline.reads]
    if read and not any(read) and each.of(measure, "baseline") == 0:
        yield "nothing was measured, so that the baseline is nothing"
    if isinstance(baseline, UnitCost) and baseline.reconciled_outside is not None:
        volume = outturn_of(each.contract, each.statement, each.number, baseline.volume_measure)
        expected = by_label(baseline.expected_volume, each.contract.calendar)[each.period.period.year]
        low, high = (end * expected for end in baseline.reconciled_outside)
        if low < volume < high:
            yield "an expected volume, stands inside its range"
        elif volume in {low, high}:
            yield "an expected volume, stands at its end"
        else:
            yield f"an expected volume, gives way {'below' if volume < low else 'above'}"
    elif isinstance(baseline, CaseMix):
        movement = outturn_of(each.contract, each.statement, each.number, baseline.score_measure) / baseline.score
        if baseline.at_most == "no cap":
            yield from ["a case mix, without a cap, above the base"] if movement > 1 else []
        else:
            yield from ["a case mix, at its cap"] if movement >= baseline.at_most else []
        if baseline.at_least is not None and baseline.at_most != "no cap":
            yield from ["a case mix, at its floor"] if movement <= baseline.at_least else []
            yield from ["a case mix, within its limits"] if baseline.at_least < movement < baseline.at_most else []


def ratio_and_price_events(each: Seen) -> Iterator[str]:
    for measure in each.contract.measure:
        ratio, price = measure.ratio, measure.price
        if ratio is not None:
            above, below = (
                outturn_of(each.contract, each.statement, each.number, name) for name in (ratio.of, ratio.to)
            )
            if below < ratio.denominator_at_least:
                yield "a ratio, on too little, so that nothing counts"
            elif below == ratio.denominator_at_least:
                yield "a ratio, on just enough"
            if below and each.of(measure, "outturn") / 100 != above / below:
                yield from ["a ratio, rounded"] if below >= ratio.denominator_at_least else []
            if ratio.denominator_at_least < below < 800 and each.of(measure, measure.result):
                yield "a ratio, on less, where it counts"
        if price is not None:
            if price.index is not None and price.places is not None:
                yield "a price, indexed and rounded"
            if len(set(price.amount)) > 1 and each.of(measure, "price") != price.amount[0]:
                yield "a price, of another year"
        if measure.prices_paid is not None and price is not None:
            paid, agreed = each.of(measure, "price paid"), each.of(measure, "price")
            which = "nothing" if not paid else f"{'above' if paid > agreed else 'below'} the agreed price"
            yield f"the price paid is, {which}"


def eligible_events(each: Seen) -> Iterator[str]:
    for measure in each.contract.measure:
        if each.of(measure, "deadweight"):
            yield "deadweight is taken off a saving"
        saving = each.of(measure, "after deadweight" if measure.deadweight is not None else measure.worth)
        if measure.confidence is not None and saving > 0:
            part = each.of(measure, "confidence")
            yield f"a saving, {'weighed by confidence' if part else 'of no confidence'}"
        if measure.eligible.has_stages:
            word = each.period.details.stages[f"{measure.name}, stage"]
            yield f"a stage, {word}"
        if measure.counts_when is None:
            continue
        before = AFTER_CONFIDENCE if measure.confidence is not None else None
        saving = each.of(measure, before) if before else saving
        counts = each.of(measure, "counts")
        waited = each.opening.get(f"{measure.name} / waits to be {measure.counts_when}", NOTHING)
        waits = each.closing.get(f"{measure.name} / waits to be {measure.counts_when}", NOTHING)
        if each.of(measure, f"lost, as not yet {measure.counts_when}"):
            yield "a saving, is lost"
        if each.of(measure, "dropped, as rejected"):
            yield "a saving, is dropped, as rejected"
        if waits > waited:
            yield f"a saving, {'waits beside another' if waited else 'waits'}"
        if waited and not waits and counts == saving + waited:
            yield "a saving, waits and counts later"
            yield from ["a loss is taken off what waited"] if saving < 0 else []
        if saving < 0 and counts == saving and word in {STAGES[0], REJECTED}:
            yield "a loss counts although its stage is not reached"


def claim_events(each: Seen) -> Iterator[str]:
    for measure in each.contract.measure:
        if not measure.claim:
            continue
        claimed, measured = each.of(measure, CLAIMED), each.of(measure, measure.result)
        given = [each.of(measure, f"{claim.name}, attributed") for claim in measure.claim]
        if claimed > measured > 0:
            yield "claims, are reduced"
            exact = [each.of(measure, f"{claim.name}, claimed") * measured / claimed for claim in measure.claim]
            yield from ["claims, share out a penny"] if given != exact else []
        elif claimed > 0 and measured > 0:
            yield "claims, are met whole"
        if each.of(measure, UNCLAIMED) > 0:
            yield "claims, leave some to nobody"
        if claimed == 0:
            yield "claims, are of nothing"
        if measured < 0:
            yield f"a loss, {'shared by the claims' if claimed else 'that nobody claims'}"
