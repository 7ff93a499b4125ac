"""How large a figure of one period can become: never less than it does, and no more where that can be known."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

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
    truth,
)
from riskreward.kernel.program import Program
from riskreward.kernel.rounding import MODES
from riskreward.readers import exact
from riskreward.readers.bounds import bound, boxes

LARGEST = 2**63 - 1


def pence(low, high, name="saving"):
    return fact(name, money, 2, (Fraction(low, 100), Fraction(high, 100)))


def accepted():
    return fact("accepted", truth, 0, (0, 1))


def lined(amount) -> Program:
    return record(lambda: named("line", amount()))


def interval(amount):
    """Return the bounds of one amount, as whole numbers."""
    program = lined(amount)
    return bound(program, {}).intervals[program.lines[0].operation]


def bits(amount):
    program = lined(amount)
    return bound(program, {}).bits[program.lines[0].operation]


# Worked examples.


def test_a_quarter_of_a_saving_between_a_loss_and_a_gain():
    program = lined(lambda: pence(-1000, 9000) * share_of(Decimal("0.25")))
    bounds = bound(program, {})
    assert bounds.intervals == ((-1000, 9000), (1, 1), (-1000, 9000))
    assert program.operations[2].denominator == 400
    assert bounds.bits == (14, 1, 14)
    assert bounds.fits
    assert bounds.findings == ()


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (lambda: pence(-10, 30) + pence(-5, 7, "b"), (-15, 37)),
        (lambda: pence(-10, 30) - pence(-5, 7, "b"), (-17, 35)),
        (lambda: pence(-10, 30) + pounds(Fraction(1, 3)), (70, 190)),
        (lambda: pounds(1) - pence(-10, 30), (70, 110)),
        (lambda: at_least(pence(-10, 30), nothing), (0, 30)),
        (lambda: at_least(pence(-10, 30), pounds(1)), (100, 100)),
        (lambda: at_most(pence(-10, 30), nothing), (-10, 0)),
        (lambda: at_most(pence(-10, 30), pounds(-1)), (-100, -100)),
        (lambda: choose(accepted(), pence(-10, 30), pence(20, 40, "b")), (-10, 40)),
        (lambda: choose(accepted(), pence(20, 40), pence(-10, 30, "b")), (-10, 40)),
        (lambda: choose(accepted(), pence(20, 40), pounds(Fraction(1, 3))), (60, 120)),
        (lambda: pence(-10, 30) * fact("share", share, 1, (-1, 2)), (-300, 600)),
        (lambda: pence(-10, 30) * share_of(-1), (-30, 10)),
        (lambda: pence(-10, 30) * constant(200, share), (-20, 60)),
        (lambda: constant(200, share) * pence(-10, 30), (-20, 60)),
        (lambda: pence(-10, 30) < pounds(1), (0, 1)),
        (lambda: both(accepted(), equals(pence(-10, 30), nothing)), (0, 1)),
        (lambda: either(accepted(), opposite(accepted())), (0, 1)),
        (lambda: round_to(pence(-150, 250), 0), (-2, 3)),
        (lambda: round_to(pence(-150, 250), 0, "down"), (-1, 2)),
        (lambda: round_to(pence(-150, 250), step=Decimal("0.40"), mode="up"), (-8, 14)),
        (lambda: ratio(pence(-10, 30), pence(4, 5, "b"), 1, "down", nothing), (-25, 75)),
        (lambda: ratio(pence(-10, 30), pence(-5, -4, "b"), 1, "down", nothing), (-75, 25)),
        (lambda: ratio(pence(-10, 30), pence(-5, 5, "b"), 1, "down", nothing), (-300, 300)),
        (lambda: ratio(pence(10, 30), pence(0, 5, "b"), 1, "down", nothing), (0, 300)),
        (lambda: ratio(pence(10, 30), pence(0, 5, "b"), 1, "down", share_of(-9)), (-90, 300)),
        (lambda: ratio(pence(10, 30), pence(0, 0, "b"), 0, "down", share_of(7)), (7, 30)),
    ],
)
def test_the_lowest_and_highest_of_an_operation(amount, expected):
    assert interval(amount) == expected


def test_a_balance_lies_in_its_box():
    def rule():
        so_far = previous("so far", pounds(0))
        carry("so far", named("line", so_far + pence(0, 10)))

    bounds = bound(record(rule), {"so far": (-50, 70)})
    assert bounds.intervals == ((0, 0), (-50, 70), (0, 10), (-50, 80))


def test_a_balance_without_a_box_is_refused():
    program = record(lambda: carry("so far", previous("so far", pounds(0))))
    with pytest.raises(KeyError, match="so far"):
        bound(program, {"another": (0, 1)})


# Bits, with what the working passes through.


def test_the_bits_of_a_figure_are_those_of_its_larger_end():
    assert bits(lambda: pence(-8, 7)) == 4
    assert bits(lambda: pence(-7, 7)) == 3
    assert bits(lambda: pence(0, 0)) == 0


def test_the_bits_of_a_comparison_are_those_of_both_sides_at_one_denominator():
    assert bits(lambda: pence(0, 7) < pounds(Fraction(1, 3))) == (100).bit_length()
    assert bits(lambda: pence(0, 70) < pounds(Fraction(1, 3))) == (210).bit_length()
    assert bits(lambda: at_most(pence(0, 70), pounds(Fraction(1, 3)))) == (210).bit_length()


def test_rounding_passes_through_twice_the_amount_and_the_step():
    assert bits(lambda: round_to(pence(0, 1500), 0)) == (2 * 1500 + 100).bit_length()
    assert bits(lambda: round_to(pence(-1500, 0), 0)) == (2 * 1500 + 100).bit_length()
    assert bits(lambda: round_to(pence(0, 2000), 0)) == (2 * 2000 + 100).bit_length()
    assert bits(lambda: round_to(pence(-2000, 0), 0)) == (2 * 2000 + 100).bit_length()
    assert bits(lambda: round_to(pence(0, 1000), step=Fraction(2, 3))) == (2 * 3000 + 200).bit_length()
    assert bits(lambda: round_to(pence(0, 1000), step=Fraction(3, 100))) == (2 * 1000 + 3).bit_length()
    assert bits(lambda: round_to(pence(0, 1), step=1000)) == (2 * 100_000).bit_length()


def test_a_ratio_passes_through_twice_the_above_and_the_below():
    def of(above, below):
        """With pence above, tenths below and no places, above is taken 10 times and below 100 times."""
        return bits(lambda: ratio(pence(*above), fact("b", share, 1, below), 0, "down", nothing))

    assert of((0, 1200), (1, 1)) == (2 * 12_000 + 1000).bit_length() == 15
    assert of((-1200, 0), (1, 1)) == (2 * 12_000 + 1000).bit_length() == 15
    assert of((0, 1000), (1, 13)) == (2 * 10_000 + 13_000).bit_length() == 16
    assert of((0, 1000), (-13, -1)) == (2 * 10_000 + 13_000).bit_length() == 16
    assert of((0, 1), (0, 100)) == (2 * 100_000).bit_length() == 18
    assert of((0, 1), (-100, 0)) == (2 * 100_000).bit_length() == 18


def test_a_closing_is_counted_in_the_places_of_its_balance():
    def rule():
        previous("kept", pounds(0), places=4)
        carry("kept", pence(0, 100))

    bounds = bound(record(rule), {"kept": (0, 0)})
    assert bounds.intervals[-1] == (0, 100)
    assert bounds.bits[-1] == (10_000).bit_length()


def test_63_bits_fit_and_64_are_a_finding_that_names_the_line():
    fits = bound(lined(lambda: pence(0, LARGEST)), {})
    assert fits.fits
    assert fits.findings == ()
    for low, high in [(0, LARGEST + 1), (-LARGEST - 1, 0)]:
        wide = bound(lined(lambda low=low, high=high: pence(low, high)), {})
        assert not wide.fits
        (finding,) = wide.findings
        assert finding.name == "wide line"
        assert finding.severity == "note"
        assert finding.sentence == (
            "'line' may need 64 bits, more than the 63 of a 64-bit whole number; "
            "narrow its ranges, or give its terms fewer places"
        )


def test_a_line_is_wide_where_what_lies_beneath_it_is():
    def rule():
        wide = pence(0, 2**40) * pence(0, 2**40, "b")
        named("narrow", pence(0, 1, "c"))
        named("answer", choose(wide > nothing, pounds(1), pounds(2)))
        so_far = previous("so far", pounds(0))
        carry("so far", choose(wide > nothing, so_far, nothing))

    bounds = bound(record(rule), {"so far": (0, 1)})
    assert [finding.sentence.split(" may need ")[0] for finding in bounds.findings] == ["'answer'", "'so far'"]
    assert "may need 81 bits" in bounds.findings[0].sentence
    assert not bounds.fits


def test_a_program_without_operations_fits():
    bounds = bound(record(lambda: None), {})
    assert bounds.fits
    assert bounds.bits == bounds.intervals == bounds.findings == ()


# Against every value there is, on small ranges.

SMALL = [(-4, -2), (-3, 0), (-2, 3), (0, 0), (0, 3), (2, 5)]


def extremes(program):
    """Return the lowest and highest value that the one line takes, over every pair of facts."""
    ranges = [range(each.low, each.high + 1) for each in program.facts]
    lines = exact.run(program, product(*ranges)).lines
    return min(lines)[0], max(lines)[0]


ON_TWO = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "larger": at_least,
    "smaller": at_most,
    "choose": lambda a, b: choose(accepted(), a, b),
    "by a positive constant": lambda a, b: a * share_of(Fraction(3, 10)),
    "by a negative constant": lambda a, b: constant(-30, share) * a,
}


@pytest.mark.parametrize("operation", ON_TWO)
def test_an_operation_reaches_both_of_its_bounds(operation):
    for left, right in product(SMALL, SMALL):

        def amount(left=left, right=right):
            a = fact("a", share, 1, tuple(Fraction(end, 10) for end in left))
            b = fact("b", share, 1, tuple(Fraction(end, 10) for end in right))
            return ON_TWO[operation](a, b)

        assert interval(amount) == extremes(lined(amount)), (left, right)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", ["0.2", "0.3", "1", "2/3", "5"])
def test_a_rounding_reaches_both_of_its_bounds(step, mode):
    for ends in [*SMALL, (-17, 22), (-25, -14), (5, 15)]:

        def amount(ends=ends):
            a = fact("a", share, 1, tuple(Fraction(end, 10) for end in ends))
            return round_to(a, step=Fraction(step), mode=mode)

        assert interval(amount) == extremes(lined(amount)), ends


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("answered", "otherwise"), [("never", 0), ("nought", 0), ("above", 100), ("below", -100)])
def test_a_ratio_reaches_both_of_its_bounds(mode, answered, otherwise):
    for above, below in product(SMALL, SMALL):
        crosses = below[0] <= 0 <= below[1]
        if crosses is (answered == "never") or (below == (0, 0) and answered != "nought"):
            continue

        def amount(above=above, below=below):
            a = fact("a", share, 1, tuple(Fraction(end, 10) for end in above))
            b = fact("b", share, 2, tuple(Fraction(end, 100) for end in below))
            return ratio(a, b, 0, mode, share_of(otherwise))

        low, high = interval(amount)
        lowest, highest = extremes(lined(amount))
        assert low <= lowest, (above, below)
        assert high >= highest, (above, below)
        if below != (0, 0):
            assert (low, high) == (min(lowest, otherwise), max(highest, otherwise)), (above, below)


# Boxes for balances whose reach is not known.


def test_a_box_holds_so_many_periods_of_the_largest_fact():
    def rule():
        fact("small", money, 2, (-3, 1))
        fact("large", money, 1, (Decimal("-20.5"), 9))
        accepted()
        carry("pence", previous("pence", pounds(0)))
        carry("precise", previous("precise", pounds(0), places=4))

    assert boxes(record(rule), periods=3) == {"pence": (-6300, 6300), "precise": (-630_000, 630_000)}


def test_a_box_holds_so_many_periods_of_the_largest_constant():
    def rule():
        pence(-3, 1)
        named("cap", pounds(Decimal("-50.25")))
        carry("kept", previous("kept", pounds(1)))

    assert boxes(record(rule), periods=2) == {"kept": (-10_200, 10_200)}


def test_a_box_of_high_facts_counts_their_higher_end():
    def rule():
        fact("large", money, 0, (-9, 20))
        carry("kept", previous("kept", pounds(1)))

    assert boxes(record(rule), periods=1) == {"kept": (-2100, 2100)}


def test_no_balances_have_no_boxes():
    assert boxes(lined(lambda: pence(0, 1)), periods=5) == {}
