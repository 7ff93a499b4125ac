"""A milestone: a fixed sum once a measure reaches its target, and more in a straight line where it is exceeded."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.outcomes.milestone import beyond_the_target, once_reached
from riskreward.kernel import constant, pounds, quantity
from tests.contracts import QUALITY, column, contract, fees, outturn, refusals, settle, settled_alike, told, worked
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, amount, chosen, now_and_then, pick
from tests.generators.fees import Around

ACHIEVED = {"name": "achieved", "unit": "%", "better": "higher"}
HOMES = {"name": "homes", "unit": "homes", "better": "higher"}
VERMONT = {"beyond": {"up_to": "120%", "pays": 2_347_000}}
REQUIRED = {"requires": [{"measure": "quality", "at_least": "90%"}, {"measure": "complaints", "at_most": 12}]}
COMPLAINTS = {"name": "complaints", "unit": "complaints"}


def milestone(measure: str, target: Any, pays: Any, over: Any = "term", **more: Any) -> Terms:
    return {"rule": "milestone", "measure": measure, "target": target, "pays": pays, "over": over, **more}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step on a measure of its own, in visits, in percentage points or in money."""
    unit = pick(draw, (VISITS, OF_A_WHOLE, "money"))
    share = "%" if unit == OF_A_WHOLE else ""
    step: Terms = {"measure": around.reading(unit, (f"0{share}", f"150{share}"))}
    step |= {"target": f"{pick(draw, (100, 10, 60))}{share}", "over": pick(draw, ("term", "year", "period"))}
    step["pays"] = amount(draw, around.largest / 30)
    if chosen(draw):
        step["beyond"] = {"up_to": f"{pick(draw, (120, 130, 107))}{share}"}
        step["beyond"]["pays"] = step["pays"] + amount(draw, around.largest / 30)
    if now_and_then(draw):
        required = around.reading(VISITS, (0, 20))
        step["requires"] = [{"measure": required, pick(draw, ("at_least", "at_most")): 10}]
    return step


# Worked examples


@pytest.mark.parametrize(
    ("achieved", "paid"),
    [
        ("99.99%", "0"),
        ("100%", "1995000"),
        ("110%", "2171000"),
        ("110.01%", "2171176"),
        ("120%", "2347000"),
        ("150%", "2347000"),
    ],
)
def test_vermont_pays_1995000_at_its_targets_and_up_to_2347000_beyond_them(achieved: str, paid: str) -> None:
    """The two sums are published; that the line ends at 120% is ours."""
    agreed = contract(milestone("achieved", "100%", 1_995_000, **VERMONT), others=(ACHIEVED,), years=1)
    assert fees(settle(agreed, 0, achieved=(achieved,))) == [Decimal(paid)]


def test_it_is_paid_once_and_what_exceeds_the_target_as_it_is_reached() -> None:
    agreed = contract(milestone("achieved", "100%", 1_995_000, **VERMONT), others=(ACHIEVED,), years=5)
    statement = settle(agreed, 0, 0, 0, 0, 0, achieved=("80%", "100%", "90%", "110%", "105%"))
    assert fees(statement) == [0, 1_995_000, 0, 176_000, 0]
    assert column(statement, "due") == [0, 1_995_000, 0, 2_171_000, 2_083_000]


def test_the_term_reaches_what_no_year_does() -> None:
    """200 homes are 50,000: 80, 70 and 60 homes reach them in the third year, and no single year does."""
    to_date = contract(milestone("homes", 200, 50_000), others=(HOMES,))
    statement = settle(to_date, 0, 0, 0, homes=(80, 70, 60))
    assert fees(statement) == [0, 0, 50_000]
    assert column(statement, "measured so far") == [80, 150, 210]
    alone = contract(milestone("homes", 200, 50_000, over="period"), others=(HOMES,))
    statement = settle(alone, 0, 0, 0, homes=(80, 70, 60))
    assert fees(statement) == [0, 0, 0]
    assert not statement.has("measured so far")


