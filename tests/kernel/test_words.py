"""The words that rules are written in: what each comes to, and what is refused with the word to use instead."""

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
    either,
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
    scope,
    share,
    share_of,
    total,
    truth,
)
from riskreward.readers import direct, exact

tonnes = quantity("tonnes")
MILLION = 1_000_000


def a_head(value):
    return pounds(value) / constant(1, count)


def settle(rule, *periods):
    """Return each period's lines as the exact reader has them, having checked them with the direct reader."""
    program = record(rule)
    wholes = [[int(facts[fact.path] * fact.denominator) for fact in program.facts] for facts in periods]
    settled = []
    for lines in exact.run(program, wholes).lines:
        settled.append({})
        for line, whole in zip(program.lines, lines, strict=True):
            is_truth = program.kind_of(line).is_truth
            settled[-1][line.path] = bool(whole) if is_truth else Fraction(whole, program.denominator_of(line))
    assert settled == direct.run(rule, periods)
    return settled


def worth(amount, **facts):
    """Return what one amount comes to in one period."""
    (lines,) = settle(lambda: named("worth", amount()), {name: Fraction(str(value)) for name, value in facts.items()})
    return lines["worth"]


def saving(name="saving"):
    return fact(name, money, 2, (-MILLION, MILLION))


def rate():
    return fact("rate", share, 4, (0, 1))


def people():
    return fact("people", count, 0, (0, 1000))


def accepted(name="accepted"):
    return fact(name, truth, 0, (0, 1))


# Worked examples: one word at a time, in figures to check by hand.


def test_a_quarter_of_a_saving():
    assert worth(lambda: saving() * share_of(Decimal("0.25")), saving="1000.10") == Fraction("250.025")


def test_adding_and_taking_away():
    assert worth(lambda: saving() + pounds(50), saving="100.01") == Fraction("150.01")
    assert worth(lambda: saving() - pounds(150), saving="100.01") == Fraction("-49.99")
    assert worth(lambda: pounds(150) - saving(), saving="100.01") == Fraction("49.99")


def test_nothing_adds_and_takes_away_nothing():
    assert worth(lambda: saving() + nothing, saving=7) == 7
    assert worth(lambda: nothing + saving(), saving=7) == 7
    assert worth(lambda: saving() - nothing, saving=7) == 7
    assert worth(lambda: nothing - saving(), saving=7) == -7
    assert worth(lambda: -saving(), saving=7) == -7


def test_different_places_come_to_a_common_denominator():
    assert worth(lambda: saving() + pounds(Fraction(1, 3)), saving="0.50") == Fraction(5, 6)
    assert worth(lambda: saving() - pounds(Fraction(1, 3)), saving="0.50") == Fraction(1, 6)


def test_dividing_by_a_constant_is_exact():
    assert worth(lambda: saving() / constant(3, share), saving=100) == Fraction(100, 3)
    assert worth(lambda: saving() / constant(12, count) * people(), saving=100, people=6) == 50
    assert worth(lambda: saving() / constant(-4, share), saving=100) == -25


def test_what_is_worked_out_from_constants_divides_as_a_constant():
    assert worth(lambda: saving() / (share_of(1) + share_of(3)), saving=100) == 25
    assert worth(lambda: saving() / (pounds(6) / pounds(2)), saving=100) == Fraction(100, 3)
    assert worth(lambda: saving() / round_to(share_of(Decimal("3.6")), 0), saving=100) == 25
    assert worth(lambda: saving() / at_least(share_of(2), share_of(4)), saving=100) == 25
    assert worth(lambda: saving() / named("years", share_of(4)), saving=100) == 25
    assert worth(lambda: saving() / figure(share_of(4)), saving=100) == 25


def test_a_ratio_is_rounded_to_its_places_in_its_mode():
    def share_of_target(places, mode):
        return lambda: ratio(saving(), saving("target"), places, mode, nothing)

    assert worth(share_of_target(4, "half up"), saving=200, target=300) == Fraction("0.6667")
    assert worth(share_of_target(4, "down"), saving=200, target=300) == Fraction("0.6666")
    assert worth(share_of_target(0, "up"), saving=200, target=300) == 1
    assert worth(share_of_target(2, "half up"), saving=-200, target=300) == Fraction("-0.67")
    assert worth(share_of_target(2, "floor"), saving=200, target=-300) == Fraction("-0.67")
    assert worth(share_of_target(2, "down"), saving=-200, target=-300) == Fraction("0.66")


