"""Really paid shared savings whose statutory 2% is written into the share: 50% less 2% of it is 49%.

Source: CMS, Medicare Shared Savings Program, performance-year results, public use files. The deduction as a step of its
own is still to come; its place before the limit is what these settlements show.
"""

from fractions import Fraction
from typing import Any

import pytest

import riskreward as rr
from tests.test_published_cases import contract, share, threshold

PAID = [
    # benchmark, spend, minimum rate, share, quality, limit, paid
    ("A1026, 2024", "600514210", "577772388", "1.5%", "50%", "1", "10%", 11_143_493),
    ("A1059, 2024", "424274078", "402512951", "2.41%", "50%", "1", "10%", 10_662_952),
    ("A1262, 2024", "477097671", "433433268", "2.28%", "40%", "1", "10%", 17_116_446),
    ("A1001, 2023", "1098668352", "998768668", "2%", "75%", "1", "20%", 73_426_268),
    ("A2619, 2024, quality", "427300055", "403861896", "2.39%", "40%", "0.721", "10%", 6_624_374),
    ("A2366, 2024, the share unrounded", "87392050", "76584733", "3.87%", "50%", "0.7663", "10%", 4_058_007),
    ("A1409, 2018, the limit binds at a half", "121182225", "83501144", "2%", "45.41%", "1", "10%", 12_118_223),
]


@pytest.mark.parametrize(
    ("benchmark", "spend", "minimum", "rate", "quality", "limit", "paid"),
    [pytest.param(*row, id=name) for name, *row in PAID],
)
def test_a_really_paid_settlement_is_paid_to_the_dollar(
    benchmark: str, spend: str, minimum: str, rate: str, quality: str, limit: str, paid: int
) -> None:
    used = Fraction(rate.rstrip("%")) / 100 * Fraction(quality) * Fraction("0.98")
    agreed = settling(threshold(minimum), used, limit, benchmark)
    assert abs(agreed.settle({"2020": spend}).amount("fee of the year") - paid) <= 1


def test_half_the_share_below_the_minimum() -> None:
    """A5328, 2024: 0.03% saved against 3.01%; 20% instead of 40%: 6,288."""
    below = threshold("3.01%", "everything counts, a share of it below", share_below="50%")
    agreed = settling(below, Fraction("0.40") * Fraction("0.98"), "10%", "112323078")
    assert agreed.settle({"2020": "112290994"}).amount("fee of the year") == 6_288


def settling(reached: dict[str, Any], used: Fraction, limit: str, benchmark: str) -> rr.Contract:
    cap = {"rule": "cap", "share_of_baseline": limit, "over": "year"}
    steps = (reached, share(f"{used.numerator}/{used.denominator}"), cap)
    return contract(*steps, baseline=benchmark, rounding="half up to the dollar")
