"""The forms and the pairs of choices that contracts are drawn with, beside every choice of every term."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, get_args

from riskreward import Contract, Statement
from riskreward.baselines import SPREADS as BASELINE_SPREADS
from riskreward.baselines import Baseline
from riskreward.baselines.prediction import PREDICTED
from riskreward.fees import Bands, Cap, Threshold
from riskreward.fees.sharing.bands import Edges
from riskreward.guarantees import EXCESSES, Shortfall, Tested
from riskreward.guarantees.completeness import IF_PAID
from riskreward.guarantees.guarantee import FORMS, Adjusted
from riskreward.improvements import STATUSES, Measure, Overlap
from riskreward.improvements.stages import STAGES
from riskreward.kernel import money, share
from riskreward.kernel.rounding import MODES
from riskreward.readers.words import step_text
from riskreward.schedule import OF_A_YEAR as GUARANTEE_SPREADS
from tests.generators import COUNTED, ONCE_MET, PRICES, RELEASED, ROUNDINGS, STARTS
from tests.generators.rules import STEPS
from tests.reach import choices

BASELINES = tuple(each.model_fields["rule"].default for each in get_args(get_args(Baseline)[0]))
ON_ITS_OWN = ("re-priced volume", "stipulated")
"""The rules that are not for every unit."""
FOR_A_YEAR = ("fixed", "historic", "indexed", "trended", "linear trend", "re-priced volume", "truncated mean")
UNITS = ("money", "%", "visits")
TWICE = ("quality gate", "threshold", "deficit carry-forward", "payment gate", "cap")


def every(what: str, *options: Any) -> list[str]:
    """Return the names of every choice, or of every pair of choices."""
    return [of(what, *each) for each in product(*options)]


def of(what: str, *options: object) -> str:
    return ", ".join([what, *map(str, options)])


FEATURES = (
    "units",
    "a ratio",
    "prices paid",
    "a baseline by what is measured",
    "a chained index",
    "a rebasing",
    "a discount",
    "an adjustment",
    "claims",
    "deadweight",
    "confidence",
    "stages",
    "a quantity guaranteed",
    "an indexed guarantee",
    "a bank",
    "a core volume",
    "an early end",
    "a variation",
    "settled in parts of a year",
    "a fee to date",
    "payments on account",
    "retention",
    "a clawback",
    "a reversal",
    "an advance",
    "a cost recovery",
)
"""What contracts are made of; each meets every other."""

_NEVER_TOGETHER = (
    {"a quantity guaranteed", "an indexed guarantee"},
    {"a baseline by what is measured", "an indexed guarantee"},
    {"payments on account", "a fee to date"},
    {"payments on account", "a clawback"},
    {"a reversal", "a fee to date"},
    {"a reversal", "a clawback"},
)

VOCABULARY = [
    *dict.fromkeys(choices.names()),
    *every("length", ("years", "months", "part of a period")),
    *every("rounded", MODES),
    *every("rounded to", ROUNDINGS),
    *every("measures that earn", (0, 1, 2, 3)),
    *every("unit", UNITS),
    *every("baseline in money", BASELINES),
    *every("baseline in visits", [each for each in BASELINES if each != "re-priced volume"]),
    *every("baseline in %", [each for each in BASELINES if each not in ON_ITS_OWN]),
    *every("baseline where higher is better", BASELINES),
    *every("baseline discounted", BASELINES),
    *every("baseline adjusted", BASELINES),
    *every("baseline rebased", [each for each in BASELINES if each != "target price"]),
    *every("baseline in parts of a year", BASELINES),
    *every("baseline spread", FOR_A_YEAR, (*BASELINE_SPREADS, "shares")),
    *every("baseline of a priced measure", BASELINES[:1]),
    *every("baseline is", ("above nothing", "nothing", "below nothing")),
    *every("prediction", ("amounts", "coefficients", PREDICTED), ("reporting period", "standard")),
    *every("index of", ("a baseline", "a price")),
    *every("index, level unpublished", ("a baseline", "a price")),
    *every("adjustment", ("routine", "non-routine", "scope change"), ("raises", "lowers")),
    *every("by year", ("price", "re-priced volume", "expected volume", "discount", "target")),
    *every("confidence", ("one share", "by stage"), ("at once", *STAGES[1:])),
    *every("claims", get_args(Overlap), UNITS),
    *every("guarantee", FORMS, ("by year", "one figure")),
    *every("guarantee", get_args(Tested), get_args(Shortfall)),
    *every("guarantee in prices", PRICES, get_args(Adjusted)),
    *every("quantity guaranteed", ("%", "visits"), get_args(Tested), get_args(Adjusted)),
    *every("excess", ("each period", "each year"), EXCESSES),
    *every("excess of a quantity", EXCESSES),
    *every("guarantee with", [name for name in IF_PAID if name not in {"excess", "bank"}]),
    *every("guarantee spread", (None, *GUARANTEE_SPREADS, "shares")),
    *every("fee", STARTS, COUNTED),
    *every("rule", STEPS),
    *every("threshold", ONCE_MET, ("amount", "share of baseline")),
    *every("bands", (None, *get_args(Edges)), ("open", "closed")),
    *every("room", ("period", "year", "term"), (None, "what is earned", "what is paid")),
    *every("two steps of one rule", TWICE),
    *every("retention", (None, *RELEASED)),
    *every("clawback", ("retention", "the provider"), ("restores the cap", "does not")),
    *every("core volume carried forward, then", ("compensation", "lapses")),
    *every("variations", (1, 2)),
    *every("varied", ("share", "bands[0].share", "amount")),
    *every("status", ("", *STATUSES)),
    *every("settled", ("the whole term", "part of the term")),
    *(f"{one} with {other}" for one, other in combinations(FEATURES, 2) if {one, other} not in _NEVER_TOGETHER),
]


def vocabulary(contract: Contract, statement: Statement) -> Iterator[str]:
    """Yield the terms that a contract has, in the names above."""
    yield from choices.chosen(contract)
    term = contract.calendar.periods
    yield of("length", "years" if contract.years else "months")
    if any(period.part for period in term):
        yield of("length", "part of a period")
    yield of("rounded", contract.rounding.mode)
    yield of("rounded to", step_text(contract.rounding.step).removeprefix("to ").replace("£1.50", "150p"))
    yield of("measures that earn", len(contract.earning))
    for measure in contract.measure:
        yield of("unit", unit_of(measure))
        yield from _measure(contract, statement, measure)
    yield from _guarantee(contract)
    yield of("fee", contract.fee.starts, contract.fee.counted)
    yield from _steps(contract)
    yield from _settlement(contract)
    yield from {of("status", period.details.status) for period in statement.periods}
    yield of("settled", "the whole term" if len(statement.periods) >= len(term) else "part of the term")
    have = _features(contract)
    yield from (f"{one} with {other}" for one, other in combinations(FEATURES, 2) if {one, other} <= have)


def unit_of(measure: Measure) -> str:
    return {money: "money", share: "%"}.get(measure.kind, measure.unit)


def _measure(contract: Contract, statement: Statement, measure: Measure) -> Iterator[str]:
    if len(measure.target) > 1:
        yield of("by year", "target")
    for each in measure.adjustment:
        yield of("adjustment", each.kind, "raises" if each.amount > 0 else "lowers")
    yield from _baseline(contract, statement, measure)
    if measure.price is not None:
        yield from [of("by year", "price")] if len(measure.price.amount) > 1 else []
        yield from _index(contract, measure.price.index, "a price")
    if measure.claim:
        yield of("claims", measure.overlap, unit_of(measure))
    if measure.confidence is not None:
        form = "by stage" if measure.confidence.share is None else "one share"
        yield of("confidence", form, measure.counts_when or "at once")


def _index(contract: Contract, index: Any, whose: str) -> Iterator[str]:
    if index is not None:
        yield of("index of", whose)
        if len(index.levels) < len(contract.calendar.year_labels):
            yield of("index, level unpublished", whose)


def _baseline(contract: Contract, statement: Statement, measure: Measure) -> Iterator[str]:
    baseline: Any = measure.baseline
    if baseline is None:
        return
    rule = baseline.rule
    yield of(f"baseline in {unit_of(measure)}", rule)
    traits = {
        "where higher is better": measure.better == "higher",
        "discounted": baseline.discount,
        "adjusted": measure.adjustment,
        "rebased": baseline.rebased,
        "in parts of a year": contract.settled != "yearly",
        "of a priced measure": measure.price is not None and rule == BASELINES[0],
    }
    yield from (of(f"baseline {trait}", rule) for trait, has in traits.items() if has)
    if baseline.spread is not None:
        yield of("baseline spread", rule, "shares" if isinstance(baseline.spread, tuple) else baseline.spread)
    held = statement.periods[0].exact(f"{measure.name} / baseline")
    yield of("baseline is", f"{'above ' if held > 0 else 'below ' if held < 0 else ''}nothing")
    yield from _index(contract, getattr(baseline, "index", None), "a baseline")
    if rule == "prediction":
        form = PREDICTED if baseline.each_period else "amounts" if baseline.amounts else "coefficients"
        yield of("prediction", form, baseline.conditions)
    lists = {
        "re-priced volume": getattr(baseline, "price", ()),
        "expected volume": getattr(baseline, "expected_volume", ()),
        "discount": baseline.discount,
    }
    yield from (of("by year", name) for name, figures in lists.items() if len(figures) > 1)


def _guarantee(contract: Contract) -> Iterator[str]:
    guarantee = contract.guarantee
    if guarantee is None:
        return
    figures = guarantee.amount or guarantee.share_of_baseline or guarantee.estimate or guarantee.quantity
    yield of("guarantee", guarantee.form, "by year" if len(figures) > 1 else "one figure")
    if guarantee.prices is not None:
        yield of("guarantee in prices", guarantee.prices, guarantee.adjusted)
    if guarantee.measure is not None:
        measure = next(each for each in contract.measure if each.name == guarantee.measure)
        yield of("quantity guaranteed", unit_of(measure), guarantee.tested, guarantee.adjusted)
    if guarantee.excess is not None:
        yield of("excess", guarantee.tested, guarantee.excess)
        yield from [of("excess of a quantity", guarantee.excess)] if guarantee.measure is not None else []
    for name in IF_PAID[2:]:
        if getattr(guarantee, name) is not None:
            yield of("guarantee with", name)
    yield of("guarantee", guarantee.tested, guarantee.shortfall)
    yield of("guarantee spread", "shares" if isinstance(guarantee.spread, tuple) else guarantee.spread)


def _steps(contract: Contract) -> Iterator[str]:
    rules = [getattr(step, "rule", "") for step in contract.fee.step]
    for step, rule in zip(contract.fee.step, rules, strict=True):
        yield of("rule", rule)
        if rule in TWICE and rules.count(rule) > 1:
            yield of("two steps of one rule", rule)
        if isinstance(step, Threshold):
            yield of("threshold", step.once_met, "share of baseline" if step.amount is None else "amount")
        elif isinstance(step, Bands):
            yield of("bands", step.edges, "open" if step.bands[-1].up_to is None else "closed")
        elif isinstance(step, Cap):
            yield of("room", step.over, step.room_used_by)


def _settlement(contract: Contract) -> Iterator[str]:
    retention, clawback, volume = contract.settlement.retention, contract.settlement.clawback, contract.core_volume
    yield of("retention", None if retention is None else retention.released)
    if clawback is not None:
        yield of("clawback", clawback.first_from, "restores the cap" if clawback.restores_cap else "does not")
    if volume is not None and volume.if_short == "carried forward":
        yield of("core volume carried forward, then", volume.at_the_end)
    if contract.variation:
        yield of("variations", len(contract.variation))
        for name in (name for each in contract.variation for name in each.changes):
            yield of("varied", name.split("].", 1)[1])


def _features(contract: Contract) -> set[str]:
    """Return what a contract is made of; of its measures, what those that earn have."""
    earning, guarantee, settlement = contract.earning, contract.guarantee, contract.settlement
    baselines: list[Any] = [each.baseline for each in earning]
    indices = [index for each in baselines for _, index in each.indices]
    has = {
        "units": any(each.price is not None for each in earning),
        "a ratio": any(each.ratio is not None for each in earning),
        "prices paid": any(each.prices_paid is not None for each in earning),
        "a baseline by what is measured": any(each.reads for each in baselines),
        "a chained index": any(each.chained is not None for each in indices),
        "a rebasing": any(each.rebased is not None for each in baselines),
        "a discount": any(each.discount for each in baselines),
        "an adjustment": any(each.adjustment for each in earning),
        "claims": any(each.claim for each in earning),
        "deadweight": any(each.deadweight is not None for each in earning),
        "confidence": any(each.confidence is not None for each in earning),
        "stages": any(each.counts_when is not None for each in earning),
        "a quantity guaranteed": guarantee is not None and guarantee.form == "quantity",
        "an indexed guarantee": guarantee is not None and guarantee.prices == "as the baseline is indexed",
        "a bank": guarantee is not None and guarantee.excess is not None and "banked" in guarantee.excess,
        "a core volume": contract.core_volume is not None,
        "an early end": contract.termination is not None,
        "a variation": bool(contract.variation),
        "settled in parts of a year": contract.settled != "yearly",
        "a fee to date": contract.fee.counted == "to date",
        "payments on account": settlement.interim is not None,
        "retention": settlement.retention is not None,
        "a clawback": settlement.clawback is not None and contract.fee.counted == "to date",
        "a reversal": settlement.clawback is not None and contract.fee.counted != "to date",
        "an advance": settlement.advance is not None,
        "a cost recovery": any(getattr(step, "rule", "").startswith("cost recovery") for step in contract.fee.step),
    }
    return {name for name, held in has.items() if held}