def test_a_ratio_to_nothing_is_answered_by_otherwise():
    assert worth(lambda: ratio(saving(), saving("target"), 2, "down", nothing), saving=5, target=0) == 0
    assert worth(lambda: ratio(saving(), saving("target"), 2, "down", share_of(1)), saving=5, target=0) == 1
    assert worth(lambda: ratio(saving(), people(), 2, "down", a_head(8)), saving=5, people=0) == 8


def test_a_ratio_of_money_to_people_is_money_a_head():
    assert worth(lambda: ratio(saving(), people(), 2, "half up", nothing) * people(), saving=100, people=3) == Fraction(
        "99.99"
    )


def test_the_larger_and_the_smaller():
    assert worth(lambda: at_least(saving(), pounds(10)), saving="9.99") == 10
    assert worth(lambda: at_least(saving(), pounds(10)), saving="10.01") == Fraction("10.01")
    assert worth(lambda: at_most(saving(), pounds(10)), saving="9.99") == Fraction("9.99")
    assert worth(lambda: at_most(saving(), pounds(10)), saving="10.01") == 10
    assert worth(lambda: at_least(nothing, saving()), saving=-3) == 0
    assert worth(lambda: at_most(nothing, saving()), saving=-3) == -3


def test_comparison_at_just_below_and_just_above_the_threshold():
    for text, less, at_most_, more, at_least_, same in [
        ("49999.99", True, True, False, False, False),
        ("50000.00", False, True, False, True, True),
        ("50000.01", False, False, True, True, False),
    ]:
        threshold = 50_000
        assert worth(lambda t=threshold: saving() < pounds(t), saving=text) is less
        assert worth(lambda t=threshold: saving() <= pounds(t), saving=text) is at_most_
        assert worth(lambda t=threshold: saving() > pounds(t), saving=text) is more
        assert worth(lambda t=threshold: saving() >= pounds(t), saving=text) is at_least_
        assert worth(lambda t=threshold: equals(saving(), pounds(t)), saving=text) is same
        assert worth(lambda t=threshold: opposite(equals(saving(), pounds(t))), saving=text) is not same


def test_nothing_compares_on_either_side():
    assert worth(lambda: saving() > nothing, saving="0.01") is True
    assert worth(lambda: nothing < saving(), saving="0.01") is True
    assert worth(lambda: nothing >= saving(), saving="0.01") is False
    assert worth(lambda: equals(nothing, saving()), saving=0) is True


def test_a_threshold_on_a_ratio_is_decided_by_cross_multiplication():
    """2.98356% of the baseline is above 2.98%, and 2.9826% is too; neither is rounded before it is compared."""

    def passed():
        return saving() * constant(10_000, share) >= saving("baseline") * constant(Decimal("298.3"), share)

    assert worth(passed, saving="29835.60", baseline=MILLION) is True
    assert worth(passed, saving="29826.00", baseline=MILLION) is False


def test_money_times_money_may_be_compared():
    assert worth(lambda: saving() * saving() > saving("target") * pounds(2), saving=3, target=4) is True
    assert worth(lambda: saving() * saving() > saving("target") * pounds(2), saving=3, target=5) is False


def test_money_times_money_is_divided_back_by_ratio():
    assert worth(lambda: ratio(saving() * pounds(30), saving("whole"), 2, "down", nothing), saving=10, whole=40) == (
        Fraction("7.50")
    )


def test_choosing():
    for truth_, expected in [(1, 100), (0, 5)]:
        assert worth(lambda: choose(accepted(), pounds(100), pounds(5)), accepted=truth_) == expected
        assert worth(lambda: choose(accepted(), pounds(100), nothing), accepted=truth_) == 100 * truth_
        assert worth(lambda: choose(accepted(), nothing, pounds(100)), accepted=truth_) == 100 * (1 - truth_)


def test_choosing_between_figures_of_different_places():
    for truth_, expected in [(1, Fraction(1, 3)), (0, Fraction("0.07"))]:
        assert worth(lambda: choose(accepted(), pounds(Fraction(1, 3)), saving()), accepted=truth_, saving="0.07") == (
            expected
        )


