"""Cost recovery, then share: what the provider has back first, what rolls forward, and what lapses."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import Contract, contract_from_json, contract_to_json
from riskreward.fees.sharing.cost_recovery import recovered_first
from riskreward.kernel import pounds
from riskreward.kernel.rounding import to_step
from tests.contracts import POUNDS, SAVINGS, column, contract, fees, pence, readers_agree, refusals, settle, worked

PENNY = Fraction(1, 100)
ROLLS = {"rule": "cost recovery, then share", "recovery": 100_000, "share": "25%", "unrecovered": "rolls forward"}
LAPSES = {**ROLLS, "unrecovered": "lapses"}
DUE, RECOVERED, ROLLED, LAPSED = "recovery due", "recovered first", "recovery rolled forward", "recovery lapsed"


def test_what_a_year_does_not_cover_is_recovered_by_the_next():
    """60,000 saved of 100,000 due: 40,000 rolls. 50,000 of 140,000: 90,000 rolls. Then 400,000 covers 190,000.

    A quarter of the 210,000 that is left is 52,500, so that the third year earns 242,500.
    """
    statement = settle(contract(ROLLS), 60_000, 50_000, 400_000)
    assert column(statement, DUE) == [100_000, 140_000, 190_000]
    assert column(statement, RECOVERED) == [60_000, 50_000, 190_000]
    assert column(statement, ROLLED) == [40_000, 90_000, 0]
    assert column(statement, LAPSED) == [0, 0, 0]
    assert fees(statement) == [60_000, 50_000, 242_500]


def test_where_it_lapses_each_year_stands_alone():
    """The third year recovers its own 100,000, and a quarter of the 300,000 left."""
    statement = settle(contract(LAPSES), 60_000, 50_000, 400_000)
    assert column(statement, DUE) == [100_000] * 3
    assert column(statement, ROLLED) == [0, 0, 0]
    assert column(statement, LAPSED) == [40_000, 50_000, 0]
    assert fees(statement) == [60_000, 50_000, 175_000]


def test_a_recovery_by_year_and_none_in_a_year_that_only_shares():
    statement = settle(contract({**ROLLS, "recovery": [100_000, 50_000, 0]}), 120_000, 50_000, 80_000)
    assert column(statement, DUE) == [100_000, 50_000, 0]
    assert fees(statement) == [105_000, 50_000, 20_000]


def test_a_loss_recovers_nothing_and_owes_nothing():
    statement = settle(contract(ROLLS), -30_000, 100_000)
    assert column(statement, RECOVERED) == [0, 100_000]
    assert column(statement, ROLLED) == [100_000, 100_000]
    assert fees(statement) == [0, 100_000]


def test_above_the_guarantee_only_what_exceeds_it_is_recovered_from():
    """Barnet's order: 200,000 guaranteed to the council first; of 280,000 saved 80,000 is recovered, 20,000 rolls.

    Then 350,000: 120,000 is due and recovered, and a quarter of the 30,000 left is 7,500.
    """
    guarantee = {"amount": 200_000, "tested": "each year", "shortfall": "fee only"}
    statement = settle(contract(ROLLS, fee_starts="above the guarantee", guarantee=guarantee), 280_000, 350_000)
    assert column(statement, RECOVERED) == [80_000, 120_000]
    assert fees(statement) == [80_000, 127_500]


def test_what_is_left_when_the_term_ends_lapses_and_the_council_never_owes_it():
    statement = settle(contract(ROLLS), 0, 0, 0)
    assert column(statement, ROLLED) == [100_000, 200_000, 0]
    assert column(statement, LAPSED) == [0, 0, 300_000]
    assert statement.amount("paid to date, less what was given back") == 0


def test_after_the_term_nothing_is_rolled_forward_or_lapses_again():
    """100,000 a year, of which only 10,000 is ever saved: 290,000 lapses, once, when the term ends."""
    retention = {"share": "10%", "released": "a year after the end of the term"}
    agreed = contract(ROLLS, counted="to date", settlement={"retention": retention})
    statement = settle(agreed, 10_000, 0, 0)
    assert column(statement, ROLLED) == [90_000, 190_000, 0, 0]
    assert column(statement, LAPSED) == [0, 0, 290_000, 0]


def test_at_most_limits_what_rolls_forward_and_the_rest_lapses():
    """100,000 not covered: 70,000 rolls, 30,000 lapses. Then 170,000 due, 70,000 rolls again and 100,000 lapses."""
    statement = settle(contract({**ROLLS, "at_most": 70_000}), 0, 0, 200_000)
    assert column(statement, DUE) == [100_000, 170_000, 170_000]
    assert column(statement, ROLLED) == [70_000, 70_000, 0]
    assert column(statement, LAPSED) == [30_000, 100_000, 0]
    assert fees(statement) == [0, 0, 177_500]


def test_interest_is_a_years_on_what_enters_a_new_year():
    """3% of 100,000 is 3,000; of 203,000 it is 6,090."""
    statement = settle(contract({**ROLLS, "interest": "3%"}), 0, 0, 500_000)
    assert column(statement, "interest on what was rolled forward") == [0, 3_000, 6_090]
    assert column(statement, DUE) == [100_000, 203_000, 309_090]
    assert fees(statement) == [0, 0, Fraction(309_090) + Fraction(190_910, 4)]


def test_interest_is_rounded_to_the_penny():
    """3% of 0.50 is 1.5p: half up 2p, down 1p."""
    for rounding, interest in (("half up to the penny", "0.02"), ("down to the penny", "0.01")):
        step = {**ROLLS, "recovery": ["0.50", 0, 0], "interest": "3%"}
        statement = settle(contract(step, rounding=rounding), 0, 0)
        assert column(statement, "interest on what was rolled forward") == pence(f"0 {interest}")


def test_what_expires_is_the_oldest_and_the_oldest_is_recovered_first():
    """Recoverable in the one year that follows. 60,000 of the first year's is recovered by the second: 40,000 expires.

    The second year's own 100,000 rolls into the third, which recovers 200,000.
    """
    statement = settle(contract({**ROLLS, "expires_after_years": 1}), 0, 60_000, 200_000)
    assert column(statement, DUE) == [100_000, 200_000, 200_000]
    assert column(statement, ROLLED) == [100_000, 100_000, 0]
    assert column(statement, LAPSED) == [0, 40_000, 0]
    assert fees(statement) == [0, 60_000, 200_000]


def test_two_years_to_recover_it_in():
    """The first year's 100,000 may be recovered in the second and the third, and is gone in the fourth."""
    step = {**ROLLS, "recovery": [100_000, 0, 0, 0], "expires_after_years": 2}
    statement = settle(contract(step, years=4), 0, 10_000, 20_000, 100_000)
    assert column(statement, DUE) == [100_000, 100_000, 90_000, 0]
    assert column(statement, LAPSED) == [0, 0, 70_000, 0]
    assert fees(statement) == [0, 10_000, 20_000, 25_000]


