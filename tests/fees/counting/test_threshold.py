"""A threshold: what must be reached before anything counts, in its three published forms."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.fees.counting.threshold import only_the_excess, reduced_below, whole_once_met
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    SAVINGS,
    SHARES,
    TENTH,
    column,
    contract,
    fees,
    pence,
    refusals,
    settle,
    told,
    worked,
)

WHOLE = "everything counts"
EXCESS = "only the excess counts"
BELOW = "everything counts, a share of it below"


def reaching(once_met: str, **threshold: object) -> dict[str, object]:
    return {"rule": "threshold", "once_met": once_met, **threshold}


def earned(step: dict[str, object], *savings: object, **other: object):
    return fees(settle(contract(step, TENTH, **other), *savings))


# Worked examples: a tenth, once 100,000 is reached.

JUST_BELOW = Fraction("99999.99")
JUST_ABOVE = Fraction("100000.01")


def test_everything_counts_once_it_is_met():
    step = reaching(WHOLE, amount="£100,000")
    assert earned(step, 300_000, 100_000, JUST_BELOW) == [30_000, 10_000, 0]
    assert earned(step, JUST_ABOVE, 0, -50_000) == [10_000, 0, 0]


def test_only_the_excess_counts():
    step = reaching(EXCESS, amount=100_000)
    assert earned(step, 300_000, 100_000, JUST_BELOW) == [20_000, 0, 0]
    assert earned(step, Fraction("100000.10"), 0, -50_000) == pence("0.01 0.00 0.00")


def test_everything_counts_once_it_is_met_and_half_of_it_below():
    """Half of 99,999.99 is 49,999.995, a tenth of it 4,999.9995: 5,000.00."""
    step = reaching(BELOW, amount=100_000, share_below="50%")
    assert earned(step, 300_000, 100_000, JUST_BELOW) == [30_000, 10_000, 5_000]
    assert earned(step, 60_000, 0, -50_000) == [3_000, 0, 0]


def test_6_million_saved_on_100_million_against_two_per_cent_at_80_per_cent():
    """Of everything 4,800,000; of the excess over 2,000,000, 3,200,000."""
    most = {"rule": "share", "share": "80%"}
    for once_met, fee in ((WHOLE, 4_800_000), (EXCESS, 3_200_000)):
        agreed = contract(
            reaching(once_met, share_of_baseline="2%"), most, baseline={"rule": "fixed", "amount": 100_000_000}
        )
        assert fees(agreed.settle({"2026-27": 94_000_000})) == [fee]


def test_a_threshold_is_decided_on_exact_figures_and_not_on_a_ratio_as_printed():
    """2% of 1,000,000.33 is 20,000.0066. A saving of 20,000.00 prints as 2.00% and has not met it; a penny more has."""
    agreed = contract(
        reaching(WHOLE, share_of_baseline="2%"), TENTH, baseline={"rule": "fixed", "amount": "1000000.33"}
    )
    assert fees(agreed.settle({"2026-27": "980000.33", "2027-28": "980000.32"})) == pence("0.00 2,000.00")


def test_an_indexed_baseline_moves_the_threshold_unrounded():
    """1,000,000 at 100.0005 over 100 is 1,000,005; a tenth of it 100,000.50, which 100,000.49 does not meet."""
    index = {
        "series": "CPI",
        "month": "March inside the year",
        "base": 100,
        "levels": {"2026-27": "100.0005", "2027-28": "100.0005"},
    }
    agreed = contract(
        reaching(WHOLE, share_of_baseline="10%"),
        TENTH,
        baseline={"rule": "indexed", "amount": 1_000_000, "index": index},
    )
    assert fees(agreed.settle({"2026-27": "900004.51", "2027-28": "900004.50"})) == pence("0.00 10,000.05")


@pytest.mark.parametrize("counted", ["each period", "each year"])
def test_two_thirds_of_a_pound_are_not_67_pence(counted):
    """100.00 spent against a mean of 100.666...: 0.666... saved, which does not reach 0.67 and does reach 0.66."""
    mean = {"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 102}}
    for amount, fee in (("0.67", "0.00"), ("0.66", "0.07")):
        agreed = contract(reaching(WHOLE, amount=amount), TENTH, baseline=mean, counted=counted)
        assert fees(agreed.settle({"2026-27": 100})) == pence(fee)


def test_the_statement_shows_what_was_to_be_reached_and_what_counted_towards_it():
    statement = settle(contract(reaching(WHOLE, amount=100_000, name="hurdle"), TENTH), 80_000)
    assert column(statement, "hurdle to reach") == [100_000]
    assert column(statement, "counted towards the hurdle") == [80_000]
    assert column(statement, "saving after the hurdle") == [0]


def test_counted_each_year_in_quarters_only_the_year_is_held_against_it():
    """Four quarters of 30,000 are 120,000, which no quarter reaches."""
    step = reaching(WHOLE, amount=100_000)
    assert earned(step, *[30_000] * 4, settled="quarterly", counted="each year") == [0, 0, 0, 12_000]
    assert earned(step, *[30_000] * 4, settled="quarterly") == [0, 0, 0, 0]


@pytest.mark.parametrize("threshold", [{"amount": 20_000}, {"share_of_baseline": "2%"}])
def test_where_everything_counts_the_threshold_is_told_as_a_cliff(threshold):
    """A tenth of 20,000, which is 2% of a baseline of 1,000,000, is 2,000."""
    assert told(contract(reaching(WHOLE, **threshold), TENTH).findings, "cliff") == [
        "There is a cliff at £20,000: the last penny of saving that reaches the threshold (fee.step[0]) is worth "
        "£2,000 of fee."
    ]
    assert told(contract(reaching(EXCESS, **threshold), TENTH).findings, "cliff") == []


def test_counted_to_date_everything_to_date_is_held_against_it():
    """60,000, then 120,000, then 180,000 to date: a tenth of everything from the second year."""
    assert earned(reaching(WHOLE, amount=100_000), *[60_000] * 3, counted="to date") == [0, 12_000, 6_000]


def test_a_share_of_the_baseline_is_counted_as_the_saving_is():
    """10% of 1,000,000, of 2,000,000, of 3,000,000 to date: only at the end are 310,000 enough."""
    step = reaching(WHOLE, share_of_baseline="10%")
    assert earned(step, 90_000, 90_000, 130_000, counted="to date") == [0, 0, 31_000]
    in_quarters = contract(step, TENTH, settled="quarterly", counted="each year")
    statement = settle(in_quarters, 90_000, 90_000, 90_000, 129_999, 100_000, 100_000, 100_000, 100_000)
    assert fees(statement) == [0] * 7 + [40_000]
    assert column(statement, "threshold to reach") == [0, 0, 0, 400_000] * 2


def test_a_share_of_a_baseline_below_nought_is_a_threshold_of_nought():
    """-300 spent against -100 saves 200: no more than that is above a tenth of the baseline."""
    agreed = contract(reaching(EXCESS, share_of_baseline="10%"), TENTH, baseline={"rule": "fixed", "amount": -100})
    statement = agreed.settle({"2026-27": -300})
    assert column(statement, "threshold to reach") == [0]
    assert fees(statement) == [20]


# Refusals.


def test_where_only_the_excess_counts_there_is_no_cliff():
    for form, cliffs in ((WHOLE, (100_000,)), (EXCESS, ())):
        assert contract(reaching(form, amount=100_000), TENTH).fee.step[0].cliffs(Fraction(1_000_000)) == cliffs


def test_what_happens_once_it_is_met_has_no_default():
    assert refusals({"rule": "threshold", "amount": 1}, TENTH) == [
        'fee.step[0].once_met is missing; choose one of "everything counts", "only the excess counts", '
        '"everything counts, a share of it below"'
    ]


@pytest.mark.parametrize("given", [{}, {"amount": 1, "share_of_baseline": "1%"}])
def test_it_is_an_amount_or_a_share_of_the_baseline_and_not_both(given):
    assert refusals(reaching(WHOLE, **given), TENTH) == [
        "fee.step[0] needs either an amount or a share_of_baseline; write one of them"
    ]


def test_a_threshold_is_not_below_nought():
    assert refusals(reaching(WHOLE, amount=-5), TENTH) == [
        "fee.step[0].amount is -5, below nought; write an amount of nought or more"
    ]


@pytest.mark.parametrize(
    "step",
    [
        reaching(BELOW, amount=1),
        reaching(WHOLE, amount=1, share_below="50%"),
        reaching(EXCESS, amount=1, share_below="50%"),
    ],
)
def test_a_share_below_goes_with_the_form_that_has_one(step):
    assert refusals(step, TENTH) == [
        "fee.step[0].share_below goes with once_met = 'everything counts, a share of it below', and only with it; "
        "write both or neither"
    ]


# Whatever is counted.


def whole(counted, threshold) -> Fraction:
    return worked(lambda: whole_once_met(pounds(counted), pounds(threshold)))


def excess(counted, threshold) -> Fraction:
    return worked(lambda: only_the_excess(pounds(counted), pounds(threshold)))


def reduced(counted, threshold, part) -> Fraction:
    return worked(lambda: reduced_below(pounds(counted), pounds(threshold), share_of(part)))


FORMS = pytest.mark.parametrize("form", [whole, excess, lambda counted, at: reduced(counted, at, Fraction(1, 2))])


@FORMS
@given(SAVINGS, POUNDS)
def test_nothing_saved_counts_as_nothing_and_never_more_counts_than_was_saved(form, counted, threshold):
    assert 0 <= form(counted, threshold) <= max(counted, 0)


@FORMS
@given(SAVINGS, SAVINGS, POUNDS)
def test_more_saved_never_counts_for_less(form, one, other, threshold):
    assert form(min(one, other), threshold) <= form(max(one, other), threshold)


@given(POUNDS)
def test_at_the_threshold_everything_counts_and_a_penny_below_it_nothing_or_its_part(threshold):
    below = threshold - Fraction(1, 100)
    assert whole(threshold, threshold) == reduced(threshold, threshold, Fraction(1, 2)) == threshold
    assert whole(below, threshold) == 0
    assert reduced(below, threshold, Fraction(1, 2)) == max(below, 0) / 2


@given(SAVINGS, POUNDS)
def test_the_excess_and_the_threshold_make_up_what_is_counted_above_it(counted, threshold):
    assert excess(counted, threshold) + min(counted, threshold) == counted
    assert excess(counted, threshold) <= whole(counted, threshold)


@given(SAVINGS, POUNDS, SHARES)
def test_a_share_below_of_nought_is_the_first_form_and_of_the_whole_no_threshold_at_all(counted, threshold, part):
    assert reduced(counted, threshold, 0) == whole(counted, threshold)
    assert reduced(counted, threshold, 1) == max(counted, 0)
    assert whole(counted, threshold) <= reduced(counted, threshold, part) <= max(counted, 0)


def test_even_a_threshold_below_nought_lets_no_loss_count():
    assert whole(-5, -10) == reduced(-5, -10, Fraction(1, 2)) == 0


@given(POUNDS)
def test_a_threshold_of_nought_lets_everything_count(counted):
    assert whole(counted, 0) == excess(counted, 0) == counted
