"""The exact reader: a program spelled as one Python function over whole numbers."""

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
    either,
    equals,
    fact,
    money,
    named,
    nothing,
    opposite,
    pounds,
    previous,
    ratio,
    record,
    round_to,
    share,
    share_of,
    total,
    truth,
)
from riskreward.kernel.rounding import MODES, to_step
from riskreward.readers import exact


def saving(name="saving"):
    return fact(name, money, 2, (-1_000_000, 1_000_000))


def accepted(name="accepted"):
    return fact(name, truth, 0, (0, 1))


def gain_share():
    """A quarter of the saving beyond its highest level so far, to the penny, up to £2,000 a period."""
    highest = previous("highest", pounds(1000))
    reached = at_least(saving(), highest)
    carry("highest", reached)
    earned = round_to((reached - highest) * share_of(Decimal("0.25")), 2)
    named("earned", earned)
    named("fee", at_most(earned, pounds(2000)))


def one(amount, *facts):
    """Return the one line of a rule, as a whole number, from facts as whole numbers."""
    (lines,) = exact.run(record(lambda: named("line", amount())), [facts]).lines
    return lines[0]


# A settlement in whole pence, to check by hand.


def test_a_gain_share_in_whole_pence_over_four_periods():
    settled = exact.run(record(gain_share), [(900_00,), (5000_10,), (4000_00,), (20_000_00,)])
    assert settled.lines == [(0, 0), (1000_03, 1000_03), (0, 0), (3749_98, 2000_00)]
    assert settled.balances == (20_000_00,)


def test_a_settlement_takes_up_where_another_stopped():
    program, facts = record(gain_share), [(900_00,), (5000_10,), (4000_00,), (20_000_00,)]
    whole = exact.run(program, facts)
    first = exact.run(program, facts[:2])
    second = exact.run(program, facts[2:], opening=first.balances)
    assert first.lines + second.lines == whole.lines
    assert second.balances == whole.balances


def test_no_periods_settle_nothing_and_hand_on_the_opening():
    program = record(gain_share)
    assert exact.run(program, []) == ([], (1000_00,))
    assert exact.run(program, [], opening=[7]) == ([], (7,))


def test_an_opening_of_nought_is_not_the_start():
    assert exact.run(record(gain_share), [(100_00,)], opening=(0,)).lines == [(25_00, 25_00)]


def test_a_rule_without_facts_balances_or_lines_still_settles():
    assert exact.run(record(lambda: named("line", pounds(Decimal("-0.05")))), [(), ()]) == ([(-1,), (-1,)], ())
    assert exact.run(record(lambda: None), [()]) == ([()], ())
    assert exact.run(record(saving), [(5,)]) == ([()], ())


def test_a_constant_carried_into_finer_places_is_scaled():
    def rule():
        named("opening", previous("kept", pounds(0)))
        carry("kept", pounds(-3))

    assert exact.run(record(rule), [(), ()]) == ([(0,), (-300,)], (-300,))


def test_whole_pounds_carried_into_pence_are_scaled():
    def rule():
        named("opening", previous("kept", pounds(0)))
        carry("kept", round_to(saving(), 0, "down"))

    assert exact.run(record(rule), [(-7_99,), (8_99,)]) == ([(0,), (-7_00,)], (8_00,))


def test_all_openings_are_read_before_any_balance_is_carried():
    def rule():
        one, other = previous("one", pounds(1)), previous("other", pounds(2))
        carry("one", other)
        carry("other", one)

    assert exact.run(record(rule), [()]).balances == (200, 100)
    assert exact.run(record(rule), [(), ()]).balances == (100, 200)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", ["0.01", "0.05", "1", "100", "0.03", "3/7", "2/3"])
def test_every_mode_and_step_on_pence_either_side_of_nought(step, mode):
    step = Fraction(step)
    program = record(lambda: named("line", round_to(saving() * share_of(Fraction(1, 2)), step=step, mode=mode)))
    pence = [*range(-31, 32), -15_005, -15_000, -14_995, 14_995, 15_000, 15_005]
    for whole, (line,) in zip(pence, exact.run(program, [(whole,) for whole in pence]).lines, strict=True):
        expected = to_step(Fraction(whole, 200), step, mode)
        assert Fraction(line, program.denominator_of(program.lines[0])) == expected, whole


@pytest.mark.parametrize("mode", MODES)
def test_a_ratio_in_every_mode_over_every_pair_of_signs(mode):
    program = record(lambda: named("line", ratio(saving("a"), fact("b", share, 1, (-1, 1)), 1, mode, pounds(77))))
    for above in range(-8, 9):
        for below in range(-8, 9):
            ((line,),) = exact.run(program, [(above, below)]).lines
            value = Fraction(above, 100) / Fraction(below, 10) if below else None
            assert Fraction(line, 10) == (77 if value is None else to_step(value, Fraction(1, 10), mode))


def test_products_with_constants_keep_their_sign_and_size():
    assert one(lambda: saving() * constant(-200, share), 3) == -6
    assert one(lambda: constant(-200, share) * saving(), 3) == -6
    assert one(lambda: constant(100, share) * saving(), -3) == -3
    assert one(lambda: saving() * constant(0, share), 3) == 0
    assert one(lambda: saving() * constant(Fraction(30, 7), share), 3) == 9
    assert one(lambda: saving() * constant(Fraction(1, 7), share), 3) == 3
    assert one(lambda: constant(Fraction(-1, 7), share) * saving(), 3) == -3