def test_what_exceeds_the_most_lapses_from_the_newest():
    """Of 200,000 the older 100,000 and 20,000 of the newer stay; the older expires after two years, 20,000 is left."""
    step = {**ROLLS, "recovery": [100_000, 100_000, 0, 0], "at_most": 120_000, "expires_after_years": 2}
    statement = settle(contract(step, years=4), 0, 0, 0, 0)
    assert column(statement, ROLLED) == [100_000, 120_000, 20_000, 0]
    assert column(statement, LAPSED) == [0, 80_000, 100_000, 20_000]


def test_interest_and_expiry_go_by_vintage():
    """100,000 bears 10,000 and is 110,000; 10,000 of it is recovered, and 100,000 expires at the end of the second."""
    step = {**ROLLS, "recovery": [100_000, 50_000, 0], "interest": "10%", "expires_after_years": 1}
    statement = settle(contract(step), 0, 10_000, 60_000)
    assert column(statement, DUE) == [100_000, 160_000, 55_000]
    assert column(statement, LAPSED) == [0, 100_000, 0]
    assert column(statement, RECOVERED) == [0, 10_000, 55_000]
    assert fees(statement) == [0, 10_000, 56_250]


def test_counted_to_date_all_of_it_rolls_forward_by_nature():
    """100,000, 200,000 and 300,000 due to date against 60,000, 110,000 and 510,000 saved to date."""
    statement = settle(contract(ROLLS, counted="to date"), 60_000, 50_000, 400_000)
    assert column(statement, DUE) == [100_000, 200_000, 300_000]
    assert column(statement, RECOVERED) == [60_000, 110_000, 300_000]
    assert fees(statement) == [60_000, 50_000, 242_500]


def test_in_quarters_counted_each_year_the_years_last_quarter_recovers():
    step = {**ROLLS, "spread": "evenly over the months"}
    statement = settle(contract(step, settled="quarterly", counted="each year"), *[30_000] * 4, *[0] * 4)
    assert column(statement, DUE) == [0, 0, 0, 100_000, 0, 0, 0, 100_000]
    assert fees(statement) == [0, 0, 0, 105_000, 0, 0, 0, 0]
    assert column(statement, ROLLED) == [0, 0, 0, 0, 0, 0, 0, 100_000]


def test_in_quarters_each_alone_what_a_quarter_does_not_cover_rolls_into_the_next_without_interest_within_the_year():
    step = {**ROLLS, "spread": "evenly over the months", "interest": "10%", "recovery": [100_000, 0, 0]}
    statement = settle(contract(step, settled="quarterly"), 0, 0, 0, 0, 200_000)
    assert column(statement, DUE) == [25_000, 50_000, 75_000, 100_000, 110_000]
    assert fees(statement) == [0, 0, 0, 0, 132_500]


