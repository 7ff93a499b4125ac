"""How sure a modelled baseline is: CalTRACK's formula, in figures worked by hand."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import InputError
from riskreward.baselines.uncertainty import (
    Sure,
    fractional_savings_uncertainty,
    minimum_detectable_saving,
    portfolio_uncertainty,
    savings_uncertainty,
)

BILLS: dict[str, Any] = {
    "data": "billing",
    "t": 2,
    "cv_rmse": "10%",
    "months": 12,
    "baseline_periods": 12,
    "independent_periods": 2,
    "reporting_periods": 12,
}
"""Of twelve bills two are independent: 12/2 x (1 + 2/2) / 12 is 1, and so is its root."""

DAYS = {**BILLS, "data": "daily", "baseline_periods": 365, "reporting_periods": 365}


def refused(**given: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        savings_uncertainty(**{**BILLS, **given})
    return [str(problem) for problem in caught.value.problems]


def test_a_year_of_bills():
    """-0.00022 x 144 + 0.03306 x 12 + 0.94054 is 1.30558; times 2 and times 10%: 26.1116% of the baseline."""
    assert savings_uncertainty(**BILLS) == Decimal("0.261116")


def test_a_year_of_days():
    """-0.00024 x 144 + 0.03535 x 12 + 1.00286 is 1.3925; times 2 and times 10%: 27.85% of the baseline."""
    assert savings_uncertainty(**DAYS) == Decimal("0.278500")


def test_the_fewer_independent_periods_the_less_is_known():
    """With eight of them: 12/8 x (1 + 2/8) / 12 is 10/64, its root 0.395285; times 0.261116 is 0.103215."""
    assert savings_uncertainty(**{**BILLS, "independent_periods": 8}) == Decimal("0.103215")


def test_half_a_year_is_reported():
    """-0.00022 x 36 + 0.03306 x 6 + 0.94054 is 1.13098, a fifth of it 0.226196; times the root of 12/2 x 2 / 6."""
    assert savings_uncertainty(**{**BILLS, "months": 6, "reporting_periods": 6}) == Decimal("0.319889")


def test_a_saving_of_a_tenth_known_to_a_twentieth_of_the_baseline_is_half_uncertain():
    assert fractional_savings_uncertainty(savings_uncertainty(**BILLS), "50%") == Decimal("0.522232")
    assert fractional_savings_uncertainty("5%", "10%") == Decimal("0.500000")
    with pytest.raises(InputError, match=r"^saving is 0, not above nought; check the figure$"):
        fractional_savings_uncertainty("5%", 0)


def test_errors_of_a_portfolio_partly_even_out():
    """30 and 40 make 50 together; 50 of 400 is 12.5%, where each alone is 10% and 40%."""
    assert portfolio_uncertainty([Sure(300, 30), (100, 40)]) == Decimal("0.125000")
    assert portfolio_uncertainty([(500, 30), (-100, 40)]) == Decimal("0.125000")


def test_a_portfolio_that_saves_nothing_has_no_share_of_it():
    with pytest.raises(InputError) as caught:
        portfolio_uncertainty([(100, 30), (-100, 40)])
    assert str(caught.value) == "savings add up to 0; an uncertainty is a share of a saving above nought"
    with pytest.raises(InputError) as caught:
        portfolio_uncertainty([("x", 30), (100, -40)])
    assert [str(problem) for problem in caught.value.problems] == [
        "savings[1].uncertainty is -40, not above nought; check the figure",
        "savings[0].saving is 'x', where a number belongs; write a number such as 12201000",
    ]


def test_six_per_cent_of_12201000_cannot_be_told_from_noise():
    assert minimum_detectable_saving(Fraction(12_201_000), Fraction(6, 100)) == 732_060


def test_figures_that_are_none_are_told_at_once():
    assert refused(data="hourly", t=0, cv_rmse=15, months="x") == [
        "t is 0, not above nought; check the figure",
        "months is 'x', where a number belongs; write a number such as 12201000",
        'cv_rmse is 15, which is 15 times the whole; did you mean "15%"? write "15%"',
        "data is 'hourly'; choose one of 'billing', 'daily'",
    ]


def test_more_independent_periods_than_periods_are_refused():
    assert refused(independent_periods=13) == [
        "independent_periods is 13, more than the 12 of the baseline; "
        "write baseline_periods where no residual follows another"
    ]
    savings_uncertainty(**{**BILLS, "independent_periods": 12})


def test_days_and_months_of_the_report_must_fit():
    """A month has 28 to 31 days: 365 days are 12 months or 13, never 11 or 14."""
    assert refused(**{**DAYS, "months": 1}) == [
        "months is 1, but 365 days are reported; write the months that the reported days come to, 365 days as 12"
    ]
    for months in (12, 13, "11.967"):
        savings_uncertainty(**{**DAYS, "months": months})
    for months in (11, 14):
        assert refused(**{**DAYS, "months": months})
    assert refused(months=11) == ["months is 11, but 12 bills are reported; write the months that the bills cover"]
    savings_uncertainty(**{**BILLS, "months": 24})


@given(st.integers(1, 28))
def test_the_callers_precision_changes_nothing(precision: int):
    with localcontext() as context:
        context.prec = precision
        assert savings_uncertainty(**{**BILLS, "independent_periods": 8}) == Decimal("0.103215")
        assert portfolio_uncertainty([(300, 30), (100, 40)]) == Decimal("0.125000")


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=5))
def test_a_portfolio_is_never_less_sure_than_its_errors_added_up(savings: list[tuple[int, int]]):
    together = sum(saving for saving, _ in savings)
    most = Fraction(sum(off for _, off in savings), together)
    least = Fraction(max(off for _, off in savings), together)
    tolerance = Fraction(1, 2 * 10**6)
    assert least - tolerance <= Fraction(portfolio_uncertainty(savings)) <= most + tolerance