@pytest.mark.parametrize("verified", [0, 1])
@pytest.mark.parametrize("sustained", [0, 1])
def test_both_either_and_opposite(verified, sustained):
    facts = {"verified": verified, "sustained": sustained}
    assert worth(lambda: both(accepted("verified"), accepted("sustained")), **facts) is bool(verified and sustained)
    assert worth(lambda: either(accepted("verified"), accepted("sustained")), **facts) is bool(verified or sustained)
    assert worth(lambda: opposite(accepted("verified")), verified=verified) is not bool(verified)


def test_a_total():
    amounts = {"a": "1.01", "b": "-2.02", "c": "10"}
    assert worth(lambda: total(saving(name) for name in amounts), **amounts) == Fraction("8.99")
    assert worth(lambda: total([saving()]), saving=4) == 4
    assert worth(lambda: total([nothing, saving(), nothing]), saving=4) == 4
    assert worth(lambda: total([nothing, nothing, saving()]), saving=4) == 4


def test_rounding_names_its_place_and_mode():
    third = "100.125"
    price = lambda: fact("price", money, 3, (-1000, 1000))  # noqa: E731  # shorter than a function of its own
    assert worth(lambda: round_to(price(), 2), price=third) == Fraction("100.13")
    assert worth(lambda: round_to(price(), 2, "down"), price=third) == Fraction("100.12")
    assert worth(lambda: round_to(price(), 0, "up"), price=third) == 101
    assert worth(lambda: round_to(price(), mode="floor", step=Decimal("0.05")), price="-100.12") == Fraction("-100.15")
    assert worth(lambda: round_to(price(), step=100), price="-150") == -200
    assert worth(lambda: round_to(price(), step=Fraction(1, 7), mode="down"), price="1") == 1
    assert worth(lambda: round_to(price(), step=Fraction(3, 7), mode="down"), price="1") == Fraction(6, 7)
    assert worth(lambda: round_to(price(), 3), price=third) == Fraction(third)


def test_a_constant_is_an_int_a_decimal_or_a_fraction():
    assert worth(lambda: pounds(5)) == 5
    assert worth(lambda: pounds(Decimal("5.05"))) == Fraction(101, 20)
    assert worth(lambda: constant(Fraction(5, 6), share)) == Fraction(5, 6)
    assert worth(lambda: share_of(Fraction(-5, 6))) == Fraction(-5, 6)


def test_a_scheduled_term_varies_by_period():
    settled = settle(
        lambda: named("fee", saving() * scheduled("share", share, [Decimal("0.25"), Decimal("0.175")])),
        {"saving": Fraction(1000), "share": Fraction("0.25")},
        {"saving": Fraction(1000), "share": Fraction("0.175")},
    )
    assert [lines["fee"] for lines in settled] == [250, 175]


def test_naming_returns_the_amount_and_nothing_is_money():
    def rule():
        half = named("half", saving() / constant(2, share))
        named("quarter", half / constant(2, share))
        named("none", nothing)

    (lines,) = settle(rule, {"saving": Fraction(10)})
    assert lines == {"half": 5, "quarter": Fraction("2.5"), "none": 0}


def test_a_figure_is_the_amount_itself():
    assert worth(lambda: figure(saving()) + pounds(1), saving=2) == 3


# Balances: what one period hands to the next.


def highest_so_far():
    """A high-water mark: only saving above the highest level yet reached earns."""
    highest = previous("highest saving to date", start=pounds(0))
    reached = at_least(saving("saving to date"), highest)
    carry("highest saving to date", reached)
    named("new saving", reached - highest)


def test_a_high_water_mark_over_five_periods():
    to_date = [100, 80, 120, -50, 150]
    settled = settle(highest_so_far, *({"saving to date": Fraction(amount)} for amount in to_date))
    assert [lines["new saving"] for lines in settled] == [100, 0, 20, 0, 30]


def test_previous_is_the_opening_even_after_it_is_carried():
    def rule():
        named("before", previous("so far", pounds(7)))
        carry("so far", previous("so far", pounds(7)) + saving())
        named("after", previous("so far", pounds(7)))

    settled = settle(rule, {"saving": Fraction(1)}, {"saving": Fraction(2)}, {"saving": Fraction(3)})
    assert [(lines["before"], lines["after"]) for lines in settled] == [(7, 7), (8, 8), (10, 10)]


@pytest.mark.parametrize(
    ("periods_ago", "released"), [(1, [9, 1, 2, 3, 4]), (2, [9, 9, 1, 2, 3]), (3, [9, 9, 9, 1, 2])]
)
def test_a_balance_is_read_as_it_was_some_periods_ago(periods_ago, released):
    def rule():
        named("released", previous("retained", pounds(9), periods_ago=periods_ago))
        carry("retained", saving())

    settled = settle(rule, *({"saving": Fraction(amount)} for amount in [1, 2, 3, 4, 5]))
    assert [lines["released"] for lines in settled] == released


