"""A period over one free fact: every edge worked out by hand, and what each operation makes of what it is given."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import Contract
from riskreward.contract.assembly import assemble
from riskreward.improvements import COUNCIL_COSTS
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    both,
    choose,
    either,
    equals,
    fact,
    money,
    named,
    nothing,
    opposite,
    pounds,
    ratio,
    record,
    round_to,
    share_of,
)
from riskreward.kernel.program import Operation
from riskreward.kernel.rounding import to_step
from riskreward.readers import exact
from riskreward.readers.curve import curve_of, curves
from riskreward.readers.pieces import Curve, Straight
from tests.contracts import BASELINE, contract
from tests.generators import Case, cases
from tests.readings import openings, program_of

RANGE = (Fraction(-1_000), Fraction(1_000))


def saving() -> Amount:
    return fact("saving", money, 2, RANGE)


def curve(rule: Callable[[Amount], Amount]) -> Curve:
    """Return the curve of a rule over a saving from -1,000 to 1,000."""
    program = record(lambda: named("line", rule(saving())))
    return curve_of("line", program, curves(program, [0], [], "saving", RANGE))


def told(found: Curve) -> list[tuple[int | Fraction, int | Fraction, Fraction | None]]:
    """Return the ends and the slope of each piece."""
    return [(each.low, each.high, each.straight and each.straight.slope) for each in found.pieces]


# By hand


def test_a_cap_turns_the_curve_where_it_is_reached():
    """A quarter of the saving, and no more than 100: reached at 400."""
    found = curve(lambda saved: at_most(at_least(saved, nothing) * share_of(Fraction("0.25")), pounds(100)))
    assert told(found) == [(-1_000, 0, 0), (0, 400, Fraction(1, 4)), (400, 1_000, 0)]
    assert [found.at(Fraction(place)) for place in (-1_000, 0, 200, 400, 1_000)] == [0, 0, 50, 100, 100]
    assert not found.jumps


def test_a_threshold_counted_whole_jumps_and_the_edge_itself_counts():
    """Ten per cent of all of it from 200 on: nothing just below, 20 at 200."""
    found = curve(lambda saved: choose(saved >= pounds(200), saved * share_of(Fraction("0.1")), nothing))
    assert told(found) == [(-1_000, 200, 0), (200, 1_000, Fraction(1, 10))]
    assert found.jumps == ((200, 0, 20, 20),)
    assert found.jumps[0].height == 20


def test_the_edge_belongs_to_what_lies_below_where_it_must_be_passed():
    found = curve(lambda saved: choose(saved > pounds(200), pounds(20), nothing))
    assert found.jumps == ((200, 0, 0, 20),)


def test_an_edge_may_stand_alone():
    found = curve(lambda saved: choose(equals(saved, pounds(200)), pounds(20), nothing))
    assert found.jumps == ((200, 0, 20, 0),)
    assert found.jumps[0].height == 0


def test_a_hurdle_with_catch_up():
    """Half of what is above 100, until the provider has a tenth of everything: 0.5 x (s - 100) = 0.1 x s at 125."""

    def rule(saved: Amount) -> Amount:
        return at_most(
            at_least(saved - pounds(100), nothing) * share_of(Fraction("0.5")),
            at_least(saved, nothing) * share_of(Fraction("0.1")),
        )

    assert told(curve(rule)) == [
        (-1_000, 100, 0),
        (100, 125, Fraction(1, 2)),
        (125, 1_000, Fraction(1, 10)),
    ]


def test_an_edge_is_exact_where_no_grid_would_find_it():
    """A third of the saving meets 100/7 at 300/7."""
    found = curve(lambda saved: at_most(saved * share_of(Fraction(1, 3)), pounds(Fraction(100, 7))))
    assert found.edges[1:-1] == (Fraction(300, 7),)


def test_what_varies_is_not_rounded_and_what_is_fixed_is():
    """2.5p of fixed amount rounds to 3p; a twentieth of the saving keeps its part of a penny."""
    found = curve(lambda saved: round_to(saved * share_of(Fraction("0.05")), 2) + round_to(pounds(Fraction(1, 40)), 2))
    assert told(found) == [(-1_000, 1_000, Fraction(1, 20))]
    assert found.at(Fraction("1.1")) == Fraction("0.055") + Fraction("0.03")
    held = curve(lambda saved: round_to(choose(saved <= saved, pounds(Fraction(1, 40)), nothing), 2))
    assert held.constant == Fraction("0.03")


def test_a_ratio_of_what_varies_is_no_straight_line_and_says_so():
    found = curve(lambda saved: pounds(50) * ratio(saved, saved + pounds(500), 4, "half up", nothing))
    assert not found.is_straight
    assert found.straight_at(Fraction(3)) is None
    with pytest.raises(ValueError, match="no straight line at 3: "):
        found.at(Fraction(3))
    assert found.at(Fraction(-500)) == 0  # nothing to divide by
    assert found.at(Fraction(1_000)) == Fraction(100, 3)


def test_a_ratio_to_what_is_fixed_or_in_proportion_is_a_straight_line():
    found = curve(lambda saved: pounds(50) * ratio(saved, pounds(500), 4, "half up", nothing))
    assert told(found) == [(-1_000, 1_000, Fraction(1, 10))]
    alike = curve(lambda saved: pounds(50) * ratio(saved + saved, saved, 4, "half up", nothing))
    assert [each.straight for each in alike.pieces] == [Straight(Fraction(0), Fraction(100))] * 2
    assert alike.at(Fraction(0)) == 0


def test_where_it_is_not_straight_nothing_depends_on_it_that_is_not_chosen():
    def rule(saved: Amount) -> Amount:
        part = pounds(50) * ratio(saved, saved + pounds(5_000), 4, "half up", nothing)
        return choose(saved < pounds(100), part, pounds(7))

    found = curve(rule)
    assert told(found) == [(-1_000, 100, None), (100, 1_000, 0)]
    assert found.at(Fraction(100)) == 7


def test_a_choice_by_what_is_not_straight_is_known_only_where_both_answers_are_the_same():
    def rule(saved: Amount) -> Amount:
        part = pounds(50) * ratio(saved, saved + pounds(5_000), 4, "half up", nothing)
        then = at_least(saved, pounds(100))
        return choose(part < pounds(1), then, at_most(then, pounds(300)))

    assert told(curve(rule)) == [(-1_000, 100, 0), (100, 300, 1), (300, 1_000, None)]


def test_truths_are_joined_piece_by_piece():
    def rule(saved: Amount) -> Amount:
        inside = both(saved >= pounds(-100), saved < pounds(100))
        outside = either(saved < pounds(-100), saved >= pounds(300))
        return choose(inside, pounds(1), choose(opposite(outside), pounds(2), pounds(3)))

    found = curve(rule)
    heights = [found.at(Fraction(place)) for place in (-101, -100, 99, 100, 299, 300)]
    assert heights == [3, 1, 1, 2, 2, 3]


def test_against_another_line_the_lowest_comes_first():
    spent = curve(lambda spent: at_least(pounds(500) - spent, nothing))
    over = spent.against(Straight(Fraction(-1), Fraction(500)))
    assert told(over) == [(-500, 0, 0), (0, 1_500, 1)]
    assert over.at(Fraction(40)) == spent.at(Fraction(460)) == 40
    assert over.raised(Fraction(2)).at(Fraction(40)) == 42


def test_a_range_and_places_outside_it_are_refused():
    program = record(lambda: named("line", saving()))
    with pytest.raises(ValueError, match="5 to 5 is no range"):
        curves(program, [0], [], "saving", (Fraction(5), Fraction(5)))
    with pytest.raises(KeyError, match="spending"):
        curves(program, [0], [], "spending", RANGE)
    with pytest.raises(ValueError, match="1001 lies outside the range of the curve, -1000 to 1000"):
        curve(lambda saved: saved).at(Fraction(1_001))


# Contracts

SLICES = {"rule": "bands", "bands": [{"up_to": 100_000, "share": "30%"}, {"share": "5%"}]}
TIERS = {
    "rule": "tiers",
    "by": "saving",
    "tiers": [{"at_least": 50_000, "share": "10%"}, {"at_least": 150_000, "share": "20%"}],
}


def payout(*steps: Mapping[str, Any], **terms: Any) -> Curve:
    """Return the fee of a first year over its saving, from -1,000,000 to 1,000,000."""
    agreed = contract(*steps, **terms)
    program, facts = assemble(agreed).program, _first(agreed)
    opening = [balance.start for balance in program.balances]
    found = curves(program, facts, opening, "costs / outturn", (Fraction(0), Fraction(2 * BASELINE)))
    saved = curve_of("costs / saving", program, found).pieces[0].straight
    assert saved is not None
    return curve_of("settlement / fee of the year", program, found).against(saved)


def _first(agreed: Contract) -> list[int]:
    """Return the facts of the first period as the calendar decides them."""
    return [0 if value is None else value for value in assemble(agreed).scheduled[0]]


def test_bands_of_a_contract():
    """30p of each pound to 100,000, then 5p."""
    assert told(payout(SLICES)) == [
        (-1_000_000, 0, 0),
        (0, 100_000, Fraction(3, 10)),
        (100_000, 1_000_000, Fraction(1, 20)),
    ]


def test_tiers_of_a_contract_are_cliffs():
    """A tenth of everything from 50,000 on, a fifth from 150,000: jumps of 5,000 and of 15,000."""
    found = payout(TIERS)
    assert told(found) == [
        (-1_000_000, 50_000, 0),
        (50_000, 150_000, Fraction(1, 10)),
        (150_000, 1_000_000, Fraction(1, 5)),
    ]
    assert found.jumps == ((50_000, 0, 5_000, 5_000), (150_000, 15_000, 30_000, 30_000))


def test_the_councils_costs_are_held_where_they_are_given():
    agreed = contract(SLICES, council_costs="taken off the saving")
    program = assemble(agreed).program
    facts = _first(agreed)
    facts[program.fact_numbers[COUNCIL_COSTS]] = 2_000_000
    opening = [balance.start for balance in program.balances]
    found = curves(program, facts, opening, "costs / outturn", (Fraction(900_000), Fraction(1_000_000)))
    fee = curve_of("settlement / fee of the year", program, found)
    assert told(fee) == [(900_000, 980_000, Fraction(-3, 10)), (980_000, 1_000_000, 0)]


@settings(max_examples=60)
@given(st.integers(-50_000_000, 50_000_000))
def test_the_statement_is_the_curve_rounded(pence: int):
    """One rounding to the penny lies between them."""
    agreed = contract(SLICES, {"rule": "cap", "amount": 40_000, "over": "term", "room_used_by": "what is earned"})
    program = assemble(agreed).program
    facts = _first(agreed)
    saved = Fraction(pence, 100)
    facts[program.fact_numbers["costs / outturn"]] = BASELINE * 100 - pence
    lines = exact.run(program, [facts]).lines[0]
    fee = Fraction(lines[program.line_numbers["settlement / fee of the year"]], 100)
    capped = payout(SLICES, {"rule": "cap", "amount": 40_000, "over": "term", "room_used_by": "what is earned"})
    assert to_step(capped.at(saved), Fraction(1, 100), "half up") == fee


# Any contract


@settings(max_examples=60)
@given(cases(), st.data())
def test_every_operation_of_a_drawn_contract_is_what_it_makes_of_its_inputs(case: Case, data: st.DataObject):
    """At the outturn itself, and at other places, an operation's curve is the operation on its inputs' heights."""
    agreed, rows = case
    statement = agreed.settle(rows)
    number = data.draw(st.integers(0, len(statement.facts) - 1))
    program, facts = program_of(statement, number), statement.facts[number]
    figures = [each for each in program.facts if not each.is_scheduled and not each.kind.is_truth]
    free = data.draw(st.sampled_from(figures))
    low, high = Fraction(free.low, free.denominator), Fraction(free.high, free.denominator)
    found = curves(program, facts, [*openings(statement)][number], free.path, (low, high))
    settled = Fraction(facts[program.fact_numbers[free.path]], free.denominator)
    edges = sorted({edge for each in found for edge in each.edges})
    places = [settled, *edges, *((one + other) / 2 for one, other in pairwise(edges))]
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=6)):
        for operation, each in zip(program.operations, found, strict=True):
            _holds(operation, each, [found[number] for number in operation.inputs], place)


def _holds(operation: Operation, made: Curve, inputs: list[Curve], place: Fraction) -> None:
    heights = [each.known_at(place) for each in inputs]
    height = made.known_at(place)
    if not inputs or None in heights or height is None:
        return
    wanted = _MEANINGS[operation.name](operation, *heights)
    if None in [each.constant for each in inputs]:  # what varies is not rounded
        if operation.name == "round":
            wanted = heights[0]
        elif operation.name == "ratio" and heights[1]:
            wanted = heights[0] / heights[1]
    assert height == wanted, operation


def _ratio(operation: Operation, above: Fraction, below: Fraction, otherwise: Fraction) -> Fraction:
    return to_step(above / below, Fraction(1, operation.denominator), operation.mode) if below else otherwise


_MEANINGS: dict[str, Callable[..., Fraction | bool]] = {
    "add": lambda _, left, right: left + right,
    "subtract": lambda _, left, right: left - right,
    "multiply": lambda _, left, right: left * right,
    "ratio": _ratio,
    "round": lambda each, amount: to_step(amount, Fraction(each.whole, each.denominator), each.mode),
    "larger": lambda _, left, right: max(left, right),
    "smaller": lambda _, left, right: min(left, right),
    "less": lambda _, left, right: left < right,
    "less_or_equal": lambda _, left, right: left <= right,
    "equal": lambda _, left, right: left == right,
    "choose": lambda _, condition, then, otherwise: then if condition else otherwise,
    "both": lambda _, left, right: left and right,
    "either": lambda _, left, right: left or right,
    "opposite": lambda _, condition: not condition,
}