def test_comparisons_bring_both_sides_to_one_denominator():
    third = Fraction(1, 3)
    for pence, less, equal in [(33, True, False), (34, False, False)]:
        assert one(lambda: saving() < pounds(third), pence) is less
        assert one(lambda: saving() <= pounds(third), pence) is less
        assert one(lambda: saving() > pounds(third), pence) is not less
        assert one(lambda: equals(saving(), pounds(third)), pence) is equal
    assert one(lambda: equals(saving(), pounds(Decimal("0.3"))), 30) is True
    assert one(lambda: at_least(saving(), pounds(third)), 33) == 100
    assert one(lambda: at_most(saving(), pounds(third)), 33) == 99
    assert one(lambda: choose(saving() < pounds(third), pounds(third), saving()), 33) == 100
    assert one(lambda: choose(saving() < pounds(third), pounds(third), saving()), 34) == 102


@pytest.mark.parametrize(("left", "right"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_truths_are_nought_or_one(left, right):
    assert one(lambda: both(accepted("l"), accepted("r")), left, right) == left * right
    assert one(lambda: either(accepted("l"), accepted("r")), left, right) == max(left, right)
    assert one(lambda: both(opposite(accepted("l")), either(accepted("r"), accepted("l"))), left, right) == (
        (1 - left) * right
    )


# How it is spelled.


def test_a_program_is_spelled_once_for_every_period():
    assert exact.listing(record(gain_share)) == (
        "def run(periods, balances):\n"
        "    settled = []\n"
        "    settle = settled.append\n"
        "    (b0, ) = balances\n"
        "    for (f0, ) in periods:\n"
        "        v3 = (f0 if f0 >= b0 else b0)\n"
        "        v6 = (v3 - b0)\n"
        "        v7 = ((2 * v6 + 4) // 8 if v6 >= 0 else -((4 - 2 * v6) // 8))\n"
        "        settle((v7, (v7 if v7 <= 200000 else 200000), ))\n"
        "        (b0, ) = (v3, )\n"
        "    return settled, (b0, )\n"
    )


def test_each_operation_has_its_spelling():
    def rule():
        a, b, ok = saving("a"), saving("b"), accepted()
        named("sum", a + b * share_of(Decimal("0.1")))
        named("difference", pounds(-2) - a)
        named("down", round_to(a, 0, "down"))
        named("up", round_to(a, step=5, mode="up"))
        named("floor", round_to(a, step=Fraction(2, 3), mode="floor"))
        named("ratio", ratio(a, b, 4, "down", share_of(Decimal("0.5"))))
        named("chosen", choose(both(ok, opposite(a < b)), a, pounds(1)))
        named("truth", either(a <= pounds(-1), equals(a, b)))

    statements = exact.listing(record(rule)).splitlines()
    assert statements == [
        "def run(periods, balances):",
        "    settled = []",
        "    settle = settled.append",
        "    pass",
        "    for (f0, f1, f2, ) in periods:",
        "        settle(("
        "((f0 * 10) + f1), "
        "((-200) - f0), "
        "(f0 // 100 if f0 >= 0 else -(-f0 // 100)), "
        "((-(-f0 // 500) if f0 >= 0 else f0 // 500) * 5), "
        "(((f0 * 3) // 200) * 2), "
        "(quotient((f0 * 1000000), (f1 * 100), 'down') if f1 else 5000), "
        "(f0 if (f2 and (not (f0 < f1))) else 100), "
        "((f0 <= (-100)) or (f0 == f1)), "
        "))",
        "        pass",
        "    return settled, ()",
    ]


def test_what_is_never_used_is_not_spelled():
    def rule():
        _ = saving("a") * saving("b")
        named("line", saving("a") + saving("b"))

    assert "*" not in exact.listing(record(rule))


def test_the_same_program_is_compiled_once():
    program = record(gain_share)
    assert exact.runner(program) is exact.runner(program)
    assert exact.runner(program) is not exact.runner(record(gain_share))


@pytest.mark.parametrize(
    ("grow", "expected"),
    [
        (lambda amount, _: amount + pounds(1), 1001_00),
        (lambda amount, _: pounds(1) - amount, 1_00),
        (lambda amount, _: total([amount, amount, -amount]), 1_00),
        (lambda amount, number: choose(saving() > pounds(number), amount, pounds(number)), 999_00),
        (lambda amount, _: at_least(at_most(amount, pounds(5)), pounds(2)), 2_00),
        (lambda amount, _: round_to(amount * share_of(Decimal("1.5")), 0, "down"), 1_00),
    ],
)
def test_a_thousand_steps_one_upon_another_still_compile(grow, expected):
    def rule():
        amount = round_to(saving(), 2)
        for number in range(1000):
            amount = grow(amount, number)
        named("line", amount)

    program = record(rule)
    ((line,),) = exact.run(program, [(1_00,)]).lines
    assert line * 100 == expected * program.denominator_of(program.lines[0])


def test_amounts_far_beyond_64_bits_stay_exact():
    def rule():
        so_far = previous("so far", pounds(1))
        carry("so far", so_far * constant(1_000_003, share))
        named("so far", so_far)

    settled = exact.run(record(rule), [()] * 20)
    assert settled.lines[-1] == (100 * 1_000_003**19,)


def test_nothing_named_is_nought():
    assert one(lambda: nothing) == 0