def test_one_balance_may_be_read_at_several_ages():
    def rule():
        named("two ago", previous("retained", pounds(0), periods_ago=2))
        named("three ago", previous("retained", pounds(0), periods_ago=3))
        named("two ago again", previous("retained", pounds(0), periods_ago=2))
        carry("retained", saving())

    settled = settle(rule, *({"saving": Fraction(amount)} for amount in [1, 2, 3, 4]))
    assert [tuple(lines.values()) for lines in settled] == [(0, 0, 0), (0, 0, 0), (1, 0, 1), (2, 1, 2)]


def test_a_balance_of_shares_says_its_places():
    def rule():
        carry("average", round_to(previous("average", share_of(1), places=3) * rate(), 3, "down"))
        named("opening", previous("average", share_of(1), places=3))

    settled = settle(rule, {"rate": Fraction("0.3333")}, {"rate": Fraction("0.5")}, {"rate": Fraction(0)})
    assert [lines["opening"] for lines in settled] == [1, Fraction("0.333"), Fraction("0.166")]


def test_money_is_carried_in_pence_and_a_count_in_whole_units():
    def rule():
        carry("money", previous("money", pounds(0)))
        carry("people", previous("people", constant(0, count)))
        carry("precise", previous("precise", pounds(0), places=4))

    assert {balance.path: balance.denominator for balance in record(rule).balances} == {
        "money": 100,
        "people": 1,
        "precise": 10_000,
    }


def test_a_scope_goes_before_facts_balances_and_lines():
    def rule():
        with scope("energy"), scope("share", clause="7.2"):
            fact("outturn", money, 2, (0, 1))
            carry("kept", previous("kept", pounds(0)))
            named("fee", fact("/whole contract", money, 2, (0, 1)))
        named("payment", pounds(1))

    program = record(rule)
    assert [each.path for each in program.facts] == ["energy / share / outturn", "whole contract"]
    assert [balance.path for balance in program.balances] == ["energy / share / kept"]
    assert [(line.path, line.clause) for line in program.lines] == [("energy / share / fee", "7.2"), ("payment", "")]


def test_a_line_is_stamped_with_its_nearest_clause():
    def rule():
        with scope("energy", clause="7"):
            named("before", pounds(1))
            with scope("cap", clause="7.3"):
                named("within", pounds(2))
            with scope("floor"):
                named("beside", pounds(3))
            with scope("", clause="7.9"):
                named("unnamed", pounds(4))
            named("after", pounds(5))

    assert [(line.path, line.clause) for line in record(rule).lines] == [
        ("energy / before", "7"),
        ("energy / cap / within", "7.3"),
        ("energy / floor / beside", "7"),
        ("energy / unnamed", "7.9"),
        ("energy / after", "7"),
    ]


# Refusals: each names the word to use.


def either_way(rule, match):
    """The recorder and the direct reader refuse a rule alike."""
    with pytest.raises(RuleError, match=match):
        record(rule)
    facts = {"saving": Fraction(3), "target": Fraction(4), "rate": Fraction(1, 4), "people": Fraction(2)}
    with pytest.raises(RuleError, match=match):
        direct.run(rule, [{**facts, "accepted": True}])


