"""Recording: the program that a rule becomes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from riskreward.findings import RuleError
from riskreward.kernel import (
    at_least,
    at_most,
    both,
    carry,
    choose,
    constant,
    count,
    equals,
    fact,
    figure,
    money,
    named,
    nothing,
    opposite,
    pounds,
    previous,
    quantity,
    ratio,
    record,
    round_to,
    scheduled,
    share,
    share_of,
    truth,
)
from riskreward.kernel.program import OPERATIONS, Balance, Fact, NamedLine, Operation

SEVENTEEN_AND_A_HALF = Decimal("0.175")
FIVE_SIXTHS = Fraction(5, 6)


def saving(name="saving"):
    return fact(name, money, 2, (-1_000_000, 1_000_000))


def rate():
    return fact("rate", share, 4, (0, 1))


def accepted(name="accepted"):
    return fact(name, truth, 0, (0, 1))


def operations(amount):
    """Return the operations that an amount is recorded as."""
    return record(lambda: named("line", amount())).operations


def last(amount):
    """Return the operation that an amount is, when it alone is named."""
    program = record(lambda: named("line", amount()))
    return program.operations[program.lines[0].operation]


def refused(rule, match):
    with pytest.raises(RuleError, match=match):
        record(rule)


# One whole program, operation by operation.


def test_a_rule_becomes_its_operations_facts_balances_and_lines():
    def rule():
        highest = previous("highest", start=pounds(5))
        reached = at_least(saving(), highest)
        carry("highest", reached)
        earned = named("earned", (reached - highest) * share_of(SEVENTEEN_AND_A_HALF))
        named("payable", figure(round_to(earned, 2, "floor")))

    program = record(rule)
    assert program.operations == (
        Operation("constant", money, 1, whole=5),
        Operation("previous", money, 100, whole=0),
        Operation("fact", money, 100, whole=0),
        Operation("larger", money, 100, (2, 1)),
        Operation("subtract", money, 100, (3, 1)),
        Operation("constant", share, 40, whole=7),
        Operation("multiply", money, 4000, (4, 5)),
        Operation("round", money, 100, (6,), whole=1, mode="floor"),
    )
    assert program.facts == (Fact("saving", money, 100, -100_000_000, 100_000_000, is_scheduled=False, operation=2),)
    assert program.balances == (Balance("highest", money, 100, start=500, opening=1, closing=3),)
    assert program.lines == (NamedLine("earned", "", 6), NamedLine("payable", "", 7))
    assert program.figures == {7}
    assert program.line_numbers == {"earned": 0, "payable": 1}
    assert program.fact_numbers == {"saving": 0}
    assert [program.kind_of(line) for line in program.lines] == [money, money]
    assert [program.denominator_of(line) for line in program.lines] == [4000, 100]


def test_two_recordings_of_one_rule_are_two_programs_with_one_listing():
    def rule():
        named("fee", saving() * rate())

    one, other = record(rule), record(rule)
    assert one != other
    assert one.operations == other.operations


# Denominators: whole numbers over what is known before any figure is.


def test_a_constant_is_in_lowest_terms():
    assert last(lambda: share_of(SEVENTEEN_AND_A_HALF)) == Operation("constant", share, 40, whole=7)
    assert last(lambda: pounds(Decimal("12.50"))) == Operation("constant", money, 2, whole=25)
    assert last(lambda: pounds(Decimal("-0.10"))) == Operation("constant", money, 10, whole=-1)


def test_nothing_named_is_no_money():
    assert last(lambda: nothing) == Operation("constant", money, 1, whole=0)


def test_adding_comes_to_the_least_common_denominator():
    assert last(lambda: saving() + pounds(Fraction(1, 40))).denominator == 200
    assert last(lambda: saving() - pounds(FIVE_SIXTHS)).denominator == 300
    assert last(lambda: at_most(saving(), pounds(FIVE_SIXTHS))).denominator == 300
    assert last(lambda: choose(accepted(), pounds(FIVE_SIXTHS), saving())).denominator == 300


def test_multiplying_multiplies_denominators():
    assert last(lambda: saving() * rate()) == Operation("multiply", money, 1_000_000, (0, 1))
    assert last(lambda: rate() * rate()).denominator == 100_000_000


def test_a_constant_takes_out_of_the_denominator_what_its_numerator_holds():
    assert last(lambda: saving() * constant(200, share)).denominator == 1
    assert last(lambda: constant(-30, share) * saving()).denominator == 10
    assert last(lambda: saving() * constant(7, share)).denominator == 100
    assert last(lambda: saving() * constant(Fraction(50, 7), share)).denominator == 14
    assert last(lambda: constant(Fraction(2, 3), share) * rate()).denominator == 15_000
    assert last(lambda: saving() * constant(0, share)).denominator == 100


def test_a_truth_has_denominator_one():
    assert last(lambda: saving() < pounds(FIVE_SIXTHS)) == Operation("less", truth, 1, (0, 1))
    assert last(lambda: opposite(accepted())) == Operation("opposite", truth, 1, (0,))


def test_a_truth_chosen_by_leaves_the_denominator_alone():
    assert last(lambda: choose(accepted(), saving(), nothing)).denominator == 100


def test_a_ratio_has_the_denominator_of_its_places():
    assert last(lambda: ratio(saving(), saving("whole"), 4, "down", nothing)) == Operation(
        "ratio", share, 10_000, (0, 1, 2), mode="down"
    )


def test_dividing_by_a_constant_multiplies_by_its_inverse():
    assert last(lambda: saving() / constant(Fraction(3, 4), share)).denominator == 75
    recorded = operations(lambda: saving() / constant(12, count))
    assert recorded[-1].name == "multiply"
    assert recorded[-2] == Operation("constant", share.times(count, -1), 12, whole=1)
    assert recorded[-1].kind == money.times(count, -1)


def test_rounding_to_steps_has_the_steps_denominator_and_numerator():
    assert last(lambda: round_to(rate() * saving(), step=Decimal("0.05"))) == Operation(
        "round", money, 20, (2,), whole=1, mode="half up"
    )
    assert last(lambda: round_to(saving(), step=100, mode="up")) == Operation(
        "round", money, 1, (0,), whole=100, mode="up"
    )
    assert last(lambda: round_to(saving(), step=Fraction(3, 7), mode="down")) == Operation(
        "round", money, 7, (0,), whole=3, mode="down"
    )


def test_what_is_whole_already_is_not_rounded_again():
    assert last(lambda: round_to(saving(), 2)).name == "fact"
    assert last(lambda: round_to(saving(), 4, "up")).name == "fact"
    assert last(lambda: round_to(saving(), step=Fraction(1, 300))).name == "fact"
    assert last(lambda: round_to(saving(), 1)).name == "round"
    assert last(lambda: round_to(saving(), step=Fraction(3, 100))).name == "round"
    assert last(lambda: round_to(saving(), step=Fraction(1, 150))).name == "round"


# Constants are worked out at once, and the same working is recorded once.


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (lambda: pounds(5) + pounds(Decimal("0.5")), Fraction(11, 2)),
        (lambda: pounds(5) - pounds(Decimal("0.5")), Fraction(9, 2)),
        (lambda: pounds(5) * share_of(SEVENTEEN_AND_A_HALF), Fraction(7, 8)),
        (lambda: pounds(5) / share_of(SEVENTEEN_AND_A_HALF), Fraction(200, 7)),
        (lambda: at_least(pounds(5), pounds(6)), Fraction(6)),
        (lambda: at_most(pounds(5), pounds(6)), Fraction(5)),
        (lambda: -pounds(5), Fraction(-5)),
        (lambda: round_to(pounds(FIVE_SIXTHS), 2), Fraction(83, 100)),
        (lambda: round_to(pounds(FIVE_SIXTHS), 2, "up"), Fraction(84, 100)),
        (lambda: round_to(pounds(155), step=10, mode="down"), Fraction(150)),
    ],
)
def test_working_between_constants_is_a_constant(amount, value):
    assert last(amount) == Operation("constant", money, value.denominator, whole=value.numerator)


def test_a_constant_may_be_worked_out_before_it_divides_or_opens_a_balance():
    assert last(lambda: saving() / (share_of(1) + share_of(1))).denominator == 200

    def rule():
        carry("kept", previous("kept", pounds(2) + pounds(3)))

    assert record(rule).balances[0].start == 500


def test_only_constants_are_worked_out_at_once():
    assert last(lambda: saving() + pounds(1)).name == "add"
    assert last(lambda: pounds(1) + saving()).name == "add"
    assert last(lambda: pounds(2) < pounds(1)).name == "less"
    assert last(lambda: choose(pounds(1) < pounds(2), pounds(1), pounds(2))).name == "choose"
    assert last(lambda: ratio(pounds(1), pounds(2), 2, "down", nothing)).name == "ratio"


def test_the_same_working_is_recorded_once():
    assert [operation.name for operation in operations(lambda: saving() + saving())] == ["fact", "add"]
    recorded = operations(lambda: (saving() * rate()) - (saving() * rate()))
    assert [operation.name for operation in recorded] == ["fact", "fact", "multiply", "subtract"]


def test_working_that_differs_in_any_way_is_recorded_apart():
    def each():
        amount = saving() * rate()
        roundings = [round_to(amount, 2, mode) for mode in ("half up", "down", "up", "floor")]
        steps = [round_to(amount, step=Fraction(whole, 100)) for whole in (3, 5)]
        return sum_of([*roundings, *steps, saving("other") * rate()])

    def sum_of(amounts):
        first, *rest = amounts
        for amount in rest:
            first = first + amount
        return first

    names = [operation.name for operation in operations(each)]
    assert names.count("round") == 6
    assert names.count("multiply") == 2
    assert names.count("fact") == 3


def test_both_branches_and_all_inputs_are_kept_in_order():
    program = record(lambda: named("line", choose(accepted(), saving("then"), saving("otherwise"))))
    assert program.operations[-1].inputs == (0, 1, 2)
    assert [program.facts[place].path for place in (0, 1, 2)] == ["accepted", "then", "otherwise"]


@pytest.mark.parametrize(
    ("compare", "name", "inputs"),
    [
        (lambda left, right: left < right, "less", (0, 1)),
        (lambda left, right: left <= right, "less_or_equal", (0, 1)),
        (lambda left, right: left > right, "less", (1, 0)),
        (lambda left, right: left >= right, "less_or_equal", (1, 0)),
        (equals, "equal", (0, 1)),
    ],
)
def test_more_is_recorded_as_less_the_other_way(compare, name, inputs):
    assert last(lambda: compare(saving("left"), saving("right"))) == Operation(name, truth, 1, inputs)


def test_every_name_of_an_operation_is_known():
    def rule():
        named("a", at_least(saving() * rate(), at_most(saving() + pounds(1), saving() - pounds(1))))
        named("b", ratio(round_to(saving(), 0), saving(), 2, "down", nothing))
        verdict = both(saving() < pounds(1), opposite(saving() <= pounds(1)))
        named("c", choose(verdict, saving(), nothing))
        named("d", equals(saving(), nothing))
        carry("e", previous("e", pounds(0)))

    assert {operation.name for operation in record(rule).operations} == set(OPERATIONS) - {"either"}


# Facts.


def test_a_fact_is_a_whole_number_in_its_range():
    program = record(lambda: fact("outturn", quantity("tonnes"), 3, (Decimal("-0.5"), Fraction(1, 8))))
    assert program.facts == (Fact("outturn", quantity("tonnes"), 1000, -500, 125, is_scheduled=False, operation=0),)


def test_a_fact_may_have_only_one_value():
    assert record(lambda: fact("fixed", money, 0, (5, 5))).facts == (Fact("fixed", money, 1, 5, 5, False, 0),)


def test_a_scheduled_term_takes_range_and_denominator_from_its_values():
    program = record(lambda: scheduled("share", share, [Decimal("0.25"), SEVENTEEN_AND_A_HALF, Fraction(1, 3), 0]))
    assert program.facts == (Fact("share", share, 120, 0, 40, is_scheduled=True, operation=0),)
    program = record(lambda: scheduled("cap", money, [250, 1000]))
    assert program.facts == (Fact("cap", money, 1, 250, 1000, is_scheduled=True, operation=0),)


def test_a_scheduled_truth_is_nought_or_one_whatever_its_values():
    for values in ([], [True], [False, True]):
        program = record(lambda values=values: scheduled("first of year", truth, values))
        assert program.facts == (Fact("first of year", truth, 1, 0, 1, is_scheduled=True, operation=0),)


def test_a_fact_read_twice_is_one_fact():
    program = record(lambda: [saving("a"), saving("b"), named("line", saving("a") + saving("b"))])
    assert [(each.path, each.operation) for each in program.facts] == [("a", 0), ("b", 1)]
    assert program.fact_numbers == {"a": 0, "b": 1}


@pytest.mark.parametrize(
    "again",
    [
        lambda: fact("saving", share, 2, (-1_000_000, 1_000_000)),
        lambda: fact("saving", money, 3, (-1_000_000, 1_000_000)),
        lambda: fact("saving", money, 2, (-1_000_000, 999_999)),
        lambda: fact("saving", money, 2, (0, 1_000_000)),
        lambda: scheduled("saving", money, [-1_000_000, Decimal("0.01"), 1_000_000]),
    ],
)
def test_a_fact_declared_two_ways_is_refused(again):
    refused(lambda: [saving(), again()], "fact 'saving' is read with two kinds, places or ranges; declare it once")


@pytest.mark.parametrize("between", [(0, Decimal("0.005")), (Decimal("-0.005"), 0)])
def test_a_range_finer_than_a_facts_places_is_refused(between):
    refused(
        lambda: fact("saving", money, 2, between),
        "fact 'saving' has a range finer than its places; give more places or a rounder range",
    )


# Balances.


def test_a_balance_carried_coarser_than_its_places_is_kept():
    def rule():
        carry("kept", round_to(previous("kept", pounds(0)) + saving(), 0))

    assert record(rule).balances[0].denominator == 100


def test_a_balance_carried_finer_than_its_places_names_round_to():
    def rule():
        carry("kept", previous("kept", pounds(0)) + saving() * share_of(SEVENTEEN_AND_A_HALF))

    refused(
        rule,
        "'kept' is kept in parts of 1/100, but what is carried may be as fine as 1/4000; round it with round_to",
    )


def test_a_balance_of_thirds_in_pence_is_finer():
    refused(
        lambda: carry("kept", previous("kept", pounds(0)) / constant(3, share)),
        "parts of 1/100, but what is carried may be as fine as 1/300",
    )


def test_a_balance_read_but_never_carried_is_refused():
    refused(
        lambda: named("line", previous("kept", pounds(0))),
        "balance 'kept' is read but never carried; carry it, or use a constant",
    )


def test_a_balance_carried_but_never_read_is_refused():
    refused(
        lambda: carry("kept", pounds(0)),
        r"balance 'kept' is carried but not read; read it first with previous\(\.\.\.\)",
    )


def test_a_balance_carried_twice_is_refused_even_when_alike():
    refused(
        lambda: [carry("kept", previous("kept", pounds(0))), carry("kept", previous("kept", pounds(0)))],
        "balance 'kept' is carried twice; carry it once, after its last change",
    )


def test_a_balance_that_only_ages_cannot_be_carried_as_well():
    refused(
        lambda: [
            previous("kept", pounds(0), periods_ago=2),
            carry("kept", saving()),
            carry("kept, 2 periods ago", saving()),
        ],
        "balance 'kept, 2 periods ago' is carried twice",
    )


@pytest.mark.parametrize(
    "again",
    [
        lambda: previous("kept", pounds(1)),
        lambda: previous("kept", pounds(0), places=3),
        lambda: previous("kept", share_of(0), places=2),
    ],
)
def test_a_balance_opened_differently_is_refused(again):
    refused(
        lambda: [previous("kept", pounds(0)), again()],
        "balance 'kept' is opened differently in two places; open it alike",
    )


def test_a_balance_carried_as_another_kind_is_refused():
    refused(
        lambda: [previous("kept", pounds(0)), carry("kept", rate())],
        "balance 'kept' is money but is carried as share",
    )


def test_a_start_finer_than_its_places_is_refused():
    refused(
        lambda: previous("kept", pounds(FIVE_SIXTHS)),
        "balance 'kept' starts at 5/6, finer than its 2 places; round the start",
    )
    refused(lambda: previous("kept", constant(Decimal("0.5"), count)), "starts at 1/2, finer than its 0 places")


def test_a_balance_of_three_periods_ago_is_three_balances():
    def rule():
        named("released", previous("kept", pounds(7), periods_ago=3))
        carry("kept", saving())

    balances = record(rule).balances
    assert [balance.path for balance in balances] == ["kept", "kept, 2 periods ago", "kept, 3 periods ago"]
    assert [balance.start for balance in balances] == [700, 700, 700]
    kept, two, three = balances
    assert (two.closing, three.closing) == (kept.opening, two.opening)


# Lines, divisions, and amounts that stray.


def test_a_line_named_twice_is_refused():
    refused(
        lambda: [named("fee", pounds(1)), named("fee", pounds(1))],
        "line 'fee' is named twice; give each line of a contract its own name",
    )


def test_one_amount_may_be_two_lines():
    program = record(lambda: named("payable", named("fee", saving())))
    assert program.lines == (NamedLine("fee", "", 0), NamedLine("payable", "", 0))


def test_dividing_by_a_constant_of_nothing_names_ratio():
    refused(lambda: saving() / pounds(0), r"division by a constant of nothing; use ratio\(\.\.\., otherwise\)")


def test_an_otherwise_finer_than_its_ratio_is_refused():
    refused(
        lambda: ratio(rate(), rate(), 3, "down", rate()),
        "ratio to 3 places has an `otherwise` that is finer; round it to those places",
    )
    assert last(lambda: ratio(rate(), rate(), 4, "down", rate())).denominator == 10_000
    assert last(lambda: ratio(rate(), rate(), 5, "down", rate())).denominator == 100_000


@pytest.mark.parametrize(
    "use",
    [
        lambda stray: named("line", stray),
        lambda stray: carry("kept", stray),
        lambda stray: previous("other", stray),
        lambda stray: saving() + stray,
        lambda stray: saving() * stray,
        lambda stray: saving() / stray,
        lambda stray: pounds(2) + stray,
        lambda stray: ratio(saving(), stray, 2, "down", nothing),
        lambda stray: ratio(saving(), saving(), 2, "down", stray / stray),
    ],
)
def test_an_amount_of_another_recording_is_refused(use):
    stray = []
    record(lambda: stray.append(pounds(1)))

    def rule():
        previous("kept", pounds(0))
        use(stray[0])

    refused(rule, "an amount of another recording is used here; record the whole rule in one go")
