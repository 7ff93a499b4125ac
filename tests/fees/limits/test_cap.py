"""A cap: the most that may be earned in a period, a year or the term, and what uses its room."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.limits.cap import within_room
from riskreward.kernel import pounds
from tests.contracts import POUNDS, SAVINGS, TENTH, column, contract, fees, pence, refusals, settle, told, worked

RETAINED = {"share": "20%", "released": "a year after the end of the term"}


def capped(over: str, amount: object = 40_000, **cap: object) -> dict[str, object]:
    return {"rule": "cap", "amount": amount, "over": over, **cap}


def share_of_baseline(over: str, share: str = "1%") -> dict[str, object]:
    return {"rule": "cap", "share_of_baseline": share, "over": over}


def clawing_back(restores_cap: bool, first_from: str = "the provider") -> dict[str, object]:
    return {"clawback": {"first_from": first_from, "restores_cap": restores_cap, "vintage": "oldest first"}}


# Worked examples: a tenth of what is saved, at most 40,000.


def test_ten_million_saved_at_a_half_is_400000_under_a_cap_of_400000():
    agreed = contract({"rule": "share", "share": "50%"}, capped("term", "£400,000"), counted="to date")
    assert fees(settle(agreed, 10_000_000)) == [400_000]


@pytest.mark.parametrize(
    ("saved", "fee"), [(399_999, "39,999.90"), (400_000, "40,000.00"), (400_001, "40,000.00"), (-5, "0.00")]
)
def test_at_the_cap_it_is_full_and_a_pound_above_it_earns_no_more(saved, fee):
    assert fees(settle(contract(TENTH, capped("year")), saved)) == pence(fee)


def test_what_is_above_the_cap_is_a_line_that_says_whose_it_became():
    """A tenth of 500,000 is 50,000: the 10,000 above the cap falls to the authority."""
    statement = settle(contract(TENTH, capped("year")), 500_000, 300_000)
    assert column(statement, "above the cap, falls to the authority") == [10_000, 0]


def test_over_the_term_the_room_is_used_up_once():
    """30,000, then the 10,000 that is left, then nothing."""
    for counted in ("each period", "each year", "to date"):
        agreed = contract(TENTH, capped("term"), counted=counted)
        assert fees(settle(agreed, 300_000, 300_000, 300_000)) == [30_000, 10_000, 0]


def test_over_a_year_there_is_new_room_every_year():
    agreed = contract(TENTH, capped("year"))
    assert fees(settle(agreed, 500_000, 300_000, 500_000)) == [40_000, 30_000, 40_000]


def test_over_a_year_its_quarters_share_the_room():
    """25,000 and the 15,000 left; in the next year there is room again."""
    agreed = contract(TENTH, capped("year"), settled="quarterly")
    assert fees(settle(agreed, *[250_000] * 6)) == [25_000, 15_000, 0, 0, 25_000, 15_000]


def test_over_a_period_every_quarter_has_its_own_room():
    agreed = contract(TENTH, capped("period", 20_000), settled="quarterly")
    assert fees(settle(agreed, *[250_000] * 4)) == [20_000] * 4


def test_counted_to_date_what_a_year_had_no_room_for_is_earned_in_one_that_has():
    """60,000, 70,000 and 70,000 to date against 40,000 a year: 40,000, then 30,000, then nothing more to earn."""
    agreed = contract(TENTH, capped("year"), counted="to date")
    assert fees(settle(agreed, 600_000, 100_000, 0)) == [40_000, 30_000, 0]


def test_counted_to_date_over_a_period_each_quarter_adds_at_most_its_room():
    agreed = contract(TENTH, capped("period", 20_000), counted="to date", settled="quarterly")
    assert fees(settle(agreed, 500_000, 0, 50_000, 0)) == [20_000, 20_000, 15_000, 0]


def test_nothing_is_earned_after_the_term_though_there_is_room():
    """60,000 to date against 40,000 a year, in a term of one year; retention is released a year after it."""
    settlement = {"retention": RETAINED, **clawing_back(restores_cap=True)}
    statement = settle(contract(TENTH, capped("year"), counted="to date", years=1, settlement=settlement), 600_000)
    assert fees(statement) == [40_000, 0]
    assert column(statement, "paid") == [32_000, 8_000]


def test_a_cap_for_the_year_and_one_for_the_term():
    agreed = contract(TENTH, capped("year", 20_000, name="yearly cap"), capped("term", 45_000, name="overall cap"))
    assert fees(settle(agreed, *[300_000] * 3)) == [20_000, 20_000, 5_000]


def test_the_tighter_of_two_caps_holds_and_only_what_is_earned_uses_the_room_of_the_other():
    """20,000 a year are earned, so that 50,000 - 40,000 is left over the term in the third year."""
    agreed = contract(TENTH, capped("term", 50_000, name="overall cap"), capped("year", 20_000, name="yearly cap"))
    assert fees(settle(agreed, *[300_000] * 3)) == [20_000, 20_000, 10_000]


def test_a_cap_of_nothing_lets_nothing_through():
    assert fees(settle(contract(TENTH, capped("term", 0)), 500_000)) == [0]


def test_a_cap_at_no_share_of_the_baseline_lets_nothing_through():
    assert fees(settle(contract(TENTH, share_of_baseline("year", "0%")), 300_000)) == [0]


def test_a_share_of_a_baseline_limits_the_fee_where_the_baseline_has_a_largest_amount():
    assert told(contract(TENTH, share_of_baseline("year")).findings, "uncapped fee") == []
    assert told(contract(TENTH, capped("year")).findings, "uncapped fee") == []


def test_a_cap_that_is_no_whole_number_of_steps_is_rounded_down_and_never_exceeded():
    """To £100 a cap of 40,050 leaves 40,000, whether the fee is rounded half up or up."""
    for rounding in ("half up to £100", "up to £100", "down to £100"):
        assert fees(settle(contract(TENTH, capped("year", 40_050), rounding=rounding), 900_000)) == [40_000]


# As a share of the baseline.


def test_a_share_of_the_baseline_of_the_year():
    """1% of 1,000,000 is 10,000 in every year, however the fee is counted."""
    for counted in ("each period", "each year", "to date"):
        agreed = contract(TENTH, share_of_baseline("year"), counted=counted)
        assert fees(settle(agreed, *[500_000] * 3)) == [10_000] * 3


def test_a_share_of_the_baseline_of_the_year_so_far_in_quarters():
    """1% of 1,000,000 a quarter: 5,000 of the first quarter's 10,000 are still there in the second."""
    agreed = contract(TENTH, share_of_baseline("year"), settled="quarterly")
    assert fees(settle(agreed, 50_000, 500_000, 500_000, 500_000, 500_000)) == [5_000, 15_000, 10_000, 10_000, 10_000]


