"""The steps of a fee: every rule, one or two of each, aimed at what the measures come to.

How a rule of one file is drawn stands in its test file, as `drawn`; the rules that others build upon are drawn here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riskreward.calendar import Calendar
from riskreward.fees import Step
from riskreward.schedule import OF_A_YEAR as SPREADS
from tests.generators import partnerships
from tests.generators.drawing import (
    OF_A_WHOLE,
    VISITS,
    Draw,
    Terms,
    a_share,
    a_small_share,
    amount,
    chosen,
    pick,
    some,
    spread,
    whole,
)
from tests.generators.measures import Measured, Measures, each_settlement, standard_of
from tests.generators.rules import STEPS, tests_of
from tests.generators.vocabulary import ONCE_MET, RECOVERY, RULES, Vocabulary


def steps(
    draw: Draw, wanted: Vocabulary, terms: Terms, counted: str, largest: Fraction, term: Calendar, measured: Measures
) -> list[Terms]:
    """Return the steps of a fee, in an order that holds; a rule may add a measure that it reads."""
    around = Around(terms, counted, largest, term, measured)

    def known(*rules: str) -> list[str]:
        return [rule for rule in rules if rule in wanted.rules]

    def others(takes: str, gives: str, adds: bool = False) -> list[str]:
        """Return the rules of a kind that are drawn in their own test files."""
        kinds = {each: STEPS[each] for each in wanted.rules if each not in RULES}
        return [
            rule
            for rule, step in kinds.items()
            if (step.takes, step.gives, step.begins_fee) == (takes, gives, adds) and around.admits(step)
        ]

    on_savings = wanted.gates_on_savings and pick(draw, (False, False, False, True))
    graded = [_graded(each, term) for each in measured.improved if on_savings and not _fades(each.terms)]
    graded += [(each, None) for each in measured.only_measured]
    gates = known("quality gate") if graded else []
    counting = known("threshold") if counted == "to date" else known("threshold", "deficit carry-forward")
    limits = known("cap", "payment gate") if graded else known("cap")
    of_the_period, counted_too = "saving of the period", "saving counted"
    added = others("fee", "fee", adds=True)
    if measured.improved:
        rules = [
            *some(draw, gates + others(of_the_period, of_the_period)),
            *some(draw, counting + others(counted_too, counted_too)),
            pick(draw, known("share", "bands", RECOVERY) + others(counted_too, "fee")),
            *some(draw, added),
        ]
    else:
        added = [rule for rule in added if not STEPS[rule].first_pound_only]  # the others measure a saving
        rules = [pick(draw, added), *some(draw, added)]
    rules += some(draw, limits + others("fee", "fee"))
    found: list[Terms] = []
    for rule in (*rules, *([wanted.ends_with] if wanted.ends_with else [])):
        step: Terms = {"rule": rule}
        before = sum(rule == other["rule"] for other in found)
        if before:
            step["name"] = f"{('second', 'third')[before - 1]} {rule}"
        if chosen(draw):
            step["clause"] = "4.2"
        if rule in {"quality gate", "payment gate"}:
            step |= _standard(draw, graded)
        elif rule == "threshold":
            step |= _threshold(draw, largest)
        elif rule == "deficit carry-forward":
            step |= {"expires_after_years": whole(draw, 1) + 1} if chosen(draw) else {}
        elif rule == "share":
            step["share"] = a_share(draw)
        elif rule == RECOVERY:
            step |= partnerships.recovery(draw, largest, term, spread(draw, term, SPREADS), counted)
        elif rule == "bands":
            step |= _bands(draw, "guarantee" in terms, largest)
        elif rule == "cap":
            step |= _cap(draw, wanted, around)
        elif rule not in RULES:
            step |= tests_of(rule).drawn(draw, around)
        found.append(step)
    return found


@dataclass(frozen=True)
class Around:
    """What a step is drawn into: the contract's terms so far, how its fee is counted, about what a year comes to."""

    terms: Terms
    counted: str
    largest: Fraction
    term: Calendar
    measured: Measures

    def admits(self, step: type[Step]) -> bool:
        """Return whether a step of this rule goes with the terms drawn so far."""
        starts = self.terms["fee"]["starts"]
        if step.first_pound_only and starts != "first pound":
            return False
        alone = self.counted != "to date" or not step.not_to_date
        return alone and not (step.may_owe and {"clawback", "interim"} & self.terms["settlement"].keys())

    def reading(self, unit: str, between: tuple[Any, Any] | None = None, **more: Any) -> str:
        """Return the name of a new measure, which the step reads; `unit` is "money" for the contract's currency."""
        names = [each["name"] for each in self.terms["measure"]]
        name = f"read by the fee {len(names)}"
        measure: Terms = {"name": name, "unit": self.terms["currency"] if unit == "money" else unit, **more}
        if between is not None:
            measure["outturn_between"] = list(between)
        self.terms["measure"].append(measure)
        return name