def test_paid_on_account_what_is_still_due_is_told_each_quarter_and_bears_interest_once_a_year():
    """25,000 more is due each quarter: 60,000 of 100,000 is recovered in the year; 40,000 rolls, and 4,000 on it."""
    step = {**ROLLS, "spread": "evenly over the months", "interest": "10%"}
    interim = {"interim": {"share": "80%", "overpaid": "provider repays"}}
    agreed = contract(step, settled="quarterly", counted="each year", settlement=interim)
    statement = settle(agreed, 10_000, 20_000, 10_000, 20_000, 30_000, 30_000)
    assert column(statement, ROLLED) == [15_000, 20_000, 35_000, 40_000, 39_000, 34_000]
    assert column(statement, "interest on what was rolled forward") == [0, 0, 0, 0, 4_000, 0]


def test_a_penny_split_is_recovered_in_whole_pence_and_never_more_than_is_counted():
    """Two thirds of a pound saved, of which 66p is recovered; a quarter of the rest rounds away."""
    historic = {"rule": "historic", "years": {"2023-24": 100, "2024-25": 101, "2025-26": 101}}
    statement = contract({**ROLLS, "recovery": 1}, baseline=historic).settle({"2026-27": 100})
    assert column(statement, RECOVERED) == pence("0.66")
    assert column(statement, ROLLED) == pence("0.34")
    assert fees(statement) == pence("0.66")


def test_what_its_working_says():
    period = settle(contract(ROLLS), 140_000).periods[0]
    assert period.line(RECOVERED).working == "the smaller of recovery due £100,000.00 and saving £140,000.00"
    assert period.line("fee by the cost recovery, then share").working == (
        "recovered first £100,000.00 plus 25% of saving £140,000.00 less recovered first £100,000.00"
    )


# What is refused.


def test_what_becomes_of_the_rest_has_no_default():
    step = {name: each for name, each in ROLLS.items() if name != "unrecovered"}
    assert refusals(step) == ['fee.step[0].unrecovered is missing; choose one of "rolls forward", "lapses"']


@pytest.mark.parametrize(("term", "value"), [("at_most", 1), ("interest", "3%"), ("expires_after_years", 2)])
def test_what_limits_a_balance_needs_one(term, value):
    assert refusals({**LAPSES, term: value}) == [
        f"fee.step[0].{term} is for what rolls forward, but unrecovered is 'lapses'; leave it out"
    ]
    assert refusals({**ROLLS, term: value}, counted="to date") == [
        f"fee.step[0].{term} limits what rolls forward, but a fee counted to date rolls all of it forward; leave it out"
    ]


def test_counted_to_date_nothing_lapses():
    assert refusals(LAPSES, counted="to date") == [
        "fee.step[0].unrecovered is 'lapses', but a fee counted to date rolls all of it forward; write 'rolls forward'"
    ]


def test_a_years_recovery_is_never_divided_silently_and_has_a_figure_for_each_year():
    assert refusals({**ROLLS, "recovery": [1, 2]}, settled="quarterly") == [
        "fee.step[0].recovery lists 2 figures, but the term has 3 years (2026-27 to 2028-29); "
        "list one for each year, or one figure for all",
        "fee.step[0].spread is missing, but the contract is settled quarterly, and an amount for a year is never "
        'scaled silently; choose one of "evenly over the months", "in full from the start of the year", '
        "or list a share for each settlement of the year",
    ]


def test_a_recovery_is_not_below_nought():
    assert refusals({**ROLLS, "recovery": -1}) == [
        "fee.step[0].recovery is -1, below nought; write an amount of nought or more"
    ]


def test_it_is_written_and_read_back():
    step = {**ROLLS, "recovery": [1, 2, 3], "at_most": 5, "interest": "3%", "expires_after_years": 2}
    agreed = contract(step)
    assert contract_from_json(contract_to_json(agreed)) == agreed


# What always holds.


@given(SAVINGS, POUNDS)
def test_what_is_recovered_is_neither_more_than_is_due_nor_than_is_counted(counted, due):
    recovered = worked(lambda: recovered_first(pounds(counted), pounds(due)))
    assert recovered == max(min(counted, due), 0)