def test_a_share_of_the_baseline_of_the_period():
    agreed = contract(TENTH, share_of_baseline("period"), settled="quarterly")
    assert fees(settle(agreed, 50_000, 500_000, 500_000)) == [5_000, 10_000, 10_000]


def test_a_share_of_the_baseline_is_rounded_as_the_fee_is():
    """1% of 1,000,050 is 10,000.50: half up to the pound 10,001, down 10,000."""
    for rounding, fee in (("half up to the pound", 10_001), ("down to the pound", 10_000)):
        agreed = contract(
            TENTH, share_of_baseline("year"), baseline={"rule": "fixed", "amount": 1_000_050}, rounding=rounding
        )
        assert fees(agreed.settle({"2026-27": 0})) == [fee]


def test_a_share_of_a_baseline_that_is_adjusted_is_of_the_adjusted_one():
    """1% of 1,000,000 less 100,000."""
    adjustment = {
        "period": "2026-27",
        "amount": -100_000,
        "kind": "routine",
        "on": "2027-04-01",
        "reason": "fewer roads",
        "evidence": "the network list",
        "agreed_by": "both",
    }
    agreed = contract(TENTH, share_of_baseline("year"), measure={"adjustment": [adjustment]})
    assert fees(settle(agreed, 500_000, 500_000)) == [9_000, 10_000]


