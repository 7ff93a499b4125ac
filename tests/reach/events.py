"""What happened in a settlement: every turn that a rule can take."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import get_args

from riskreward import Contract, Statement
from riskreward.fees import Bands, Cap, CostRecovery, DeficitCarryForward, PaymentGate, QualityGate, Threshold
from riskreward.fees.counting.threshold_with_carry_forward import ThresholdWithCarryForward
from riskreward.guarantees import Tested, cuts_a_year
from riskreward.guarantees.termination import OnEnding
from riskreward.improvements.stages import STAGES
from riskreward.kernel.rounding import MODES, to_step
from riskreward.settlement.interim import LATER
from tests.generators import ONCE_MET, PENNY
from tests.generators.settlement import BY_AGE
from tests.reach.measured import baseline_events, claim_events, eligible_events, ratio_and_price_events
from tests.reach.seen import Seen, seen
from tests.reach.target_cost import target_cost_events
from tests.reach.vocabulary import every
from tests.readings import NOTHING, program_of, terms_of
from tests.test_promises import meets, outturn_of, overturned_in, saving_of

EVENTS = [
    "nothing saved in a period",
    "a loss in a period",
    "a loss that nets off another measure's saving",
    "a loss made good before anything counts",
    "a loss carried to another year",
    *every("a small saving", ("is carried forward", "counts later", "is lessened by a loss", "lapses")),
    *every("a deficit lapses", ("as its years have passed", "at the end of the term")),
    "the saving is the guarantee to the penny",
    "the saving misses the guarantee by a penny",
    "the council has its guaranteed amount first, and that limits the fee",
    *every("an index", ("rounded", "limited by at_most", "limited by at_least")),
    *every("a link of a chain", ("limited by at_most", "limited by at_least", "rounded")),
    *every("a chain", ("is behind its index, and catches up", "is ahead of its index, and waits for it")),
    *every(
        "a rebasing", ("makes it harder", "makes it easier", "of a ratchet moves", "of a ratchet does not give way")
    ),
    "a rebased baseline is rebased again",
    *every(
        "an expected volume", ("stands inside its range", "stands at its end", "gives way below", "gives way above")
    ),
    *every("a case mix", ("at its cap", "at its floor", "within its limits", "without a cap, above the base")),
    "nothing was measured, so that the baseline is nothing",
    "an outlier is truncated",
    "parts of a year's baseline differ by a penny",
    *every(
        "a ratio", ("on too little, so that nothing counts", "on just enough", "rounded", "on less, where it counts")
    ),
    *every("a price", ("indexed and rounded", "of another year")),
    *every("the price paid is", ("above the agreed price", "below the agreed price", "nothing")),
    *every("against the target", ("better", "worse", "met")),
    "deadweight is taken off a saving",
    *every("a saving", ("weighed by confidence", "of no confidence")),
    *every("a stage", ("rejected", "deemed realised", *STAGES)),
    *every(
        "a saving", ("waits", "waits and counts later", "is lost", "is dropped, as rejected", "waits beside another")
    ),
    "a loss counts although its stage is not reached",
    "a loss is taken off what waited",
    *every("claims", ("are reduced", "are met whole", "leave some to nobody", "are of nothing", "share out a penny")),
    *every("a loss", ("shared by the claims", "that nobody claims")),
    *every("a variation", ("from the first period", "inside a year", "between years", "in the last period")),
    "a variation lowers a cap below what was earned",
    "a variation settles earlier periods anew",
    "a variation not yet reached",
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
    *every("overturned", ("in part", "in whole", "a second time", "of an earlier year", "where nothing was earned")),
    *every("clawback", ("all from retention", "part from retention", "all from the provider")),
    "a clawback takes retention of an earlier year",
    *every("shortfall paid", get_args(Tested), ("provider pays each year", "provider pays at the end")),
    "a shortfall paid and made good later",
    *every("excess", ("makes good", "is refunded", "is banked", "is beyond the bank", "covers", "bears interest")),
    "excess, expires",
    *every("shortfall", ("bears interest", "forgiven at cost cover", "credited", "credited in part")),
    *every("repair in kind", ("all of the shortfall", "part of the shortfall", "beyond it")),
    "a shortfall beyond the security held",
    *every("retention released", ("when the next year meets its guarantee", "at the end of the term", BY_AGE)),
    *every("retention by age", ("taken from two settlements", "released after the term")),
    *every("paid on account", ("in full", "in part", "no more, as the fee to date falls", "reconciled to the penny")),
    *every("overpaid on account", ("from retention", "repaid", "comes off", "repaid at the end", "written off")),
    "retention released in the run-off",
    "retention kept, as the next year misses its guarantee",
    "retention kept by the council at the end",
    "retention left over at the end",
    *every("recovery", ("in full", "rolls forward", "lapses before the end", "lapses at the end")),
    "a recovery rolled into another year",
    *every("an advance", ("recovered in full", "recovered in part", "repaid at the end", "written off at the end")),
    *every("a loss share", ("borne", "within its limit", "at its limit", "less an adjustment", "below its least")),
    *every("a ceiling price", ("binds", "leaves room")),
    *every("a fee to date", ("assessed", "stands as it was assessed")),
    *every("of the cost reimbursed", ("a part is held back", "a part is released", "the rest is released")),
    *every("a volume short", ("compensated", "carried forward", "left at the end")),
    *every("a payment for the months left", ("in full", "limited")),
    *every("the guarantee of a year cut short", get_args(OnEnding)),
    *every("a guarantee moved by", ("an index", "an adjustment")),
    "a quantity missed while money is saved elsewhere",
    "VAT credited on a clawback",
    *every("an allotment", ("is exact", "has an odd penny", "of a clawback", "of nothing")),
    *every("an exact half rounded half up", ("up", "down below nothing")),
    *every("an exact half in the fee", MODES),
    "a fee rounded",
    "a payment due later than the days allow",
    "the council is out of pocket",
]


def events(contract: Contract, statement: Statement) -> Iterator[str]:
    """Yield what happened in the periods of a settlement, in the names above."""
    for each in seen(contract, statement):
        yield from _exact_halves(each)
        yield from _variation_events(each)
        if not each.period.period.run_off:
            for happened in (
                baseline_events,
                ratio_and_price_events,
                eligible_events,
                claim_events,
                _savings,
                _guarantee_events,
                _index_events,
                _step_events,
                _deficit_events,
                _carried_events,
                _fee_events,
                _payments,
                _overturned_events,
                _interim_events,
                _partnership_events,
                target_cost_events,
            ):
                yield from happened(each)
        yield from _retention_events(each)


def _savings(each: Seen) -> Iterator[str]:
    saving = saving_of(each.contract, each.statement, each.number)
    if saving <= 0:
        yield "a loss in a period" if saving else "nothing saved in a period"
    own = [each.period.exact(f"{measure.name} / {measure.result}") for measure in each.contract.earning]
    if min(own, default=NOTHING) < 0 < max(own, default=NOTHING):
        yield "a loss that nets off another measure's saving"
    for path, before in each.opening.items():
        if path.startswith("fee / deficit") and before > 0:
            if each.closing[path] < before:
                yield "a loss made good before anything counts"
            if each.period.period.first_of_year:
                yield "a loss carried to another year"


def _deficit_events(each: Seen) -> Iterator[str]:
    for step, *_ in each.steps:
        if isinstance(step, DeficitCarryForward) and each.line(f"lapsed of the {step.title}"):
            yield f"a deficit lapses, {'at the end of the term' if each.period.period.last_of_term else PASSED}"


def _carried_events(each: Seen) -> Iterator[str]:
    for step, taken, gave in each.steps:
        if isinstance(step, ThresholdWithCarryForward):
            name = f"carried forward under the {step.title}"
            before, after = each.opening[f"fee / {name}"], each.closing[f"fee / {name}"]
            happened = {
                "is carried forward": after > before,
                "counts later": gave > taken,
                "is lessened by a loss": before > after > 0,
                "lapses": each.line(f"lapsed of the {step.title}"),
            }
            yield from (f"a small saving, {event}" for event, has in happened.items() if has)


PASSED = "as its years have passed"
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
    missed = guarantee.measure is not None and each.line("above (below) the guaranteed quantity") < 0
    if missed and saving_of(each.contract, each.statement, each.number) > 0:
        yield "a quantity missed while money is saved elsewhere"
    as_agreed = each.line("guaranteed as agreed")
    if guarantee.prices == "as the baseline is indexed" and guarantee.adjusted == "never":
        yield from ["a guarantee moved by, an index"] if each.line("guaranteed") != as_agreed else []
    elif guarantee.adjusted == "as the baseline is" and guarantee.prices == "cash of each year":
        yield from ["a guarantee moved by, an adjustment"] if each.line("guaranteed") != as_agreed else []
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
        if index is None or index.chained is not None:
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
    measured = outturn_of(each.contract, each.statement, each.number, step.measure)
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


def _overturned_events(each: Seen) -> Iterator[str]:
    for label, overturned in overturned_in(each.statement, each.number).items():
        if overturned:
            back = -each.line(f"fee returned on what was overturned of {label}")
            before = each.opening[f"settlement / overturned to date of {label}"]
            yield f"overturned, in {'part' if each.line(f'left of what was counted of {label}') else 'whole'}"
            yield from ["overturned, a second time"] if before else []
            yield from ["overturned, of an earlier year"] if not label.startswith(each.period.period.year) else []
            yield from ["overturned, where nothing was earned"] if not back else []


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
    yield from _allotments(each)
    received, days = each.period.details.invoice_received, each.contract.settlement.payment_days
    if received is not None and each.period.due != received + timedelta(days=days - 1):
        yield "a payment due later than the days allow"
    paid = each.line("paid to date, less what was given back")
    if each.line("kept by the council to date") < 0 < paid:
        yield "the council is out of pocket"


def _allotments(each: Seen) -> Iterator[str]:
    providers = terms_of(each.contract, each.number).settlement.provider
    for done, name in (("paid", "paid"), ("clawed back", "clawed back from the provider")) if providers else ():
        whole = each.line(f"settlement / {name}")
        parts = [each.line(f"settlement / {provider.name}, {done}") for provider in providers]
        exact = parts == [provider.share * whole for provider in providers]
        yield f"an allotment, {'of nothing' if not whole else 'is exact' if exact else 'has an odd penny'}"
        yield from ["an allotment, of a clawback"] if whole and done == "clawed back" else []


def _interim_events(each: Seen) -> Iterator[str]:
    terms = terms_of(each.contract, each.number).settlement.interim
    if terms is None:
        return
    paid, stands = each.line("paid on account, year to date"), each.line("fee of the year to date")
    if not each.period.period.last_of_year:
        if each.line("paid on account"):
            yield f"paid on account, in {'full' if paid == stands else 'part'}"
        elif paid > terms.share * stands:
            yield "paid on account, no more, as the fee to date falls"
    elif paid and paid == stands:
        yield "paid on account, reconciled to the penny"
    if each.line("overpaid on account, from retention"):
        yield "overpaid on account, from retention"
    if each.line("overpayment recovered"):
        yield "overpaid on account, comes off"
    if each.line("overpayment repaid by the provider"):
        yield f"overpaid on account, repaid{' at the end' if terms.overpaid == LATER else ''}"
    if each.line("overpayment written off"):
        yield "overpaid on account, written off"


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
    if each.line("termination payment"):
        limited = each.line("termination payment") == 100
        yield f"a payment for the months left, {'limited' if limited else 'in full'}"
    ended = each.contract.termination if cuts_a_year(each.contract.calendar) and period.last_of_term else None
    if ended is not None and ended.guarantee is not None:
        yield f"the guarantee of a year cut short, {ended.guarantee}"


def _retention_events(each: Seen) -> Iterator[str]:
    retention, period = each.contract.settlement.retention, each.period.period
    if retention is None:
        return
    if each.line("released from retention"):
        yield "retention released in the run-off" if period.run_off else f"retention released, {retention.released}"
    if each.line("retention kept by the council"):
        yield "retention kept by the council at the end"
    if retention.released == BY_AGE:
        aged = [path for path in each.opening if path.startswith("settlement / retained ")]
        before, after = (sorted(paths, key=lambda path: int(path.split()[3])) for paths in (aged, aged))
        left = [each.closing[younger] for younger in after[1:]]
        if (
            each.line("clawed back from retention")
            and sum(each.opening[path] > remains for path, remains in zip(before, left, strict=False)) > 1
        ):
            yield "retention by age, taken from two settlements"
        if period.run_off and each.line("released from retention"):
            yield "retention by age, released after the term"
    if not retention.released.startswith("when"):
        return
    earlier = each.opening.get("settlement / retained in earlier years", each.opening["settlement / still retained"])
    if period.last_of_year and not period.run_off and earlier and not each.line("released from retention"):
        yield "retention kept, as the next year misses its guarantee"
    if retention.at_the_end is None and period.last_of_term and each.line("still retained"):
        yield "retention left over at the end"


def _exact_halves(each: Seen) -> Iterator[str]:
    program = program_of(each.statement, each.number)
    for operation in program.operations:
        if operation.name == "round" and operation.mode == "half up":
            value = each.walked[operation.inputs[0]] * operation.denominator / operation.whole
            if isinstance(value, Fraction) and value.denominator == 2:
                yield f"an exact half rounded half up, {'up' if value > 0 else 'down below nothing'}"


def _variation_events(each: Seen) -> Iterator[str]:
    stretches = {stretch.first for stretch in each.statement.stretches if stretch.varied is not None}
    if each.number in stretches:
        period = each.period.period
        if each.number == 0:
            yield "a variation, from the first period"
        else:
            yield f"a variation, {'between years' if period.first_of_year else 'inside a year'}"
        yield from ["a variation, in the last period"] if period.last_of_term else []
        for step in terms_of(each.contract, each.number).fee.step if each.number else ():
            room = each.opening.get(f"fee / room used under the {step.title}")
            if isinstance(step, Cap) and step.over != "period" and room is not None and step.amount is not None:
                yield from ["a variation lowers a cap below what was earned"] if room > step.amount else []
        if each.number and each.contract.fee.counted == "to date" and each.line("fee earned to date"):
            yield "a variation settles earlier periods anew"
    if each.number == 0 and len(each.statement.variations) < len(each.contract.variation):
        yield "a variation not yet reached"