@dataclass
class Ledger:
    """The clause once more in plain fractions: what each year still has to recover, by the year it is of."""

    recovery: list[Fraction]
    share: Fraction
    at_most: Fraction | None = None
    interest: Fraction = Fraction(0)
    expires: int | None = None
    lapses: bool = False

    def settle(self, savings: list[Fraction], years: list[int], parts: list[Fraction]) -> list[tuple[Fraction, ...]]:
        """Return what each settlement had due, recovered, rolled forward, let lapse and paid."""
        left: dict[int, Fraction] = {}
        told = []
        for number, (saved, year) in enumerate(zip(savings, years, strict=True)):
            if number and years[number - 1] != year:
                if self.expires is None:  # without vintages there is one balance, and its interest is rounded once
                    left = {years[0]: sum(left.values(), Fraction(0))}
                left = {of: each + to_step(self.interest * each, PENNY, "half up") for of, each in left.items()}
            left[year] = left.get(year, Fraction(0)) + parts[number]
            due = sum(left.values(), Fraction(0))
            recovered = to_take = max(min(saved, due), Fraction(0))
            for of in sorted(left):
                taken = min(left[of], to_take)
                left[of], to_take = left[of] - taken, to_take - taken
            closes = number + 1 == len(years) or years[number + 1] != year
            if closes and self.expires is not None:
                left = {of: each for of, each in left.items() if year - of < self.expires}
            if self.at_most is not None:
                room = self.at_most
                for of in sorted(left):
                    left[of] = min(left[of], room)
                    room -= left[of]
            if self.lapses or number + 1 == len(years):
                left = {}
            rolled = sum(left.values(), Fraction(0))
            fee = to_step(recovered + self.share * (max(saved, Fraction(0)) - recovered), PENNY, "half up")
            told.append((due, recovered, rolled, due - recovered - rolled, fee))
        return told


@st.composite
def steps(draw: Any) -> dict[str, Any]:
    """Return a step's terms, limits included."""
    amounts = st.integers(0, 30_000_000).map(lambda whole: Fraction(whole, 100))
    step = {
        **ROLLS,
        "recovery": draw(st.lists(amounts, min_size=3, max_size=3)),
        "share": draw(st.sampled_from(["25%", "1/3", "0%"])),
    }
    if draw(st.sampled_from([False, False, True])):
        return {**step, "unrecovered": "lapses"}
    limits = {"at_most": draw(amounts), "interest": draw(st.sampled_from(["3%", "12.5%"])), "expires_after_years": 0}
    limits["expires_after_years"] = draw(st.integers(1, 3))
    return step | {name: limits[name] for name in limits if draw(st.booleans())}


def of_terms(step: dict[str, Any]) -> Ledger:
    agreed = contract({**step, "spread": "evenly over the months"}).fee.step[0]
    at_most = None if agreed.at_most is None else Fraction(agreed.at_most)
    recovery = [Fraction(each) for each in agreed.recovery]
    interest = agreed.interest or Fraction(0)
    return Ledger(recovery, agreed.share, at_most, interest, agreed.expires_after_years, agreed.unrecovered == "lapses")


@settings(max_examples=60)
@given(steps(), st.sampled_from([("yearly", 1), ("half-yearly", 2), ("quarterly", 4)]), st.data())
def test_every_settlement_is_what_the_clause_says_in_plain_fractions(step, interval, data):
    settled, count = interval
    agreed: Contract = contract({**step, "spread": "evenly over the months"}, settled=settled)
    savings = data.draw(st.lists(SAVINGS, min_size=3 * count, max_size=3 * count))
    statement = settle(agreed, *savings)
    ledger = of_terms(step)
    parts = [
        to_step(ledger.recovery[year] * (part + 1) / count, PENNY, "half up")
        - to_step(ledger.recovery[year] * part / count, PENNY, "half up")
        for year in range(3)
        for part in range(count)
    ]
    expected = ledger.settle(savings, [number // count for number in range(3 * count)], parts)
    (earned,) = {line.name for line in statement.periods[0].lines if line.name.startswith("fee of the ")}
    names = (DUE, RECOVERED, ROLLED, LAPSED, earned)
    assert [tuple(period.exact(name) for name in names) for period in statement.periods] == expected
    assert readers_agree(agreed, statement)
    for period in statement.periods:
        due, recovered, rolled, lapsed, _ = (period.exact(name) for name in names)
        assert due == recovered + rolled + lapsed
        assert 0 <= recovered <= due
        assert rolled >= 0
        assert lapsed >= 0


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3))
def test_counted_to_date_it_is_one_recovery_of_the_whole_term(savings):
    statement = settle(contract(ROLLS, counted="to date"), *savings)
    reached = Fraction(0)
    for number, period in enumerate(statement.periods):
        saved = max(sum(savings[: number + 1]), Fraction(0))
        recovered = min(saved, Fraction(100_000 * (number + 1)))
        assert period.exact(RECOVERED) == recovered
        to_date = to_step(recovered + (saved - recovered) / 4, PENNY, "half up")
        reached = max(reached, to_date)
        assert period.exact("to date / fee earned to date") == reached
    assert readers_agree(contract(ROLLS, counted="to date"), statement)