def test_a_share_of_a_mean_that_has_no_end_in_pence():
    """A mean of 100.333... counts as 100.33 a quarter: 200.66 in two, of which 100.33 are used by the first."""
    mean = {
        "rule": "historic",
        "years": {"2019-20": 100, "2020-21": 100, "2021-22": 101},
        "spread": "the same for each settlement",
    }
    agreed = contract(
        {"rule": "share", "share": "100%"}, share_of_baseline("year", "100%"), baseline=mean, settled="quarterly"
    )
    statement = agreed.settle({"2026-27 Q1": "0", "2026-27 Q2": "-1000"})
    assert fees(statement) == pence("100.33 100.33")


# What uses the room, where something is given back.


def test_what_is_clawed_back_may_be_earned_again_where_the_cap_is_restored():
    """400,000 saved, lost, and saved again, twice: 40,000, given back, 40,000 again, and no more."""
    agreed = contract(TENTH, capped("term"), counted="to date", years=4, settlement=clawing_back(True))
    statement = settle(agreed, 400_000, -400_000, 400_000, 400_000)
    assert fees(statement) == [40_000, 0, 40_000, 0]
    assert column(statement, "clawback") == [0, 40_000, 0, 0]


def test_what_is_clawed_back_has_used_the_room_where_the_cap_is_not_restored():
    agreed = contract(TENTH, capped("term"), counted="to date", years=4, settlement=clawing_back(False))
    statement = settle(agreed, 400_000, -400_000, 400_000, 400_000)
    assert fees(statement) == [40_000, 0, 0, 0]
    assert statement.amount("fee earned to date") == 0


def test_more_saved_can_earn_less_where_the_cap_is_not_restored():
    """400,000, -400,000, 400,000 leaves the provider nothing; saving nothing in the first year leaves it 40,000."""
    agreed = contract(TENTH, capped("term"), counted="to date", years=4, settlement=clawing_back(False))
    assert settle(agreed, 400_000, -400_000, 400_000, 400_000).amount("fee earned to date") == 0
    assert settle(agreed, 0, -400_000, 400_000, 400_000).amount("fee earned to date") == 40_000


@pytest.mark.parametrize(("used_by", "third_year"), [("what is earned", 0), ("what is paid", 8_000)])
def test_what_was_taken_from_retention_was_earned_but_never_paid(used_by, third_year):
    """400,000 saved: 40,000 earned, 8,000 of it held. 80,000 lost: 8,000 clawed back, all from what was held.

    80,000 saved again would earn 8,000. Earned so far: 40,000, no room. Paid so far: 32,000, room for 8,000.
    """
    settlement = {"retention": RETAINED, **clawing_back(False, "retention")}
    agreed = contract(TENTH, capped("term", room_used_by=used_by), counted="to date", settlement=settlement)
    statement = settle(agreed, 400_000, -80_000, 80_000)
    assert column(statement, "clawed back from retention")[:3] == [0, 8_000, 0]
    assert column(statement, "clawed back from the provider")[:3] == [0, 0, 0]
    assert fees(statement)[:3] == [40_000, 0, third_year]


@pytest.mark.parametrize(("used_by", "third_year"), [("what is earned", 0), ("what is paid", 8_000)])
def test_what_the_provider_gave_back_itself_had_been_paid_and_used_the_room(used_by, third_year):
    """100,000 lost: 10,000 clawed back, 8,000 from retention and 2,000 from the provider, which do not come back."""
    settlement = {"retention": RETAINED, **clawing_back(False, "retention")}
    agreed = contract(TENTH, capped("term", room_used_by=used_by), counted="to date", settlement=settlement)
    statement = settle(agreed, 400_000, -100_000, 300_000)
    assert column(statement, "clawed back from the provider")[:3] == [0, 2_000, 0]
    assert fees(statement)[:3] == [40_000, 0, third_year]


@pytest.mark.parametrize("used_by", ["what is earned", "what is paid"])
def test_where_the_cap_is_restored_what_uses_it_makes_no_difference(used_by):
    settlement = {"retention": RETAINED, **clawing_back(True, "retention")}
    agreed = contract(TENTH, capped("term", room_used_by=used_by), counted="to date", settlement=settlement)
    assert fees(settle(agreed, 400_000, -100_000, 300_000))[:3] == [40_000, 0, 10_000]