ON_ONE_AMOUNT = {
    "if": (lambda amount: 1 if amount > nothing else 0, "for `if` use choose"),
    "and": (lambda amount: amount > nothing and amount, "for `and` use both"),
    "or": (lambda amount: amount > nothing or amount, "for `or` either"),
    "not": (lambda amount: not amount, "for `not` opposite"),
    "min": (lambda amount: min(amount, pounds(1)), "for `min` at_most"),
    "max": (lambda amount: max(amount, pounds(1)), "for `max` at_least"),
    "between": (lambda amount: nothing < amount < pounds(1), "for `and` use both"),
    "round": (round, r"round_to\(amount, places=2, mode='half up'\)"),
    "round to places": (lambda amount: round(amount, 2), r"round_to\(amount, places=2, mode='half up'\)"),
    "==": (lambda amount: amount == pounds(1), r"use equals\(a, b\)"),
    "== nothing": (lambda amount: nothing == amount, r"use equals\(a, b\)"),
    "!=": (lambda amount: amount != pounds(1), r"use opposite\(equals\(a, b\)\)"),
    "in": (lambda amount: amount in [pounds(1)], r"use equals\(a, b\)"),
    "float": (float, "never becomes a float.*round_to"),
    "int": (int, "round_to"),
    "abs": (abs, r"use at_least\(amount, -amount\)"),
    "//": (lambda amount: amount // 2, r"use round_to\(amount, places=0, mode='floor'\)"),
    "%": (lambda amount: amount % 5, "round_to.*mode='floor'"),
    "**": (lambda amount: amount**2, "multiply the amount by itself"),
    "loop": (list, "loop over the contract's own bands"),
    "nothing as a truth": (lambda amount: bool(nothing), r"compare with `amount > nothing`"),
    "dividing by a fact": (
        lambda amount: amount / people(),
        r"use ratio\(above, below, places, mode, otherwise\)",
    ),
    "dividing by a constant and a fact": (lambda amount: amount / (pounds(1) + amount), r"use ratio\("),
    "dividing by a fact over a constant": (lambda amount: amount / (amount / pounds(2)), r"use ratio\("),
    "dividing by a rounded fact": (lambda amount: amount / round_to(amount, 0), r"use ratio\("),
    "dividing by a ratio": (
        lambda amount: amount / ratio(pounds(1), pounds(2), 2, "down", nothing),
        r"use ratio\(above, below, places, mode, otherwise\)",
    ),
    "dividing by a choice": (lambda amount: amount / choose(accepted(), pounds(1), pounds(2)), r"use ratio\("),
    "dividing by a balance": (lambda amount: amount / previous("kept", pounds(1)), r"use ratio\("),
    "dividing by itself": (lambda amount: amount / amount, r"use ratio\("),
}


@pytest.mark.parametrize("written", ON_ONE_AMOUNT)
def test_what_is_not_known_while_recording_names_the_word_to_use(written):
    use, match = ON_ONE_AMOUNT[written]
    either_way(lambda: use(saving()), match)


PYTHON_NUMBERS = {
    "amount + 1": lambda amount: amount + 1,
    "1 + amount": lambda amount: 1 + amount,
    "amount - 1.5": lambda amount: amount - 1.5,
    "Decimal - amount": lambda amount: Decimal(1) - amount,
    "amount * 0.25": lambda amount: amount * 0.25,
    "0.25 * amount": lambda amount: 0.25 * amount,
    "Decimal * amount": lambda amount: Decimal("0.25") * amount,
    "Fraction * amount": lambda amount: Fraction(1, 4) * amount,
    "amount / 4": lambda amount: amount / 4,
    "100 / amount": lambda amount: 100 / amount,
    "amount < 5": lambda amount: amount < 5,
    "amount <= 5": lambda amount: amount <= 5,
    "5 < amount": lambda amount: 5 < amount,  # noqa: SIM300  # the order is what is tested
    "amount >= '5'": lambda amount: amount >= "5",
    "sum": lambda amount: sum([amount, amount]),
    "at_least": lambda amount: at_least(amount, 0),
    "at_most": lambda amount: at_most(5, amount),
    "equals": lambda amount: equals(amount, 5),
    "choose": lambda amount: choose(amount > nothing, amount, 0),
    "choose a Python truth": lambda amount: choose(True, amount, nothing),
    "both": lambda amount: both(amount > nothing, True),
    "total": lambda amount: total([amount, 1]),
    "total of one": lambda amount: total([1]),
    "round_to": lambda amount: round_to(2.345, 2),
    "ratio": lambda amount: ratio(amount, 3, 2, "down", nothing),
    "ratio, otherwise": lambda amount: ratio(amount, amount, 2, "down", 0),
    "named": lambda amount: named("fee", 5),
    "carry": lambda amount: carry("fee", None),
    "previous": lambda amount: previous("fee", 0),
}


@pytest.mark.parametrize("written", PYTHON_NUMBERS)
def test_a_python_number_in_arithmetic_is_refused(written):
    either_way(lambda: PYTHON_NUMBERS[written](saving()), r"the Python value .*use pounds\(\.\.\.\), constant\(")


def test_the_refusal_quotes_the_python_number_and_the_verb():
    either_way(lambda: saving() * 0.25, r"cannot multiply the Python value 0\.25;")
    either_way(lambda: 0.25 * saving(), r"cannot multiply the Python value 0\.25;")
    either_way(lambda: saving() / 4, "cannot divide by the Python value 4;")
    either_way(lambda: 4 / saving(), "cannot divide the Python value 4;")
    either_way(lambda: 4 - saving(), "cannot take away the Python value 4;")
    either_way(lambda: saving() - 4, "cannot take away the Python value 4;")
    either_way(lambda: 4 + saving(), "cannot add the Python value 4;")
    either_way(lambda: saving() + 4, "cannot add the Python value 4;")
    either_way(lambda: saving() < 4, "cannot compare the Python value 4;")


MIXED_KINDS = {
    "money + share": (
        lambda: saving() + rate(),
        "cannot add money and share; multiply the share by the money it is a share of",
    ),
    "share - money": (lambda: rate() - saving(), "cannot take away share and money; multiply the share by the money"),
    "money < share": (lambda: saving() < rate(), "cannot compare money and share; multiply the share"),
    "money + count": (lambda: saving() + people(), "cannot add money and count; bring both to one unit first"),
    "money + money squared": (
        lambda: saving() + saving() * saving(),
        r"cannot add money and money\^2; divide one money out again with ratio",
    ),
    "money squared < share": (lambda: saving() * saving() < rate(), "divide one money out again with ratio"),
    "choose": (lambda: choose(accepted(), saving(), rate()), "cannot choose between money and share; multiply"),
    "at_least": (lambda: at_least(saving(), rate()), "cannot compare money and share"),
    "at_most": (lambda: at_most(people(), saving()), "cannot compare count and money"),
    "equals": (lambda: equals(people(), rate()), "cannot compare count and share"),
    "total": (lambda: total([saving(), saving(), rate()]), "cannot add money and share"),
    "truth + truth": (lambda: accepted() + accepted(), "cannot add truths; use both, either, opposite or choose"),
    "truth > truth": (lambda: accepted() > accepted(), "cannot compare truths; use both, either, opposite or choose"),
    "truth > nothing": (lambda: accepted() > nothing, "cannot compare truths; use both, either, opposite or choose"),
    "truth + money": (lambda: accepted() + saving(), "cannot add truth and money"),
    "money * truth": (lambda: saving() * accepted(), r"cannot multiply a truth; use choose\(truth, then, otherwise\)"),
    "truth * money": (lambda: accepted() * saving(), r"cannot multiply a truth; use choose"),
    "truth / constant": (lambda: accepted() / pounds(1), r"cannot divide a truth; use choose"),
    "constant / truth": (lambda: pounds(1) / accepted(), r"cannot divide by a truth; use choose"),
    "round a truth": (lambda: round_to(accepted(), 2), "cannot round a truth; use choose"),
    "total of a truth": (lambda: total([accepted()]), "cannot add a truth; use choose"),
    "ratio of a truth": (lambda: ratio(accepted(), people(), 2, "down", nothing), "cannot divide a truth"),
    "ratio to a truth": (lambda: ratio(people(), accepted(), 2, "down", nothing), "cannot divide by a truth"),
    "both of money": (lambda: both(accepted(), saving()), "both takes truths, not money; compare first.*saving > noth"),
    "both of nothing": (lambda: both(nothing, accepted()), "both takes truths, not nothing; compare first"),
    "either of money": (lambda: either(saving(), accepted()), "either takes truths, not money; compare first"),
    "opposite of a share": (lambda: opposite(rate()), "opposite takes truths, not share; compare first"),
    "choose by money": (lambda: choose(saving(), saving(), nothing), "choose takes truths, not money; compare first"),
    "choose a truth": (
        lambda: choose(accepted(), accepted(), accepted()),
        "choose is between figures; for truths use both, either and opposite",
    ),
    "choose a truth or nothing": (lambda: choose(accepted(), accepted(), nothing), "cannot choose between truths"),
    "ratio answered in another kind": (
        lambda: ratio(saving(), people(), 2, "down", rate()),
        "ratio gives money per count, but otherwise is share; answer in the ratio's own kind",
    ),
}


@pytest.mark.parametrize("written", MIXED_KINDS)
def test_kinds_that_do_not_go_together_are_refused(written):
    rule, match = MIXED_KINDS[written]
    either_way(rule, match)


WITHOUT_A_KIND = {
    "amount * nothing": (lambda: saving() * nothing, "cannot multiply nothing: it has no kind; leave the term out"),
    "nothing * amount": (lambda: nothing * saving(), "cannot multiply nothing: it has no kind; leave the term out"),
    "amount / nothing": (lambda: saving() / nothing, "cannot divide by nothing: it has no kind"),
    "nothing / amount": (lambda: nothing / saving(), "cannot divide nothing: it has no kind"),
    "round nothing": (lambda: round_to(nothing, 2), "cannot round nothing: it has no kind"),
    "total of nothing": (lambda: total([nothing, nothing]), r"total of no amounts has no kind; use .* pounds\(0\)"),
    "total of no amounts": (lambda: total([]), r"total of no amounts has no kind; use a constant such as pounds\(0\)"),
    "at_least": (lambda: at_least(nothing, nothing), "needs at least one amount; `nothing` alone has no kind"),
    "choose": (lambda: choose(accepted(), nothing, nothing), "needs at least one amount; `nothing` alone has no kind"),
    "carry": (
        lambda: carry("kept", nothing),
        r"balance 'kept' is carried as nothing, which has no kind; carry pounds\(0\)",
    ),
    "previous": (
        lambda: previous("kept", nothing),
        r"balance 'kept' starts from nothing, which has no kind; start from pounds\(0\)",
    ),
}


@pytest.mark.parametrize("written", WITHOUT_A_KIND)
def test_nothing_alone_has_no_kind(written):
    rule, match = WITHOUT_A_KIND[written]
    either_way(rule, match)


ILL_SAID = {
    "no places": (lambda: round_to(saving()), "needs either places or a step; give one of them"),
    "places and a step": (lambda: round_to(saving(), 2, step=5), "needs either places or a step; give one of them"),
    "nought places and a step": (lambda: round_to(saving(), 0, step=5), "needs either places or a step"),
    "bankers": (
        lambda: round_to(saving(), 2, "half even"),
        "round_to has no mode 'half even'; use one of half up, down, up, floor",
    ),
    "ratio, bankers": (
        lambda: ratio(saving(), people(), 2, "half even", nothing),
        "ratio has no mode 'half even'; use one of half up, down, up, floor",
    ),
    "a step of nought": (lambda: round_to(saving(), step=0), "a step of 0; a step is above nought"),
    "a negative step": (lambda: round_to(saving(), step=-5), "a step of -5; a step is above nought"),
    "a float step": (lambda: round_to(saving(), step=0.05), "a step is an int, a Decimal or a Fraction, not 0.05"),
    "negative places": (lambda: round_to(saving(), -2), "round_to has -2 places; use step=100"),
    "ratio, negative places": (
        lambda: ratio(saving(), people(), -1, "down", nothing),
        "ratio has -1 places; places are nought or more",
    ),
    "a float constant": (
        lambda: pounds(0.1),
        "a constant is an int, a Decimal or a Fraction, not 0.1; no arithmetic on float",
    ),
    "a constant in text": (lambda: share_of("25%"), "a constant is an int, a Decimal or a Fraction, not '25%'"),
    "a constant truth": (
        lambda: constant(1, truth),
        r"a constant is a figure; for a truth compare, or use scheduled\(name, truth, values\)",
    ),
    "a fact of -1 places": (lambda: fact("x", money, -1, (0, 1)), "fact 'x' has -1 places; places are nought or more"),
    "a fact upside down": (lambda: fact("x", money, 2, (1, 0)), "fact 'x' lies between 1 and 0; give the lower end fi"),
    "a fact between floats": (
        lambda: fact("x", money, 2, (0, 0.5)),
        "an end of fact 'x' is an int, a Decimal or a Fraction, not 0.5",
    ),
    "a truth from 0 to 5": (lambda: fact("x", truth, 0, (0, 5)), "fact 'x' is a truth; give it 0 places, between 0 an"),
    "a truth from -1": (lambda: fact("x", truth, 0, (-1, 1)), "fact 'x' is a truth; give it 0 places, between 0 and 1"),
    "a truth of 2 places": (lambda: fact("x", truth, 2, (0, 1)), "fact 'x' is a truth; give it 0 places, between 0 an"),
    "scheduled without values": (lambda: scheduled("x", money, []), "scheduled 'x' has no values; give at least one"),
    "scheduled floats": (
        lambda: scheduled("x", share, [0.25]),
        "a value of scheduled 'x' is an int, a Decimal or a Fraction, not 0.25",
    ),
    "a balance that starts from a fact": (
        lambda: previous("kept", saving()),
        "balance 'kept' starts from an amount that varies; start from a constant",
    ),
    "a balance that starts from a fact and a constant": (
        lambda: previous("kept", pounds(1) + saving()),
        "balance 'kept' starts from an amount that varies; start from a constant",
    ),
    "a balance of truth": (
        lambda: previous("kept", accepted()),
        "balance 'kept' is a truth; carry a count of nought or one",
    ),
    "a balance of shares without places": (
        lambda: previous("kept", share_of(0)),
        "balance 'kept' is share; say its places",
    ),
    "a balance of tonnes without places": (
        lambda: previous("kept", constant(0, tonnes)),
        "balance 'kept' is tonnes; say its places",
    ),
    "a balance of -1 places": (
        lambda: previous("kept", pounds(0), places=-1),
        "balance 'kept' has -1 places; places are nought or more",
    ),
    "a balance of money times money": (
        lambda: previous("kept", pounds(1) * pounds(1), places=4),
        r"balance 'kept' is money\^2, which is not carried; use ratio first",
    ),
    "a balance no periods ago": (
        lambda: previous("kept", pounds(0), periods_ago=0),
        "balance 'kept' is read 0 periods ago; the least is one",
    ),
    "naming money times money": (
        lambda: named("fee", saving() * saving()),
        r"'fee' is money\^2, which is no line of a statement; use ratio first",
    ),
    "naming so much per pound": (lambda: named("fee", rate() / pounds(1)), "'fee' is 1 per money, which is no line"),
    "carried twice": (
        lambda: [carry("kept", previous("kept", pounds(0))), carry("kept", pounds(1))],
        "balance 'kept' is carried twice; carry it once, after its last change",
    ),
}


@pytest.mark.parametrize("written", ILL_SAID)
def test_a_word_said_wrongly_says_how(written):
    rule, match = ILL_SAID[written]
    either_way(rule, match)


def test_a_scope_is_named_in_the_refusal():
    def rule():
        with scope("energy"), scope("share"):
            named("fee", saving() * saving())

    either_way_facts = {"energy / share / saving": Fraction(1)}
    with pytest.raises(RuleError, match=r"'energy / share / fee' is money\^2"):
        record(rule)
    with pytest.raises(RuleError, match=r"'energy / share / fee' is money\^2"):
        direct.run(rule, [either_way_facts])


OUTSIDE = {
    "constant": lambda amount: pounds(1),
    "fact": lambda amount: saving(),
    "scheduled": lambda amount: scheduled("last of year", truth, []),
    "scheduled share": lambda amount: scheduled("share", share, [1]),
    "previous": lambda amount: previous("kept", amount),
    "carry": lambda amount: carry("kept", amount),
    "named": lambda amount: named("fee", amount),
    "named nothing": lambda amount: named("fee", nothing),
}


@pytest.mark.parametrize("word", OUTSIDE)
def test_a_word_outside_a_recording_is_refused(word):
    kept = []
    record(lambda: kept.append(pounds(0)))
    with pytest.raises(RuleError, match="only while a contract is recorded; use record"):
        OUTSIDE[word](kept[0])


def test_a_recording_that_fails_leaves_nothing_behind():
    def rule():
        with scope("energy", clause="7"):
            raise KeyError("a mistake in the rule")

    with pytest.raises(KeyError):
        record(rule)
    with pytest.raises(RuleError, match="only while a contract is recorded"):
        pounds(1)
    (line,) = record(lambda: named("fee", pounds(1))).lines
    assert (line.path, line.clause) == ("fee", "")


def test_a_recording_within_a_recording_begins_without_the_outer_scope():
    inner = []

    def rule():
        with scope("energy", clause="7"):
            inner.append(record(lambda: named("fee", pounds(1))))
            named("fee", pounds(2))

    outer = record(rule)
    assert [(line.path, line.clause) for line in inner[0].lines] == [("fee", "")]
    assert [(line.path, line.clause) for line in outer.lines] == [("energy / fee", "7")]


def test_nothing_can_be_looked_up_by_an_amount():
    with pytest.raises(TypeError, match="unhashable"):
        record(lambda: {saving(): "fee"})


def test_an_amount_shows_its_kind_and_nothing_its_name():
    shown = []
    record(lambda: shown.extend([repr(saving()), repr(nothing)]))
    direct.run(lambda: shown.append(repr(saving())), [{"saving": Fraction(5, 2)}])
    assert shown == ["<amount of money: 0>", "nothing", "<amount of money: 5/2>"]
