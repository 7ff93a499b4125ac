"""Distributions as people write them, and everything that is wrong with one told at once."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import riskreward as rr
from riskreward import InputError


def problems(make: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        make()
    return [str(each) for each in caught.value.problems]


def ends(distribution: Any) -> tuple[Fraction, Fraction]:
    spread = distribution.spread()
    return Fraction(spread.figures[0], spread.denominator), Fraction(spread.figures[-1], spread.denominator)


def test_a_low_a_likely_and_a_high_figure() -> None:
    found = rr.low_likely_high("2%", "10%", "15%")
    assert found.sentence == "from 2% to 15%, 10% being likely (PERT)"
    assert ends(found) == (Fraction(2, 100), Fraction(15, 100))
    assert rr.low_likely_high("£0", "£50,000", "£80,000", shape="triangular").unit == "£"
    assert found.when == "drawn afresh each period"


def test_the_likely_figure_may_be_an_end() -> None:
    assert ends(rr.low_likely_high("0%", "0%", "10%")) == (0, Fraction(1, 10))
    assert ends(rr.low_likely_high("-5%", "10%", "10%", shape="triangular")) == (Fraction(-1, 20), Fraction(1, 10))


def test_a_nought_is_a_share_and_an_amount() -> None:
    assert rr.low_likely_high(0, "10%", "15%").unit == "%"
    assert rr.low_likely_high(0, "£10", "£15").unit == "£"


def test_every_problem_is_told_at_once() -> None:
    assert problems(lambda: rr.low_likely_high("2", "ten", "15%", shape="round", of="loss", drawn="often")) == [  # type: ignore[arg-type]  # what is refused
        "low_likely_high.likely is 'ten', where a number belongs; write a number such as 10%",
        "low_likely_high mixes bare numbers and shares in %; write every figure in the same way",
        'low_likely_high.shape is \'round\'; write "PERT" or "triangular"',
        'low_likely_high.of is \'loss\'; write "saving" or "outturn"',
        'low_likely_high.drawn is \'often\'; write "each period" or "each year" or "once"',
    ]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda: rr.low_likely_high("10%", "2%", "15%"),
            "low_likely_high is 10%, 2%, 15%, which do not rise; write the lowest first",
        ),
        (
            lambda: rr.low_likely_high("10%", "10%", "10%"),
            'low_likely_high is 10% throughout; write rr.certain("10%")',
        ),
        (
            lambda: rr.low_likely_high("2%", "£10", "$15"),
            "low_likely_high mixes shares in % and money in £ and money in $; write every figure in the same way",
        ),
        (
            lambda: rr.low_likely_high(float("nan"), "10%", "15%"),
            "low_likely_high.low is NaN, which is not a number; write a number such as 10%",
        ),
        (lambda: rr.normal("95%", "0%"), 'normal.deviation is 0%, not above nought; write rr.certain("95%")'),
        (
            lambda: rr.normal("95%", "2%", within="80%"),
            'normal.within is \'80%\', which is no list; write its two ends, such as ("80%", "100%")',
        ),
        (
            lambda: rr.normal("95%", "2%", within=("100%", "80%")),
            "normal.within is 100% to 80%, which do not rise; write the lower end first",
        ),
        (
            lambda: rr.normal("95%", "2%", within=("10%", "20%")),
            "normal.within is 10% to 20%, where less than one in a thousand of the distribution lies; "
            "widen it, or move the mean",
        ),
        (
            lambda: rr.lognormal("-5%", "2%"),
            "lognormal.mean is -5%, not above nought; use rr.normal, which may lie below it",
        ),
        (lambda: rr.history(["5%"], source="minutes"), "history.figures has 1 of them; give two past figures or more"),
        (
            lambda: rr.history(["5%", "6%"], source=" "),
            "history.source is missing; say where the figures stand, so that they can be checked",
        ),
        (
            lambda: rr.certain("much"),
            "certain.figure is 'much', where a number belongs; write a number such as 10%",
        ),
    ],
)
def test_what_cannot_be_a_distribution_is_refused(make: Callable[[], object], told: str) -> None:
    assert problems(make) == [told]


def test_a_normal_ends_where_it_is_cut_off() -> None:
    low, high = ends(rr.normal("95%", "2%", within=("80%", "96%")))
    assert float(low) == pytest.approx(0.95 - 0.02 * 5.29, abs=0.001), "as far as 5.3 deviations, not as far as 80%"
    assert round(high, 12) == Fraction(96, 100)
    assert ends(rr.lognormal("£100", "£50", within=("£50", "£150"))) == (50, 150)


def test_a_normal_that_is_not_cut_off_ends_beyond_five_deviations() -> None:
    low, high = ends(rr.normal("£1,000", "£100"))
    assert (round(low), round(high)) == (471, 1529)
    assert rr.normal("£1,000", "£100", within=("£900", "£1,200")).sentence == (
        "normal about £1,000, give or take £100, cut off at £900 and £1,200"
    )


def test_past_figures_are_drawn_as_they_are() -> None:
    found = rr.history(["5%", "-2%", "3.25%"], source="Outturn reports 2021 to 2023")
    spread = found.spread()
    assert [Fraction(each, spread.denominator) * 10_000 for each in spread.figures] == [-200, 325, 500]
    assert spread.steps
    assert found.sentence == "one of 3 past figures from -2% to 5% (Outturn reports 2021 to 2023)"


def test_a_distribution_drawn_once_says_so() -> None:
    assert rr.normal("10%", "1%", drawn="once").when == "drawn once for the whole term"
    assert rr.certain("10%").sentence == "10% for certain"
