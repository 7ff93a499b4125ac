"""Deficit carry-forward: what was lost is made good before anything counts again."""

from fractions import Fraction
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.fees.counting.deficit import after_deficit
from riskreward.kernel import pounds
from tests.contracts import (
    POUNDS,
    SAVINGS,
    TENTH,
    column,
    contract,
    fees,
    pence,
    refusals,
    settle,
    settled_alike,
    worked,
)

CARRIED = {"rule": "deficit carry-forward"}
COUNTS = "saving after the deficit carry-forward"
FIVE_YEARS = contract(CARRIED, TENTH, years=5)


def test_half_a_million_lost_then_half_a_million_then_300000():
    """Nothing counts until the loss is made good: a tenth of 300,000."""
    statement = settle(contract(CARRIED, TENTH), -500_000, 500_000, 300_000)
    assert column(statement, COUNTS) == [0, 0, 300_000]
    assert fees(statement) == [0, 0, 30_000]


def test_a_loss_made_good_in_part_is_carried_on():
    """200,000 lost; 50,000 back, 150,000 still to make good; 400,000: 250,000 counts."""
    assert column(settle(FIVE_YEARS, -200_000, 50_000, 400_000), COUNTS) == [0, 0, 250_000]


def test_losses_add_up():
    """100,000 and 100,000 lost, 150,000 and 150,000 saved: 100,000 counts in the fourth year."""
    assert column(settle(FIVE_YEARS, -100_000, -100_000, 150_000, 150_000, 1), COUNTS) == [0, 0, 0, 100_000, 1]


def test_to_the_penny():
    assert column(settle(FIVE_YEARS, "-0.01", "0.01", "0.02"), COUNTS) == pence("0.00 0.00 0.02")


def test_a_loss_that_has_no_end_in_pence_is_carried_to_the_penny():
    """200.00 spent against a mean of 100.333...: 99.666... lost, carried as 99.67; then 100.333... less 99.67."""
    mean = {"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 101}}
    statement = contract(CARRIED, TENTH, baseline=mean).settle({"2026-27": 200, "2027-28": 0})
    assert statement.exact(COUNTS) == Fraction(301, 3) - Fraction("99.67")


def test_what_was_earned_before_a_loss_is_not_given_back():
    """The saving comes to nothing over the two years, and 10,000 was earned: a floor each year, not over the term."""
    statement = settle(contract(CARRIED, TENTH), 100_000, -100_000)
    assert fees(statement) == [10_000, 0]
    assert statement.amount("kept by the council to date") == -10_000


def test_without_the_step_a_loss_is_forgotten():
    assert fees(settle(contract(), -500_000, 500_000, 300_000)) == [0, 50_000, 30_000]


def test_above_the_guarantee_what_falls_short_of_it_is_made_good():
    """Against 100,000: 40,000 short, then 60,000 above, of which 20,000 counts."""
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "fee only"}
    agreed = contract(CARRIED, TENTH, guarantee=guarantee, fee_starts="above the guarantee")
    assert fees(settle(agreed, 60_000, 160_000)) == [0, 2_000]


def test_counted_each_year_the_quarters_of_a_year_net_off_and_its_loss_is_carried():
    """-30,000 + 10,000 + 10,000 + 5,000 is -5,000; the next year's 20,000 less 5,000 is 15,000."""
    agreed = contract(CARRIED, TENTH, settled="quarterly", counted="each year")
    statement = settle(agreed, -30_000, 10_000, 10_000, 5_000, *[5_000] * 4)
    assert column(statement, COUNTS) == [0] * 7 + [15_000]


def test_counted_each_period_every_quarter_is_carried_to_the_next():
    agreed = contract(CARRIED, TENTH, settled="quarterly")
    assert column(settle(agreed, -30_000, 10_000, 25_000, 5_000), COUNTS) == [0, 0, 5_000, 5_000]


def test_two_deficits_of_different_names_are_two_balances():
    """One carries the loss of 60,000. After it nothing is ever below nought, so that the second has none to carry."""
    agreed = contract(CARRIED, {**CARRIED, "name": "second"}, TENTH)
    statement = settle(agreed, -60_000, 100_000)
    assert column(statement, "saving after the second") == [0, 40_000]


def test_a_fee_counted_to_date_carries_deficits_already():
    assert refusals(CARRIED, TENTH, counted="to date") == [
        "fee.step[0] carries deficits forward, but a fee counted to date does so already; leave the step out"
    ]


# Whatever is saved.


@given(SAVINGS, POUNDS)
def test_what_counts_less_what_is_still_owed_is_the_net_and_only_one_of_them_is_not_nought(counted, deficit):
    counts, owed = (worked(lambda part=part: after_deficit(pounds(counted), pounds(deficit))[part]) for part in (0, 1))
    assert counts - owed == counted - deficit
    assert min(counts, owed) == 0
    assert counts <= max(counted, 0)


@settings(max_examples=50)
@given(st.lists(SAVINGS, min_size=1, max_size=5))
def test_what_has_counted_so_far_is_the_highest_level_the_saving_to_date_has_reached(savings):
    statement = settle(FIVE_YEARS, *savings)
    counted = accumulate(period.exact(COUNTS) for period in statement.periods)
    highest = accumulate(accumulate(savings), max)
    assert list(counted) == [max(each, Fraction(0)) for each in highest]