def test_a_clawback_of_an_earlier_years_fee_makes_room_in_the_year_it_is_given_back():
    """40,000 in the first year; 10,000 given back in the second year's first quarter, and earned again in its second.

    To date 400,000, 300,000, 900,000: the second year may add 40,000 net, so that 80,000 is the most.
    """
    agreed = contract(
        TENTH, capped("year"), counted="to date", settled="quarterly", years=2, settlement=clawing_back(True)
    )
    statement = settle(agreed, 400_000, 0, 0, 0, -100_000, 600_000)
    assert fees(statement) == [40_000, 0, 0, 0, 0, 50_000]
    assert statement.amount("fee earned to date") == 80_000


def test_a_clawback_makes_no_room_where_the_cap_is_not_restored():
    agreed = contract(
        TENTH, capped("year"), counted="to date", settled="quarterly", years=2, settlement=clawing_back(False)
    )
    assert fees(settle(agreed, 400_000, 0, 0, 0, -100_000, 600_000)) == [40_000, 0, 0, 0, 0, 40_000]


# Refusals.


@pytest.mark.parametrize("given", [{}, {"amount": 1, "share_of_baseline": "1%"}])
def test_a_cap_is_an_amount_or_a_share_and_not_both(given):
    assert refusals(TENTH, {"rule": "cap", "over": "year", **given}) == [
        "fee.step[1] needs an amount, a share_of_baseline, a share_of_measure or an amount_for_each; write one of them"
    ]


def test_a_cap_is_not_below_nought():
    assert refusals(TENTH, capped("year", -5)) == [
        "fee.step[1].amount is -5, below nought; write an amount of nought or more"
    ]


def test_a_cap_says_over_what():
    assert refusals(TENTH, {"rule": "cap", "amount": 1}) == [
        'fee.step[1].over is missing; choose one of "period", "year", "term"'
    ]


def test_a_share_of_the_baseline_is_of_a_period_or_a_year():
    assert refusals(TENTH, share_of_baseline("term")) == [
        "fee.step[1].over is 'term', but a share of the baseline is of a period or a year; write an amount"
    ]


def test_what_uses_the_room_is_required_where_earned_and_paid_can_differ():
    retained = {"retention": RETAINED, **clawing_back(False, "retention")}
    for over in ("year", "term"):
        assert refusals(TENTH, capped(over), counted="to date", settlement=retained) == [
            "fee.step[1].room_used_by is missing, but with retention what is earned and what is paid can differ; "
            "choose one of 'what is earned', 'what is paid'"
        ]
    contract(TENTH, capped("period"), counted="to date", settlement=retained)
    contract(TENTH, capped("year"), counted="to date", settlement=clawing_back(False))
    contract(TENTH, capped("year"), counted="to date", settlement={"retention": RETAINED, **clawing_back(True)})


def test_two_caps_of_one_name_are_refused():
    assert refusals(TENTH, capped("year"), capped("term")) == [
        "fee.step[2] is a second 'cap'; give one of them a name of its own (the other is fee.step[1])"
    ]


# Whatever is saved.


@given(SAVINGS, POUNDS, POUNDS, POUNDS)
def test_never_more_than_the_room_is_added(fee, cap, used, earned_before):
    alone = worked(lambda: within_room(pounds(fee), pounds(cap), pounds(used), None))
    assert alone == min(fee, max(cap - used, 0))
    to_date = worked(lambda: within_room(pounds(fee), pounds(cap), pounds(used), pounds(earned_before)))
    assert to_date == min(fee, earned_before + max(cap - used, 0))


TERM = {
    (over, counted): contract(TENTH, capped(over), counted=counted, settled="half-yearly", years=2)
    for over in ("period", "year", "term")
    for counted in ("each period", "each year", "to date")
}


@pytest.mark.parametrize(("over", "counted"), TERM)
@settings(max_examples=20)
@given(st.lists(SAVINGS, min_size=4, max_size=4))
def test_the_cap_holds_to_the_penny_over_what_it_is_over(over, counted, halves):
    earned = [Fraction(fee) for fee in fees(settle(TERM[over, counted], *halves))]
    windows = {"period": [[fee] for fee in earned], "year": [earned[:2], earned[2:]], "term": [earned]}
    assert all(fee >= 0 for fee in earned)
    assert all(sum(window) <= 40_000 for window in windows[over])