def test_a_year_reaches_it_in_two_halves_and_a_second_year_is_not_paid_again() -> None:
    terms = milestone("homes", 100, 50_000, over="year")
    agreed = contract(terms, others=(HOMES,), settled="half-yearly", years=2)
    assert fees(settle(agreed, 0, 0, 0, 0, homes=(60, 40, 99, 50))) == [0, 50_000, 0, 0]
    assert fees(settle(agreed, 0, 0, 0, 0, homes=(60, 30, 60, 40))) == [0, 0, 0, 50_000]


def test_a_line_beyond_the_target_may_pay_no_more_than_the_target() -> None:
    agreed = contract(milestone("homes", 100, 50_000, beyond={"up_to": 120, "pays": 50_000}), others=(HOMES,))
    assert fees(settle(agreed, 0, 0, homes=(99, 200))) == [0, 50_000]


def test_of_two_requirements_of_one_measure_the_stricter_is_its_standard() -> None:
    quality = [{"measure": "quality", "at_least": least} for least in ("80%", "90%")]
    complaints = [{"measure": "complaints", "at_most": most} for most in (12, 20)]
    terms = milestone("homes", 100, 50_000, requires=[*quality, *complaints])
    step = contract(terms, others=(HOMES, QUALITY, COMPLAINTS)).fee.step[0]
    assert [step.standards(name) for name in ("quality", "complaints")] == [(Fraction("0.9"), None), (None, 12)]


def test_nothing_is_paid_until_every_requirement_is_met() -> None:
    """Quality of 89.99% and 13 complaints each stop the 50,000; 90% and 12 are enough."""
    agreed = contract(
        milestone("homes", 100, 50_000, **REQUIRED), others=(HOMES, QUALITY, COMPLAINTS), years=3, counted="to date"
    )
    statement = settle(agreed, 0, 0, 0, homes=(100, 0, 0), quality=("89.99%", "90%", "90%"), complaints=(12, 13, 12))
    assert fees(statement) == [0, 0, 50_000]


def test_the_target_is_told_as_a_cliff_and_the_most_is_the_largest_fee() -> None:
    agreed = contract(
        milestone("achieved", "100%", 1_995_000, **VERMONT, **REQUIRED),
        others=(ACHIEVED, QUALITY, COMPLAINTS),
        measure={"outturn_between": [0, 2_000_000]},
    )
    assert told(agreed.findings, "cliff") == [
        "There is a cliff at 100% of achieved (fee.step[0]): reaching it is worth £1,995,000 of fee, and falling just "
        "short of it nothing.",
        "There is a cliff at 90% of quality (fee.step[0]): what the milestone pays hangs on it.",
        "There is a cliff at 12 complaints of complaints (fee.step[0]): what the milestone pays hangs on it.",
    ]
    assert largest_fee(agreed).amount == 2_347_000
    step = agreed.fee.step[0]
    standards = [step.standards(name) for name in ("achieved", "quality", "complaints")]
    assert standards == [(None, None), (Fraction("0.9"), None), (None, 12)]


def test_of_several_requirements_of_one_measure_the_strictest_are_its_standards() -> None:
    limits = [{"at_least": "80%"}, {"at_least": "90%"}, {"at_most": "99%"}, {"at_most": "98%"}]
    requires = [{"measure": "quality", **limit} for limit in limits]
    step = contract(milestone("homes", 100, 5, requires=requires), others=(HOMES, QUALITY)).fee.step[0]
    assert step.standards("quality") == (Fraction("0.9"), Fraction("0.98"))


def test_beyond_the_target_no_more_may_be_paid_than_at_it() -> None:
    """5 at 100 homes and 5 in all at 120: 110 homes are paid 5."""
    agreed = contract(milestone("homes", 100, 5, beyond={"up_to": 120, "pays": 5}), others=(HOMES,))
    assert fees(settle(agreed, 0, homes=(110,))) == [5]


