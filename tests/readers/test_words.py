"""Words: what every operation comes to, how figures are shown, and a few workings."""

from decimal import Decimal
from fractions import Fraction

import pytest

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
    scope,
    share,
    share_of,
    truth,
)
from riskreward.kernel.rounding import MODES
from riskreward.readers.words import Words, figure_text, values


def saving():
    return fact("saving", money, 2, (-1_000_000, 1_000_000))


def of_each_line(rule, facts=(), opening=()):
    """Return what each line comes to, by its path."""
    program = record(rule)
    found = values(program, facts, opening)
    return {line.path: found[line.operation] for line in program.lines}


def test_every_operation_is_worked_out_in_order():
    def rule():
        so_far = previous("so far", pounds(0))
        carry("so far", so_far + saving())
        named("fee", saving() * share_of(Decimal("0.25")))

    assert values(record(rule), [100_10], [7_00]) == [
        Fraction(text) for text in ("0", "7", "100.10", "107.10", "0.25", "25.025")
    ]


def test_each_operation_has_its_value():
    def rule():
        accepted = fact("accepted", truth, 0, (0, 1))
        named("subtract", saving() - pounds(5))
        named("larger", at_least(saving(), pounds(5)))
        named("smaller", at_most(saving(), pounds(5)))
        named("less", saving() < pounds(5))
        named("less or equal", saving() <= pounds(3))
        named("equal", equals(saving(), pounds(3)))
        named("chosen", choose(accepted, saving(), nothing))
        named("not chosen", choose(opposite(accepted), saving(), nothing))
        named("both", both(accepted, opposite(accepted)))
        named("either", either(accepted, opposite(accepted)))
        named("ratio", ratio(saving(), pounds(-7), 2, "floor", nothing))
        named("no ratio", ratio(pounds(5), saving() - pounds(3), 2, "floor", share_of(9)))

    assert of_each_line(rule, [1, 3_00]) == {
        "subtract": -2,
        "larger": 5,
        "smaller": 3,
        "less": True,
        "less or equal": True,
        "equal": True,
        "chosen": 3,
        "not chosen": 0,
        "both": False,
        "either": True,
        "ratio": Fraction("-0.43"),
        "no ratio": 9,
    }


def test_a_truth_is_a_truth():
    accepted = {0: False, 1: True}
    for whole, expected in accepted.items():
        (found,) = values(record(lambda: named("accepted", fact("accepted", truth, 0, (0, 1)))), [whole], [])
        assert found is expected


def test_roundings_name_their_step_and_mode():
    def rule():
        for mode in MODES:
            named(mode, round_to(saving(), step=5, mode=mode))

    assert of_each_line(rule, [-7_50]) == {"half up": -10, "down": -5, "up": -10, "floor": -10}
    assert of_each_line(rule, [7_49]) == {"half up": 5, "down": 5, "up": 10, "floor": 5}


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Fraction(2469, 2), money, "£1,234.50"),
        (Fraction(-1, 3), money, "-£0.33"),
        (Fraction(1, 4), share, "25%"),
        (Fraction(5, 6), share, "5/6"),
        (Fraction("0.123456789"), share, "12.3457%"),
        (Fraction("0.1234567"), share, "12.34567%"),
        (Fraction(12_000), count, "12,000"),
        (Fraction("1.5"), quantity("tonnes"), "1.5"),
        (Fraction(1, 3), quantity("tonnes"), "0.333333"),
        (True, truth, "yes"),
        (False, truth, "no"),
        (Fraction(1), truth, "yes"),
    ],
)
def test_a_figure_is_shown_by_its_kind(value, kind, text):
    assert figure_text(value, kind) == text


def test_money_is_shown_in_the_contracts_currency():
    assert figure_text(Fraction(5), money, "€") == "€5.00"


# A few workings.


def working(rule, path, facts=(), opening=()):
    program = record(rule)
    return Words(program, values(program, facts, opening)).working(path)


def test_a_share_of_a_saving_in_words():
    def rule():
        with scope("energy"):
            named("fee", named("net saving", saving() - pounds(50)) * share_of(Decimal("0.25")))

    assert working(rule, "energy / fee", [150_00]) == "25% of net saving £100.00"
    assert working(rule, "energy / net saving", [150_00]) == "saving £150.00 less £50.00"


def test_a_division_by_a_constant_in_words():
    assert working(lambda: named("fee", saving() / constant(3, share)), "fee", [9_00]) == "saving £9.00 divided by 3"


def test_a_division_that_was_rounded_says_how():
    """70 of 510 is 13.7255%; a third of £100 of visits; and what comes out even says nothing."""
    visits = quantity("visits")

    def rate(places):
        return lambda: named("rate", ratio(saving(), pounds(510), places, "half up", nothing))

    assert working(rate(4), "rate", [70_00]) == "saving £70.00 divided by £510.00 (rounded half up to 0.01%)"
    assert working(rate(4), "rate", [51_00]) == "saving £51.00 divided by £510.00"
    per = lambda: named("part", ratio(saving() * constant(1, visits), constant(3, visits), 2, "floor", nothing))  # noqa: E731  # shorter than a function of its own
    assert working(per, "part", [100_00]).endswith("divided by 3 (rounded floor to the penny)")


def test_what_is_rounded_and_is_no_money_is_rounded_to_parts_of_its_unit():
    visits = quantity("visits")
    third = lambda: named("part", round_to(fact("visits", visits, 2, (0, 9)) / constant(3, share), 2, "floor"))  # noqa: E731  # shorter than a function of its own
    assert working(third, "part", [100]) == "visits 1 divided by 3 (rounded floor to 0.01)"
    part = lambda: named("part", round_to(fact("rate", share, 4, (0, 1)) / constant(3, share), 4, "down"))  # noqa: E731  # shorter than a function of its own
    assert working(part, "part", [10_000]) == "rate 100% divided by 3 (rounded down to 0.01%)"