@settings(max_examples=40)
@given(st.lists(SAVINGS, min_size=3, max_size=3), st.booleans())
def test_a_restored_cap_holds_what_is_kept_and_one_not_restored_all_that_was_ever_earned(savings, restores):
    agreed = RESTORED if restores else NOT_RESTORED
    statement = settle(agreed, *savings)
    assert statement.exact("fee earned to date") <= 40_000
    assert restores or sum(fees(statement)) <= 40_000


RESTORED, NOT_RESTORED = (
    contract(TENTH, capped("term"), counted="to date", settlement=clawing_back(restores)) for restores in (True, False)
)


# By a measure.

REVENUE = {"name": "revenue", "unit": "£", "outturn_between": [0, 50_000_000]}
PEOPLE = {"name": "people", "unit": "people", "outturn_between": [0, 10_000]}
HALF = {"rule": "share", "share": "50%"}


def by(**terms: object):
    return {"rule": "cap", "over": "period", **terms}


def test_a_share_of_revenue():
    """2% of 10,000,000 is 200,000; of 2,000,000, 40,000; of nothing, nothing."""
    agreed = contract(HALF, by(measure="revenue", share_of_measure="2%"), others=(REVENUE,))
    statement = settle(agreed, 500_000, 500_000, 500_000, revenue=(10_000_000, 2_000_000, 0))
    assert fees(statement) == [200_000, 40_000, 0]


def test_a_share_of_the_revenue_of_the_year_so_far_in_quarters():
    """2% of 1,000,000 a quarter: 20,000, then 20,000 more."""
    step = by(measure="revenue", share_of_measure="2%", over="year")
    agreed = contract(HALF, step, others=(REVENUE,), settled="quarterly")
    statement = settle(agreed, 10_000, 90_000, 90_000, 0, 90_000, revenue=(1_000_000,) * 5)
    assert fees(statement) == [5_000, 35_000, 20_000, 0, 20_000]


def test_an_amount_for_each_person():
    """150.50 for each of 100 people is 15,050.00."""
    agreed = contract(HALF, by(measure="people", amount_for_each="150.50"), others=(PEOPLE,))
    assert fees(settle(agreed, 100_000, 100_000, people=(100, 0))) == [15_050, 0]


def test_the_largest_fee_within_a_cap_by_a_measure_rests_on_the_measures_range():
    step = by(measure="people", amount_for_each="150.50")
    assert largest_fee(contract(HALF, step, others=(PEOPLE,), years=1)).amount == 1_505_000
    without = {name: each for name, each in PEOPLE.items() if name != "outturn_between"}
    assert largest_fee(contract(HALF, step, others=(without,), years=1)).amount is None


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        (
            by(measure="people", share_of_measure="2%"),
            {},
            "fee.step[1].measure is 'people', which is in 'people'; "
            "name a measure in money, or write an amount_for_each",
        ),
        (
            by(measure="revenue", amount_for_each=5),
            {},
            "fee.step[1].measure is 'revenue', which is in '£' and has no unit to be paid for; "
            "name a measure in a unit of its own, such as people",
        ),
        (
            by(measure="people", amount_for_each=5, over="year"),
            {"settled": "quarterly"},
            "fee.step[1].over is 'year', but the contract is settled quarterly, and the same may be measured again; "
            "write 'period'",
        ),
        (
            by(measure="people", amount=5),
            {},
            "fee.step[1].measure goes with share_of_measure or amount_for_each, and only with them; "
            "write both or neither",
        ),
        (
            by(amount_for_each=5),
            {},
            "fee.step[1].measure goes with share_of_measure or amount_for_each, and only with them; "
            "write both or neither",
        ),
        (
            by(measure="people", amount_for_each=5, over="term"),
            {},
            "fee.step[1].over is 'term', but a cap by a measure is of a period or a year; write an amount",
        ),
        (
            by(measure="revenue", amount_for_each=5, share_of_measure="2%"),
            {},
            "fee.step[1] needs an amount, a share_of_baseline, a share_of_measure or an amount_for_each; "
            "write one of them",
        ),
    ],
)
def test_a_cap_by_a_measure_has_one_form_and_a_measure_that_fits_it(step, given, said):
    assert refusals(HALF, step, others=(REVENUE, PEOPLE), **given) == [said]
