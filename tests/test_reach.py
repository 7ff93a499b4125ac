"""The generators reach the whole vocabulary, and every turn that a settlement can take.

`pytest -s tests/test_reach.py` and `python -m tests.test_reach` show how often each was reached.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, seed, settings

from riskreward import Contract, PeriodStatement, Statement
from riskreward.baselines import SPREADS as BASELINE_SPREADS
from riskreward.baselines import Historic
from riskreward.calendar import Settled, Years
from riskreward.contract import CouncilCosts, Currency
from riskreward.fees import AnyStep, Bands, Cap, CostRecovery, PaymentGate, QualityGate, Threshold
from riskreward.fees.bands import Edges
from riskreward.guarantees import EXCESSES, Shortfall, Tested, cuts_a_year
from riskreward.guarantees.completeness import IF_PAID
from riskreward.guarantees.guarantee import Adjusted
from riskreward.guarantees.termination import OnEnding
from riskreward.improvements import STATUSES
from riskreward.kernel import money
from riskreward.kernel.rounding import MODES, to_step
from riskreward.readers import exact
from riskreward.readers.words import step_text, values
from riskreward.schedule import OF_A_YEAR as GUARANTEE_SPREADS
from riskreward.settlement.terms import AtTheEnd, Released, Vat
from tests.generators import (
    BENEFITS,
    COUNTED,
    EVERYTHING,
    FUNDS,
    ONCE_MET,
    PENNY,
    PRICES,
    ROUNDINGS,
    RULES,
    STARTS,
    Case,
    cases,
)
from tests.test_agreement import (
    CAPPED,
    CAPPED_AND_RESTORED,
    CLAWED_BACK,
    RELEASED_BY_GUARANTEE,
    facts_by_path,
    line,
    meets,
    openings,
    saving_of,
    steps_of,
)

DRAWN = (
    (200, EVERYTHING),
    (80, CAPPED),
    (60, CAPPED_AND_RESTORED),
    (80, CLAWED_BACK),
    (120, RELEASED_BY_GUARANTEE),
)
"""How many examples are drawn in a round, from which vocabulary: what the tests of agreement draw from."""

ROUNDS = 4
"""A further round is drawn only while something has not been reached."""

NOTHING = Fraction(0)


def every(what: str, *choices: Any) -> list[str]:
    """Return the names of every choice, or of every pair of choices."""
    return [", ".join([what, *map(str, each)]) for each in product(*choices)]


VOCABULARY = [
    *every("settled", get_args(Settled)),
    *every("years run", get_args(Years)),
    *every("length", ("years", "months", "part of a period")),
    *every("currency", get_args(Currency)),
    *every("rounded", MODES),
    *every("rounded to", ROUNDINGS),
    *every("council costs", (None, *get_args(CouncilCosts))),
    *every("measures", (1, 2, 3)),
    *every("measures that earn", (1, 2, 3)),
    *every("benefit", BENEFITS),
    *every("fund", (None, *FUNDS)),
    *every("unit", ("money", "%", "visits")),
    *every("better", ("lower", "higher")),
    *every("range of outturn", ("given", "left out")),
    *every("baseline", ("fixed", "historic", "historic, indexed", "indexed")),
    *every("baseline is", ("above nothing", "nothing", "below nothing")),
    *every("baseline spread", (None, *BASELINE_SPREADS, "shares")),
    *every("index", ("places", "at_most", "at_least", "between", "level with its reference", "level unpublished")),
    *every("adjustment", ("routine", "non-routine"), ("raises", "lowers")),
    *every("guarantee", (None, "share_of_baseline", "amount", "share_of_estimate", "by year", "one figure")),
    *every("guarantee", get_args(Tested), get_args(Shortfall)),
    *every("guarantee in prices", PRICES, get_args(Adjusted)),
    *every("excess", ("each period", "each year"), EXCESSES),
    *every("bank", (None, "expires_after_years", "at_most", "interest")),
    *every("guarantee with", [name for name in IF_PAID if name not in {"excess", "bank"}]),
    *every("guarantee spread", (None, *GUARANTEE_SPREADS, "shares")),
    *every("fee", STARTS, COUNTED),
    *every("rule", RULES),
    *every("threshold", ONCE_MET, ("amount", "share of baseline")),
    *every("bands", (None, *get_args(Edges)), ("open", "closed")),
    *every("gate", ("quality gate", "payment gate"), ("at_least", "at_most")),
    *every("cap of an amount", ("period", "year", "term")),
    *every("cap of a share of baseline", ("period", "year")),
    *every("room", ("period", "year", "term"), (None, "what is earned", "what is paid")),
    *every("two steps of one rule", ("quality gate", "threshold", "deficit carry-forward", "payment gate", "cap")),
    *every("clause", ("given", "left out")),
    *every("retention", (None, *get_args(Released))),
    *every("retention at the end", (None, *get_args(AtTheEnd))),
    *every("clawback", ("retention", "the provider"), ("restores the cap", "does not")),
    *every("clawback takes", (None, "oldest first", "newest first")),
    *every("advance", (None, "provider repays", "written off")),
    *every("core volume", (None, "compensation", "nothing")),
    *every("core volume carried forward, then", ("compensation", "lapses")),
    *every("ended early", (None, "without a guarantee", *get_args(OnEnding))),
    *every("unrecovered", ("rolls forward", "lapses")),
    *every("recovery limited by", ("at_most", "interest", "expires_after_years")),
    *every("VAT", (None, *get_args(Vat.model_fields["treatment"].annotation))),
    *every("status", ("", *STATUSES)),
    *every("settled", ("the whole term", "part of the term")),
]

EVENTS = [
    "nothing saved in a period",
    "a loss in a period",
    "a loss that nets off another measure's saving",
    "a loss made good before anything counts",
    "a loss carried to another year",
    "the saving is the guarantee to the penny",
    "the saving misses the guarantee by a penny",
    "the council has its guaranteed amount first, and that limits the fee",
    *every("an index", ("rounded", "limited by at_most", "limited by at_least")),
    *every("threshold", ONCE_MET, ("just met", "just missed", "well met", "well missed")),
    "a band edge to the penny",
    "beyond the last band",
    *every("quality gate", ("failed", "passed", "just passed", "just failed", "failed in a period that lost")),
    *every("payment gate", ("failed", "passed", "just passed", "just failed")),
    *every("cap over", ("period", "year", "term"), ("binds", "leaves room")),
    "a cap to the penny",
    "a cap finer than the rounding",
    "cap room given back by a clawback is earned again",
    "a second cap binds",
    "the fee to date falls and is kept",
    "the fee to date falls and is given back",
    *every("clawback", ("all from retention", "part from retention", "all from the provider")),
    "a clawback takes retention of an earlier year",
    *every("shortfall paid", get_args(Tested), ("provider pays each year", "provider pays at the end")),
    "a shortfall paid and made good later",
    *every("excess", ("makes good", "is refunded", "is banked", "is beyond the bank", "covers", "bears interest")),
    "excess, expires",
    *every("shortfall", ("bears interest", "forgiven at cost cover", "credited", "credited in part")),
    *every("repair in kind", ("all of the shortfall", "part of the shortfall", "beyond it")),
    "a shortfall beyond the security held",
    *every("retention released", ("when the next year meets its guarantee", "at the end of the term")),
    "retention released in the run-off",
    "retention kept, as the next year misses its guarantee",
    "retention kept by the council at the end",
    "retention left over at the end",
    *every("recovery", ("in full", "rolls forward", "lapses before the end", "lapses at the end")),
    "a recovery rolled into another year",
    *every("an advance", ("recovered in full", "recovered in part", "repaid at the end", "written off at the end")),
    *every("a volume short", ("compensated", "carried forward", "left at the end")),
    "the guarantee of a year cut short",
    "VAT credited on a clawback",
    *every("an exact half rounded half up", ("up", "down below nothing")),
    *every("an exact half in the fee", MODES),
    "a fee rounded",
    "a payment due later than the days allow",
    "the council is out of pocket",
]


def vocabulary(contract: Contract, statement: Statement) -> Iterator[str]:
    """Yield the terms that a contract has, in the names above."""

    def of(what: str, *choices: object) -> str:
        return ", ".join([what, *map(str, choices)])

    term = contract.calendar.periods
    yield of("settled", contract.settled)
    yield of("years run", contract.years_run)
    yield of("length", "years" if contract.years else "months")
    if any(period.part for period in term):
        yield of("length", "part of a period")
    yield of("currency", contract.currency)
    yield of("rounded", contract.rounding.mode)
    yield of("rounded to", step_text(contract.rounding.step).removeprefix("to ").replace("£1.50", "150p"))
    yield of("council costs", contract.council_costs)
    yield of("measures", len(contract.measure))
    yield of("measures that earn", len(contract.earning))
    for measure in contract.measure:
        yield of("unit", "money" if measure.kind == money else measure.unit)
        yield of("better", measure.better)
        yield of("range of outturn", "left out" if measure.outturn_between is None else "given")
        yield of("fund", measure.fund)
        for each in measure.adjustment:
            yield of("adjustment", each.kind, "raises" if each.amount > 0 else "lowers")
        baseline = measure.baseline
        if baseline is None:
            continue
        yield of("benefit", measure.benefit)
        index = getattr(baseline, "index", None)
        yield of("baseline", f"{baseline.rule}{', indexed' if isinstance(baseline, Historic) and index else ''}")
        held = statement.periods[0].exact(f"{measure.name} / baseline")
        yield of("baseline is", f"{'above ' if held > 0 else 'below ' if held < 0 else ''}nothing")
        yield of("baseline spread", "shares" if isinstance(baseline.spread, tuple) else baseline.spread)
        if index is not None:
            yield from (of("index", name) for name in ("places", "at_most", "at_least") if getattr(index, name))
            if index.between[0] == 90:
                yield of("index", "between")
            if any(level.reference for level in index.levels.values()):
                yield of("index", "level with its reference")
            if len(index.levels) < len(contract.calendar.year_labels):
                yield of("index", "level unpublished")
    yield from _guarantee_terms(contract, of)
    yield of("fee", contract.fee.starts, contract.fee.counted)
    yield from _step_terms(contract, of)
    yield from _settlement_terms(contract, of)
    yield from {of("status", period.details.status) for period in statement.periods}
    whole = len(statement.periods) >= len(term)
    yield of("settled", "the whole term" if whole else "part of the term")


def _guarantee_terms(contract: Contract, of: Any) -> Iterator[str]:
    guarantee = contract.guarantee
    if guarantee is None:
        yield of("guarantee", None)
        return
    yield of("guarantee", guarantee.form)
    figures = guarantee.amount or guarantee.share_of_baseline or guarantee.estimate
    yield of("guarantee", "by year" if len(figures) > 1 else "one figure")
    if guarantee.prices is not None:
        yield of("guarantee in prices", guarantee.prices, guarantee.adjusted)
    if guarantee.excess is not None:
        yield of("excess", guarantee.tested, guarantee.excess)
    if guarantee.bank is None:
        yield of("bank", None)
    else:
        yield from (of("bank", name) for name in type(guarantee.bank).model_fields if getattr(guarantee.bank, name))
    for name in IF_PAID[2:]:
        if getattr(guarantee, name) is not None:
            yield of("guarantee with", name)
    yield of("guarantee", guarantee.tested, guarantee.shortfall)
    yield of("guarantee spread", "shares" if isinstance(guarantee.spread, tuple) else guarantee.spread)


def _step_terms(contract: Contract, of: Any) -> Iterator[str]:
    rules = [getattr(step, "rule", "") for step in contract.fee.step]
    for step, rule in zip(contract.fee.step, rules, strict=True):
        yield of("rule", rule)
        yield of("clause", "given" if step.clause else "left out")
        if rules.count(rule) > 1:
            yield of("two steps of one rule", rule)
        form = "share of baseline" if getattr(step, "amount", None) is None else "amount"
        if isinstance(step, Threshold):
            yield of("threshold", step.once_met, form)
        elif isinstance(step, Bands):
            yield of("bands", step.edges, "open" if step.bands[-1].up_to is None else "closed")
        elif isinstance(step, QualityGate):
            yield of("gate", rule, "at_least" if step.at_least is not None else "at_most")
        elif isinstance(step, CostRecovery):
            yield of("unrecovered", step.unrecovered)
            limits = ("at_most", "interest", "expires_after_years")
            yield from (of("recovery limited by", each) for each in limits if getattr(step, each) is not None)
        elif isinstance(step, Cap):
            yield of(f"cap of {'an amount' if form == 'amount' else 'a share of baseline'}", step.over)
            yield of("room", step.over, step.room_used_by)


def _settlement_terms(contract: Contract, of: Any) -> Iterator[str]:
    retention, clawback = contract.settlement.retention, contract.settlement.clawback
    yield of("retention", None if retention is None else retention.released)
    if retention is not None:
        yield of("retention at the end", retention.at_the_end)
    if clawback is not None:
        yield of("clawback", clawback.first_from, "restores the cap" if clawback.restores_cap else "does not")
        yield of("clawback takes", clawback.vintage)
    advance, volume, ended = contract.settlement.advance, contract.core_volume, contract.termination
    yield of("advance", None if advance is None else advance.at_the_end)
    if volume is not None and volume.if_short == "carried forward":
        yield of("core volume carried forward, then", volume.at_the_end)
    else:
        yield of("core volume", None if volume is None else volume.if_short)
    yield of("ended early", None if ended is None else ended.guarantee or "without a guarantee")
    vat = contract.settlement.vat
    yield of("VAT", None if vat is None else vat.treatment)


# What happened


@dataclass(frozen=True)
class Seen:
    """A period of a statement, with the balances it opened and closed with and what each step of its fee did."""

    contract: Contract
    statement: Statement
    number: int
    opening: dict[str, Fraction]
    closing: dict[str, Fraction]

    @property
    def period(self) -> PeriodStatement:
        return self.statement.periods[self.number]

    def line(self, name: str) -> Fraction:
        return line(self.statement, self.period, name)

    @property
    def steps(self) -> list[tuple[AnyStep, Fraction, Fraction]]:
        """Each step with what it took and what it gave."""
        return steps_of(self.contract, self.statement, self.number)


def seen(contract: Contract, statement: Statement) -> Iterator[Seen]:
    program = statement.program
    opened = [*openings(program, statement.facts), exact.run(program, statement.facts).balances]
    balances = [
        {
            balance.path: Fraction(whole, balance.denominator)
            for balance, whole in zip(program.balances, wholes, strict=True)
        }
        for wholes in opened
    ]
    for number in range(len(statement.periods)):
        yield Seen(contract, statement, number, balances[number], balances[number + 1])


def events(contract: Contract, statement: Statement) -> Iterator[str]:
    """Yield what happened in the periods of a settlement, in the names above."""
    for each in seen(contract, statement):
        yield from _exact_halves(each)
        if not each.period.period.run_off:
            for happened in (
                _savings,
                _guarantee_events,
                _index_events,
                _step_events,
                _fee_events,
                _payments,
                _partnership_events,
            ):
                yield from happened(each)
        yield from _retention_events(each)


def _savings(each: Seen) -> Iterator[str]:
    saving = saving_of(each.contract, each.statement, each.number)
    if saving <= 0:
        yield "a loss in a period" if saving else "nothing saved in a period"
    own = [each.period.exact(f"{measure.name} / {measure.result}") for measure in each.contract.earning]
    if min(own) < 0 < max(own):
        yield "a loss that nets off another measure's saving"
    for path, before in each.opening.items():
        if path.startswith("fee / deficit") and before > 0:
            if each.closing[path] < before:
                yield "a loss made good before anything counts"
            if each.period.period.first_of_year:
                yield "a loss carried to another year"


_EXCESS_LINES = {
    "excess, makes good": "excess that makes good earlier shortfalls",
    "excess, is refunded": "shortfall refunded to the provider",
    "excess, is banked": "excess banked",
    "excess, is beyond the bank": "excess beyond what may be banked",
    "excess, covers": "covered by the bank",
    "excess, bears interest": "interest on the bank",
    "excess, expires": "excess expired",
    "shortfall, bears interest": "interest on the shortfall",
    "shortfall, forgiven at cost cover": "shortfall forgiven at cost cover",
    "shortfall, credited": "covered by savings before the start",
    "repair in kind, beyond it": "repair in kind that does not count",
    "a shortfall beyond the security held": "owed beyond the security held",
}
"""What happened to a shortfall or an excess, and the line that says so where it is not nothing."""


def _guarantee_events(each: Seen) -> Iterator[str]:
    guarantee = each.contract.guarantee
    if guarantee is None:
        return
    above = each.line("above (below) the guarantee")
    if each.line("guaranteed") > 0:
        if above == 0:
            yield "the saving is the guarantee to the penny"
        if -PENNY <= above < 0:
            yield "the saving misses the guarantee by a penny"
    if each.line("shortfall payable by the provider"):
        yield f"shortfall paid, {guarantee.tested}, {guarantee.shortfall}"
    if guarantee.tested == "cumulatively" and each.line("below the guarantee") < each.line("shortfall paid to date"):
        yield "a shortfall paid and made good later"
    for event, name in _EXCESS_LINES.items():
        if each.line(name):
            yield event
    if each.line("covered by savings before the start") and not each.line("left of the savings before the start"):
        yield "shortfall, credited in part"
    if each.line("repaired in kind"):
        part = "part" if each.line("shortfall payable by the provider") else "all"
        yield f"repair in kind, {part} of the shortfall"
    limited = each.line("fee once the council has its guaranteed amount")
    if each.contract.fee.starts.startswith("after") and limited < each.steps[-1][2]:
        yield "the council has its guaranteed amount first, and that limits the fee"


def _index_events(each: Seen) -> Iterator[str]:
    for measure in each.contract.measure:
        index = getattr(measure.baseline, "index", None)
        if index is None:
            continue
        factor = index.levels[each.period.period.year].level / index.base
        if index.places is not None:
            to_places = to_step(factor, Fraction(1, 10**index.places), "half up")
            if to_places != factor:
                yield "an index, rounded"
            factor = to_places
        if index.at_least is not None and factor < index.at_least:
            yield "an index, limited by at_least"
        if index.at_most is not None and factor > index.at_most:
            yield "an index, limited by at_most"


def _step_events(each: Seen) -> Iterator[str]:
    for step, taken, gave in each.steps:
        if isinstance(step, Threshold):
            needed = each.line(f"{step.title} to reach")
            over = taken - needed
            if needed > 0:
                just = 0 <= over < PENNY if over >= 0 else over >= -PENNY
                yield f"threshold, {step.once_met}, {'just' if just else 'well'} {'met' if over >= 0 else 'missed'}"
        elif isinstance(step, Bands):
            if step.edges is None and taken in [band.up_to for band in step.bands]:
                yield "a band edge to the penny"
            if each.line(f"beyond the last of the {step.title}") > 0:
                yield "beyond the last band"
        elif isinstance(step, QualityGate):
            yield from _gate_events(each, step, taken)
        elif isinstance(step, Cap):
            yield from _cap_events(each, step, taken, gave)


def _gate_events(each: Seen, step: QualityGate, taken: Fraction) -> Iterator[str]:
    measure = next(measure for measure in each.contract.measure if measure.name == step.measure)
    passes = meets(each.contract, each.statement, each.number, step)
    measured = facts_by_path(each.statement.program, each.statement.facts[each.number])[f"{step.measure} / outturn"]
    apart = abs(measured - Fraction(step.at_least if step.at_least is not None else step.at_most))
    rule = "payment gate" if isinstance(step, PaymentGate) else "quality gate"
    yield f"{rule}, {'passed' if passes else 'failed'}"
    if apart <= Fraction(1, 10**measure.places):
        yield f"{rule}, just {'passed' if passes else 'failed'}"
    if rule == "quality gate" and not passes and taken < 0:
        yield "quality gate, failed in a period that lost"


def _cap_events(each: Seen, step: Cap, taken: Fraction, given: Fraction) -> Iterator[str]:
    if given < taken:
        yield f"cap over, {step.over}, binds"
        if step.name.startswith("second"):
            yield "a second cap binds"
    elif taken > 0:
        yield f"cap over, {step.over}, leaves room"
        if taken == step.amount:
            yield "a cap to the penny"
    if step.amount is not None and Fraction(step.amount) % each.contract.rounding.step:
        yield "a cap finer than the rounding"
    if step.over == "term" and step.amount is not None:
        gross = each.line("to date / fee earned to date") + each.line("clawed back to date")
        if gross > to_step(Fraction(step.amount), each.contract.rounding.step, "up"):
            yield "cap room given back by a clawback is earned again"


def _fee_events(each: Seen) -> Iterator[str]:
    rounding = each.contract.rounding
    fee = each.steps[-1][2]
    if each.contract.fee.starts.startswith("after"):
        fee = each.line("fee once the council has its guaranteed amount")
    parts = fee / rounding.step
    if parts.denominator == 2:
        yield f"an exact half in the fee, {rounding.mode}"
    if parts.denominator > 1:
        yield "a fee rounded"
    if each.contract.fee.counted == "to date":
        if each.line("fee to date") < each.line("to date / fee earned to date"):
            yield "the fee to date falls and is kept"
        if each.line("clawback"):
            yield "the fee to date falls and is given back"


def _payments(each: Seen) -> Iterator[str]:
    clawback, taken = each.line("clawback"), each.line("clawed back from retention")
    if clawback:
        held = (
            "all from retention" if taken == clawback else "part from retention" if taken else "all from the provider"
        )
        yield f"clawback, {held}"
        if taken and each.period.period.first_of_year:
            yield "a clawback takes retention of an earlier year"
    if each.line("VAT credited on the clawback"):
        yield "VAT credited on a clawback"
    received, days = each.period.details.invoice_received, each.contract.settlement.payment_days
    if received is not None and each.period.due != received + timedelta(days=days - 1):
        yield "a payment due later than the days allow"
    paid = each.line("paid to date, less what was given back")
    if each.line("kept by the council to date") < 0 < paid:
        yield "the council is out of pocket"


def _partnership_events(each: Seen) -> Iterator[str]:
    period = each.period.period
    if any(isinstance(step, CostRecovery) for step in each.contract.fee.step) and each.line("recovery due"):
        rolled = each.line("recovery rolled forward")
        if each.line("recovered first") == each.line("recovery due"):
            yield "recovery, in full"
        if rolled:
            yield "recovery, rolls forward"
        if rolled and period.last_of_year:
            yield "a recovery rolled into another year"
        if each.line("recovery lapsed"):
            yield f"recovery, lapses {'at' if period.last_of_term else 'before'} the end"
    if each.line("advance recovered"):
        yield f"an advance, recovered in {'part' if each.line('advance still owed') else 'full'}"
    if each.line("advance repaid by the provider"):
        yield "an advance, repaid at the end"
    if each.line("advance written off"):
        yield "an advance, written off at the end"
    if each.line("compensation owed by the council"):
        yield "a volume short, compensated"
    if each.line("volume carried forward"):
        yield "a volume short, carried forward"
    if each.line("volume short at the end of the term"):
        yield "a volume short, left at the end"
    if each.contract.termination is not None and cuts_a_year(each.contract.calendar) and period.last_of_term:
        yield from ["the guarantee of a year cut short"] if each.contract.guarantee is not None else []


def _retention_events(each: Seen) -> Iterator[str]:
    retention, period = each.contract.settlement.retention, each.period.period
    if retention is None:
        return
    if each.line("released from retention"):
        yield "retention released in the run-off" if period.run_off else f"retention released, {retention.released}"
    if each.line("retention kept by the council"):
        yield "retention kept by the council at the end"
    if not retention.released.startswith("when"):
        return
    earlier = each.opening.get("settlement / retained in earlier years", each.opening["settlement / still retained"])
    if period.last_of_year and not period.run_off and earlier and not each.line("released from retention"):
        yield "retention kept, as the next year misses its guarantee"
    if retention.at_the_end is None and period.last_of_term and each.line("still retained"):
        yield "retention left over at the end"


def _exact_halves(each: Seen) -> Iterator[str]:
    program = each.statement.program
    opening = [int(each.opening[balance.path] * balance.denominator) for balance in program.balances]
    found = values(program, each.statement.facts[each.number], opening)
    for operation in program.operations:
        if operation.name == "round" and operation.mode == "half up":
            value = found[operation.inputs[0]] * operation.denominator / operation.whole
            if isinstance(value, Fraction) and value.denominator == 2:
                yield f"an exact half rounded half up, {'up' if value > 0 else 'down below nothing'}"


@lru_cache
def reached() -> Counter[str]:
    """Return in how many of the drawn examples each part of the vocabulary and each event was reached."""
    found: Counter[str] = Counter()

    def look(case: Case) -> None:
        contract, rows = case
        statement = contract.settle(rows)
        found.update({"examples", *vocabulary(contract, statement), *events(contract, statement)})

    for number in range(ROUNDS):
        for examples, wanted in DRAWN:
            drawing = settings(
                max_examples=examples,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            seed(number)(drawing(given(cases(wanted))(look)))()
        if all(found[name] for name in (*VOCABULARY, *EVENTS)):
            break
    return found


def table() -> str:
    """Return the counts as a table."""
    found = reached()
    width = max(map(len, (*VOCABULARY, *EVENTS)))
    return "\n".join(f"{name:{width}} {found[name]:5}" for name in ("examples", *VOCABULARY, *EVENTS))


def test_every_part_of_the_vocabulary_and_every_event_is_reached() -> None:
    print(table())
    assert not [name for name in (*VOCABULARY, *EVENTS) if not reached()[name]]


def test_nothing_is_counted_under_a_name_that_is_not_listed() -> None:
    assert not set(reached()) - {"examples", *VOCABULARY, *EVENTS}


if __name__ == "__main__":
    print(table())