# A deficit that lapses.

AFTER_A_YEAR = {**CARRIED, "expires_after_years": 1}
LAPSED, OWED = "lapsed of the deficit carry-forward", "still to be made good of the deficit carry-forward"


def test_what_is_not_made_good_by_the_end_of_the_next_year_lapses():
    """500,000 lost, 200,000 saved in the next year: 300,000 lapse at its end, and the third year counts in full."""
    agreed = contract(AFTER_A_YEAR, TENTH)
    statement = settled_alike(agreed, settle(agreed, -500_000, 200_000, 300_000).outturn)
    assert column(statement, COUNTS) == [0, 0, 300_000]
    assert column(statement, LAPSED) == [0, 300_000, 0]
    assert column(statement, OWED) == [500_000, 0, 0]


def test_without_an_end_it_is_carried_on():
    statement = settle(contract(CARRIED, TENTH), -500_000, 200_000, 300_000)
    assert column(statement, COUNTS) == [0, 0, 0]
    assert not statement.has(LAPSED)


def test_the_oldest_is_made_good_first_and_each_year_lapses_by_itself():
    """100,000 lost, then 80,000; of the first, 40,000 are made good and 60,000 lapse; of the second 30,000 lapse."""
    statement = settle(
        contract({**CARRIED, "expires_after_years": 2}, TENTH, years=5), -100_000, -80_000, 40_000, 50_000, 50_000
    )
    assert column(statement, OWED) == [100_000, 180_000, 80_000, 0, 0]
    assert column(statement, LAPSED) == [0, 0, 60_000, 30_000, 0]
    assert column(statement, COUNTS) == [0, 0, 0, 0, 50_000]


def test_what_is_left_when_the_term_ends_lapses():
    statement = settle(contract(AFTER_A_YEAR, TENTH), 0, 0, -40_000)
    assert column(statement, LAPSED) == [0, 0, 40_000]
    assert column(statement, OWED) == [0, 0, 0]


def test_quarters_lose_under_their_year_and_lapse_at_the_end_of_the_next():
    """30,000 lost in the first year's second quarter; 10,000 made good in the fourth. 20,000 lapse a year later."""
    agreed = contract(AFTER_A_YEAR, TENTH, settled="quarterly")
    statement = settle(agreed, 0, -30_000, 0, 10_000, -5_000, 0, 0, 0, 4_000)
    assert column(statement, LAPSED) == [0] * 7 + [20_000, 0]
    assert column(statement, OWED) == [0, 30_000, 30_000, 20_000, 25_000, 25_000, 25_000, 5_000, 1_000]


def test_a_deficit_that_lapses_is_carried_to_the_penny_too():
    """Against 100.333...: 99.666... lost, 99.67 carried; 0.333... made good, 99.34 left; 100.333... less 99.34."""
    mean = {"rule": "historic", "years": {"2019-20": 100, "2020-21": 100, "2021-22": 101}}
    agreed = contract({**CARRIED, "expires_after_years": 2}, TENTH, baseline=mean)
    statement = agreed.settle({"2026-27": 200, "2027-28": 100, "2028-29": 0})
    assert column(statement, OWED) == pence("99.67 99.34 0.00")
    assert statement.exact(COUNTS) == Fraction(301, 3) - Fraction("99.34")


def test_paid_on_account_a_years_deficit_stands_only_when_the_year_is_over():
    interim = {"interim": {"share": "80%", "overpaid": "provider repays"}}
    agreed = contract(AFTER_A_YEAR, TENTH, settled="quarterly", counted="each year", settlement=interim)
    statement = settle(agreed, -30_000, 0, 0, 10_000, *[2_000] * 4)
    assert column(statement, OWED) == [0, 0, 0, 20_000, 20_000, 20_000, 20_000, 0]
    assert column(statement, LAPSED) == [0] * 7 + [12_000]


def test_an_end_is_a_year_away_at_least():
    (told,) = refusals({**CARRIED, "expires_after_years": 0}, TENTH)
    assert told.startswith("fee.step[0].expires_after_years is 0")


@settings(max_examples=50)
@given(st.lists(SAVINGS, min_size=1, max_size=5), st.integers(1, 5))
def test_what_counts_what_lapses_and_what_is_owed_add_up_to_the_net(savings, years):
    agreed = contract({**CARRIED, "expires_after_years": years}, TENTH, years=5)
    statement = settle(agreed, *savings)
    lines = (COUNTS, LAPSED, OWED)
    counts, lapsed, owed = ([period.exact(line) for period in statement.periods] for line in lines)
    assert sum(counts) - sum(lapsed) - owed[-1] == sum(savings)
    assert min(*counts, *lapsed, *owed) >= 0
    assert counts == as_by_hand(savings, years)


def as_by_hand(savings: list[Fraction], years: int) -> list[Fraction]:
    found, held = [], dict.fromkeys(range(len(savings)), Fraction(0))
    for year, saved in enumerate(savings):
        rest = max(saved, Fraction(0))
        for before in range(max(year - years, 0), year):
            part = min(rest, held[before])
            held[before], rest = held[before] - part, rest - part
        held[year] = max(-saved, Fraction(0))
        found.append(rest)
    return found