# Refusals


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            milestone("homes", 0, 5),
            "fee.step[0].target is 0, which nothing reaches; write one above nought",
        ),
        (
            milestone("homes", "50%", 5),
            "fee.step[0].target is 50%, but homes is in 'homes'; write the figure in that unit",
        ),
        (
            milestone("homes", 100, 5, beyond={"up_to": 100, "pays": 9}),
            "fee.step[0].beyond.up_to is 100, not above the target 100; write where the line ends, beyond the target",
        ),
        (
            milestone("homes", 100, 5, beyond={"up_to": 120, "pays": 4}),
            "fee.step[0].beyond.pays is 4, below pays 5; write what is paid in all, the sum for the target included",
        ),
        (
            milestone("homes", 100, 5, beyond={"up_to": "12000%", "pays": 9}),
            "fee.step[0].beyond.up_to is 12,000%, but homes is in 'homes'; write the figure in that unit",
        ),
        (
            milestone("homes", 100, 5, requires=[{"measure": "quality"}]),
            "fee.step[0].requires[0] needs either at_least or at_most; write one of them",
        ),
        (
            milestone("homes", 100, 5, requires=[{"measure": "quality", "at_least": 90}]),
            'fee.step[0].requires[0].at_least is 90, but quality is in %; write "90%"',
        ),
        (
            milestone("homes", 100, 5, requires=[{"measure": "safety", "at_least": 90}]),
            "fee.step[0].requires[0].measure is 'safety', which is no measure; "
            "write one of 'costs', 'homes', 'quality', 'complaints'",
        ),
    ],
)
def test_what_cannot_be_is_refused(terms: Terms, said: str) -> None:
    assert refusals(terms, others=(HOMES, QUALITY, COMPLAINTS)) == [said]


def test_what_reaches_the_target_is_a_choice_without_a_default() -> None:
    terms = {key: value for key, value in milestone("homes", 100, 5).items() if key != "over"}
    (said,) = refusals(terms, others=(HOMES,))
    assert said.startswith("fee.step[0].over is missing")


def test_a_ratio_that_may_be_nothing_is_no_requirement_from_above() -> None:
    ratio = {"of": "complaints", "to": "homes", "denominator_at_least": 1, "if_below": "nothing counts"}
    rate = {"name": "rate", "unit": "%", "ratio": {**ratio, "places": 4}}
    terms = milestone("homes", 100, 5, requires=[{"measure": "rate", "at_most": "5%"}])
    assert refusals(terms, others=(HOMES, COMPLAINTS, rate)) == [
        "fee.step[0].requires[0].at_most where its denominator falls away 'rate' is nothing, which would pass; "
        'write ratio.if_below = "settling is refused" for it'
    ]


# Properties

figures = st.integers(-100, 2000).map(Fraction)


def due(homes: Fraction, times: int = 1) -> Fraction:
    unit = quantity("homes")

    def rule() -> Any:
        reached, target = constant(homes, unit), constant(1000, unit)
        more = beyond_the_target(reached, target, constant(1200, unit), pounds(500 * times))
        return once_reached(reached, target, pounds(2000 * times)) + more

    return worked(rule)


@given(figures, figures)
def test_more_is_never_paid_less_and_it_is_bounded(homes: Fraction, other: Fraction) -> None:
    low, high = sorted((homes, other))
    assert 0 <= due(low) <= due(high) <= 2500


@given(figures)
def test_short_of_the_target_nothing_is_due_and_twice_the_sums_pay_twice(homes: Fraction) -> None:
    assert homes >= 1000 or due(homes) == 0
    assert due(homes, times=2) == 2 * due(homes)


@given(st.integers(1000, 2000).map(Fraction))
def test_beyond_the_target_it_is_continuous_and_at_the_target_it_is_not(homes: Fraction) -> None:
    assert due(homes + 1) - due(homes) <= Fraction("2.5")
    assert due(Fraction(1000)) - due(Fraction(999)) == 2000


@given(st.lists(st.integers(-200, 1500), min_size=3, max_size=3))
def test_over_the_term_it_pays_what_the_highest_figure_to_date_is_worth_once(homes: list[int]) -> None:
    terms = milestone("homes", 1000, 2000, beyond={"up_to": 1200, "pays": 2500})
    agreed = contract(terms, others=(HOMES,))
    statement = settled_alike(agreed, outturn(agreed, 0, 0, 0, homes=tuple(homes)))
    assert sum(fees(statement)) == max(due(Fraction(sum(homes[:number]))) for number in range(1, 4))
