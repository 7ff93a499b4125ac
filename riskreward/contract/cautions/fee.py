"""Cautions about the fee: no cap, guaranteed pounds, cliffs, an order that is unusual."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from riskreward.contract.against import against
from riskreward.contract.agreement import Agreement
from riskreward.contract.checks import around_of
from riskreward.contract.trying import fee_earned, fee_on, pounds_text, settled_on, settled_with, with_entries
from riskreward.fees import PaymentGate, QualityGate, Threshold, order_problems, placed
from riskreward.fees.counting.corridor import Corridor
from riskreward.fees.sharing.loss_share import LossShare
from riskreward.figures import number_text, share_text
from riskreward.findings import Finding
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.settlement.settled import Settled

PENNY = Fraction(1, 100)
NEARLY = Fraction(9, 10)
"""A threshold is nearly met from nine tenths of it."""


def without_a_cap(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A fee without a cap has no largest amount."""
    steps = agreement.fee.step
    adding = [step for step in steps if step.gives == "fee" and (step.takes != "fee" or step.begins_fee)]
    bounded = all(step.adds_bounded or (step.begins_fee and not step.pays_without_end) for step in adding)
    if any(step.takes == "fee" and step.limits_fee(True) for step in steps) or bounded:
        return
    figures = {}
    limited = "a large saving would earn" if agreement.fee.takes_a_saving else "many outcomes would pay"
    text = f"The fee has no cap: nothing in the terms limits what {limited}"
    if statement is not None:
        earned = fee_earned(statement)
        figures = {"fee earned to date": earned}
        text += f" ({pounds_text(earned, agreement.currency)} so far)" if earned >= 0 else ""
    yield Finding("uncapped fee", f"{text}.", "warning", figures)