_STANDARDS: dict[str, tuple[Any, ...]] = {
    OF_A_WHOLE: ("90%", "100%", "90.125%", "0%"),
    VISITS: (800, 100, Decimal("99.5"), 0),
    "money": (1000, Decimal("912.35"), 2500),
}


def _fades(measure: Terms) -> bool:
    """Return whether a measure is a ratio that may be nothing, which no gate reads from above."""
    return measure.get("ratio", {}).get("if_below") == "nothing counts"


def _graded(measure: Measured, term: Calendar) -> tuple[Terms, Any]:
    """Return a measure that saves, and about what a settlement of it comes to."""
    return measure.terms, each_settlement(measure, term)


def _standard(draw: Draw, graded: Sequence[tuple[Terms, Any]]) -> Terms:
    measure, usual = pick(draw, graded[::-1])
    sides = ("at_least", "at_most")
    standard = pick(draw, _STANDARDS.get(measure["unit"], _STANDARDS["money"]))
    if usual is not None:
        sides = sides if measure.get("better") == "higher" else sides[::-1]
        standard = standard_of(usual, pick(draw, (1, 4, 12)))
    return {"measure": measure["name"], pick(draw, sides): standard}


def _threshold(draw: Draw, largest: Fraction) -> Terms:
    threshold: Terms = {"once_met": pick(draw, ONCE_MET)}
    if "below" in threshold["once_met"]:
        threshold["share_below"] = a_share(draw)
    if chosen(draw):
        return threshold | {"share_of_baseline": a_small_share(draw)}
    return threshold | {"amount": amount(draw, largest / 30)}


def _bands(draw: Draw, guaranteed: bool, largest: Fraction) -> Terms:
    kinds = ("money", "share of baseline", "share of guarantee") if guaranteed else ("money", "share of baseline")
    edges = pick(draw, kinds)
    bands: list[Terms] = []
    reach: Any = 0
    for _ in range(whole(draw, 2) + 1):
        reach += amount(draw, largest / 50) if edges == "money" else whole(draw, 9) + 1
        percent = reach * (25 if edges == "share of guarantee" else 1)
        bands.append({"up_to": reach if edges == "money" else f"{percent}%", "share": a_share(draw)})
    if chosen(draw):
        bands.append({"share": a_share(draw)})
    return {"bands": bands} if edges == "money" else {"bands": bands, "edges": edges}


def _cap_by_measure(draw: Draw, around: Around, over: str) -> Terms:
    if (over == "period" or around.term.settled == "yearly") and chosen(draw):
        return {"measure": around.reading(VISITS, (0, 2000)), "amount_for_each": amount(draw, around.largest / 20_000)}
    return {"measure": around.reading("money", (0, 5000)), "share_of_measure": a_small_share(draw)}


def _cap(draw: Draw, wanted: Vocabulary, around: Around) -> Terms:
    largest, settlement = around.largest, around.terms["settlement"]
    cap: Terms = {"over": pick(draw, wanted.over)}
    of_each_period = bool(around.measured.improved) and not around.measured.for_the_term
    if cap["over"] != "term" and of_each_period and chosen(draw):
        cap["share_of_baseline"] = a_small_share(draw)
    else:
        cap["amount"] = amount(draw, largest / 40)
    if wanted.by_measure and cap["over"] != "term" and pick(draw, (False, False, True)):
        cap = {"over": cap["over"]} | _cap_by_measure(draw, around, cap["over"])
    can_differ = "retention" in settlement and not settlement.get("clawback", {}).get("restores_cap")
    rooms = ("what is earned", "what is paid")
    room = pick(draw, rooms if can_differ and cap["over"] != "period" else (None, *rooms))
    return cap if room is None else cap | {"room_used_by": room}