def on_guaranteed_pounds(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A fee from the first pound is paid on savings that were guaranteed anyway."""
    if agreement.guarantee is None or agreement.fee.starts != "first pound":
        return
    figures = {}
    text = "The fee starts at the first pound, so that it is paid on savings the provider has guaranteed anyway"
    if statement is not None:
        above = agreement.fee.model_copy(update={"starts": "above the guarantee"})
        other = settled_with(agreement, statement, fee=above)
        if other is not None:
            cost = fee_earned(statement) - fee_earned(other)
            figures = {"fee on guaranteed savings": cost}
            text += f": {pounds_text(cost, agreement.currency)} of the fee to date"
    yield Finding("fee on guaranteed savings", f"{text}.", "warning", figures)


def beyond_the_last_band(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Bands that end are never extrapolated."""
    for step in agreement.fee.step:
        name = f"beyond the last of the {step.title}"
        if statement is None:
            continue
        beyond = _in_all(agreement, statement, name)
        if beyond:
            comes_to = "stays with the authority" if step.may_owe else "earns nothing"
            amount = pounds_text(beyond, agreement.currency)
            text = f"{amount} lies beyond the last of the {step.title} and {comes_to}."
            yield Finding("beyond the last band", text, "warning", {"uncovered": beyond})


def _in_all(agreement: Agreement, statement: Settled, name: str) -> Fraction:
    """Return what a line of the fee comes to: to date as last assessed, or in all of the years or periods."""
    counted, assessed = agreement.fee.counted, agreement.fee.assessed
    shown = [period for period in statement.periods if period.has(name) and not period.period.run_off]
    if counted == "to date":
        shown = [period for period in shown if not assessed or period.period.label in assessed][-1:]
    elif counted == "each year":
        shown = list({period.period.year: period for period in shown}.values())
    return sum((period.exact(name) for period in shown), Fraction(0))


def cliffs(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """At a threshold the fee jumps: its place and its height."""
    for number, step in enumerate(agreement.fee.step):
        held = against(agreement, statement)
        for place in step.cliffs(held.baseline):
            height = fee_on(agreement, number, place, held) - fee_on(agreement, number, place - PENNY, held)
            if height > PENNY and place < 0:
                least = PENNY - place
                text = (
                    f"There is a cliff at an overspend of {pounds_text(least, agreement.currency)}: the last penny "
                    f"that reaches the {step.title} (fee.step[{number}]) costs the provider "
                    f"{pounds_text(height, agreement.currency)}."
                )
                yield Finding("cliff", text, "warning", {"place": -least, "height": height})
            elif height > PENNY:
                text = (
                    f"There is a cliff at {pounds_text(place, agreement.currency)}: the last penny of saving that "
                    f"reaches the {step.title} (fee.step[{number}]) is worth "
                    f"{pounds_text(height, agreement.currency)} of fee."
                )
                yield Finding("cliff", text, "warning", {"place": place, "height": height})


def of_the_steps(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """What the terms of each step raise by themselves."""
    around = around_of(agreement.parts)
    for where, step in placed(agreement.fee):
        yield from step.findings(where, around)


def gates(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A gate is a cliff too: what hung on it in the period that earned most."""
    for number, step in enumerate(agreement.fee.step):
        if not isinstance(step, QualityGate | PaymentGate):
            continue
        measure = next(each for each in agreement.measure if each.name == step.measure)
        standard = Fraction(step.at_least if step.at_least is not None else step.at_most)
        shown = share_text(standard) if measure.kind == share else f"{number_text(standard)} {measure.unit}"
        side = "below" if step.at_least is not None else "above"
        text = f"There is a cliff at {shown} of {step.measure} (fee.step[{number}]): {side} it a period adds no fee"
        figures = {"place": standard}
        best = _best(agreement, statement) if statement is not None else None
        beyond = _just_failing(step, standard, measure)
        if statement is not None and best is not None and beyond is not None:
            label, before, earned = best
            typed = share_text(beyond) if measure.kind == share else beyond
            failed = with_entries(statement.outturn, label, {step.measure: typed})
            other = settled_on(agreement.changed(), failed, label)
            lost = Fraction(0) if other is None else earned - (fee_earned(other) - before)
            if lost > 0:
                text += f"; {pounds_text(lost, agreement.currency)} of the fee of {label} hung on it"
                figures["height"] = lost
        yield Finding("cliff", f"{text}.", "warning" if "height" in figures else "note", figures)


def _just_failing(step: QualityGate, standard: Fraction, measure: Measure) -> Fraction | None:
    """Return the nearest figure that fails a standard; None where the contract rules it out, or works it out."""
    if measure.ratio is not None:
        return None
    finest = 10**measure.places
    parts = ceil(standard * finest) - 1 if step.at_least is not None else floor(standard * finest) + 1
    low, high = measure.between
    return Fraction(parts, finest) if low <= Fraction(parts, finest) <= high else None


def _best(agreement: Agreement, statement: Settled) -> tuple[str, Fraction, Fraction] | None:
    """Return the period that earned most, what had been earned before it, and what it earned."""
    earned = [Fraction(0), *(period.exact("to date / fee earned to date") for period in statement.periods)]
    changes = [(after - before, number) for number, (before, after) in enumerate(pairwise(earned))]
    change, number = max(changes, key=lambda each: (each[0], -each[1]))
    return (statement.settled[number].label, earned[number], change) if change > 0 else None


def threshold_nearly_met(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A threshold missed by little is where disputes begin."""
    if statement is None:
        return
    for step in agreement.fee.step:
        if not isinstance(step, Threshold):
            continue
        name = f"counted towards the {step.title}"
        settled = [period for period in statement.periods if not period.period.run_off and period.has(name)]
        for period in settled[-1:] if agreement.fee.counted == "to date" else settled:
            counted, needed = period.exact(name), period.exact(f"{step.title} to reach")
            if NEARLY * needed <= counted < needed:
                missing = needed - counted
                text = (
                    f"The {step.title} was nearly met in {period.label}: "
                    f"{pounds_text(counted, agreement.currency)} against {pounds_text(needed, agreement.currency)}, "
                    f"{pounds_text(missing, agreement.currency)} short."
                )
                yield Finding("threshold nearly met", text, "warning", {"missing": missing})


def corridor_takes_nothing_off(agreement: Agreement, _statement: Settled | None) -> Iterator[Finding]:
    """A corridor says what counts towards a fee; a loss share is of the whole overspend all the same."""
    corridors = [each for each in placed(agreement.fee) if isinstance(each.step, Corridor)]
    for where, step in placed(agreement.fee) if corridors else ():
        if not isinstance(step, LossShare) or step.once_met is not None or (step.bands and not step.bands[0].share):
            continue
        text = (
            f"The {step.title} ({where}) is of the whole overspend: the {corridors[0].step.title} "
            f"({corridors[0].where}) takes nothing off it. Of the excess alone it is with from_amount or "
            "from_share_of_baseline, and once_met = 'only the excess counts'."
        )
        yield Finding("corridor of no loss share", text, "warning", {})


def unusual_order(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Steps in another order than contracts usually have: what the difference is worth."""
    steps = agreement.fee.step
    usual = tuple(sorted(steps, key=lambda step: step.usual_place))
    if usual == steps:
        return
    figures = {}
    text = f"The steps stand in an unusual order; usual is {', '.join(step.title for step in usual)}"
    fee = agreement.fee.model_copy(update={"step": usual})
    if statement is not None and not order_problems(fee):
        other = settled_with(agreement, statement, fee=fee)
        if other is not None:
            cost = fee_earned(statement) - fee_earned(other)
            figures = {"cost of the order": cost}
            more = (
                f"{pounds_text(abs(cost), agreement.currency)} {'more' if cost > 0 else 'less'}" if cost else "the same"
            )
            text += f"; the order written pays {more} to date"
    yield Finding("unusual order", f"{text}.", "warning", figures)
