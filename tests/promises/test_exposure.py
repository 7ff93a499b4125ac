"""What is at stake: the largest fee, the most to claw back and the worst whole position, worked out by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from riskreward.promises.exposure import Exposure, exposure
from tests.contracts import TENTH, contract, outturn
from tests.generators import Case, cases

RANGED = {"outturn_between": [800_000, 1_200_000]}
VAT = {"rate": "20%", "treatment": "standard"}
HELD = {"share": "20%", "released": "at the end of the term"}
BACK = {"first_from": "the provider", "restores_cap": True}
JOBS = {"name": "jobs", "unit": "people", "better": "higher"}
FOR_JOBS = {"rule": "unit payment", "measure": "jobs", "price": {"amount": 300}}


def asked(*steps: Any, **terms: Any) -> Exposure:
    """Return the exposure of a contract that saves from -200,000 to 200,000 in each of three years."""
    return exposure(contract(*steps, **{"measure": RANGED, **terms}))


# The largest fee


def test_the_shipped_contract():
    """A cap of 400,000, and 20% VAT; two years at 30,000,000 against 13,475,888.60 and 13,939,484.46."""
    found = exposure(rr.read_contract(EXAMPLE / "south-tyneside.toml"))
    assert (found.fee.amount, found.fee.with_vat) == (400_000, 480_000)
    assert (found.clawback.amount, found.clawback.on) == (400_000, date(2024, 3, 31))
    assert found.position.amount == Fraction("13475888.60") + Fraction("13939484.46") - 60_000_000
    assert found.position.sum_at_risk == Fraction("32584626.94")
    assert found.position.period == "2023-24"  # later the provider pays for the shortfall
    assert found.sentence == (
        "The largest fee that the terms can produce over the whole term is £400,000 without VAT and £480,000 with it: "
        "the best outturn in the declared range, in every period, with every gate passed. "
        "The most that might have to be clawed back is £400,000, if everything saved by 31 March 2024 were then lost: "
        "£400,000 earned by then, with nothing retained and no security. "
        "At the worst outturns in the declared ranges that were tried, the council has by 31 March 2024 "
        "£32,584,626.94 less than with its baseline: that is the sum at risk (overspent £32,584,626.94, paid £0)."
    )
    shown = str(found)
    assert "£480,000" in shown
    assert "-£32,584,626.94" in shown


def test_vat_is_of_the_terms_that_each_part_is_earned_under():
    """A tenth of 200,000 in each of three years; a penny of VAT is rounded once."""
    assert asked().fee.with_vat is None
    assert asked(settlement={"vat": VAT}).fee.with_vat == 72_000
    assert asked(settlement={"vat": {**VAT, "treatment": "outside the scope"}}).fee.with_vat == 60_000
    assert asked(settlement={"vat": {**VAT, "treatment": "reverse charge"}}).fee.with_vat == 72_000
    odd = {"measure": {"outturn_between": [999_999, 1_000_000]}, "settlement": {"vat": {**VAT, "rate": "17.55%"}}}
    assert asked(**odd).fee.with_vat == Fraction("0.35")  # 0.30 and 0.05265 of tax
    assert "; no VAT is agreed: the best outturn" in asked().fee.sentence
    assert "no VAT is agreed" in str(asked())


def test_an_uncapped_fee_has_no_honest_estimate():
    found = exposure(contract(settlement={"clawback": BACK}, counted="to date"))
    assert (found.fee.amount, found.clawback.amount, found.position.amount) == (None, None, None)
    assert found.fee.sentence == (
        "The fee is unbounded: costs has no outturn_between, and no cap limits the fee throughout. An uncapped fee has "
        "no honest estimate: agree a cap, or declare the range."
    )
    assert found.clawback.sentence == "What might have to be clawed back is unbounded, as the fee is."
    assert str(found).count("unbounded") == 5


def test_a_range_as_wide_as_any_figure_bounds_nothing():
    """The shared half of a bill that may be anything has no largest amount; at no cost at all 25,000 is the most."""
    bill = rr.nec_option_d(
        starts="2026-04-01",
        share_ranges=[{"up_to": "100%", "share": "50%"}, {"from": "100%", "share": "50%"}],
    )
    assert exposure(bill).fee.amount is None
    assert "may be as large as any figure, and no cap limits the fee throughout" in exposure(bill).fee.sentence
    target = rr.nec_option_c(
        target="£500,000",
        starts="2026-04-01",
        share_ranges=[
            {"up_to": "80%", "share": "0%"},
            {"from": "80%", "up_to": "100%", "share": "25%"},
            {"from": "100%", "share": "50%"},
        ],
    )
    found = exposure(target)
    assert found.fee.amount == 25_000
    assert found.fee.sentence.endswith("The cost that is reimbursed comes on top.")
    assert str(found.position.missing[0]) == (
        "cost has no outturn_between that bounds it; write outturn_between = [0, 1_000_000] under [[measure]] cost"
    )


# What might have to come back


def test_without_clawback_nothing_comes_back():
    found = asked().clawback
    assert found.amount == 0
    assert found.sentence == "There is no clawback: nothing that is paid would come back if the saving were lost later."


def test_the_most_is_before_the_last_settlement_less_what_is_retained():
    """20,000 a year; after two years 40,000 are earned, of which a fifth is held."""
    found = asked(counted="to date", settlement={"clawback": BACK, "retention": HELD}).clawback
    assert (found.amount, found.on, found.period) == (32_000, date(2028, 3, 31), "2027-28")
    assert (found.earned, found.retained, found.security) == (40_000, 8_000, 0)
    assert found.sentence.endswith("were then lost: £40,000 earned by then, less £8,000 retained.")


def test_the_security_of_the_guarantee_is_taken_off_while_it_lasts():
    """15,000 of bond until March 2027: 5,000 after the first year, 40,000 after the second, when it has ended."""
    bond = {"form": "bond", "amount": 15_000, "by": "A Surety plc", "pays_on": "demand"}
    terms = {"tested": "cumulatively", "shortfall": "provider pays at the end", "amount": 100_000}

    def held(until: str) -> Any:
        guarantee = {**terms, "security": {**bond, "expires": until}}
        return asked(counted="to date", settlement={"clawback": BACK}, guarantee=guarantee).clawback

    lasting = held("2029-03-31")
    assert (lasting.amount, lasting.security, lasting.period) == (25_000, 15_000, "2027-28")
    assert lasting.sentence.endswith("£40,000 earned by then, less security of £15,000.")
    ended = held("2027-03-31")
    assert (ended.amount, ended.security, ended.period) == (40_000, 0, "2027-28")


def test_a_contract_of_one_settlement_claws_nothing_back():
    found = asked(counted="to date", settlement={"clawback": BACK}, years=1).clawback
    assert found.amount == 0
    assert found.sentence == "Nothing is settled after a fee was paid, so that nothing would be clawed back."


def test_what_is_overturned_later_counts_too():
    """Each year by itself: 20,000 of each of two years may be overturned in a later one."""
    back = {**BACK, "when": "a saving is overturned"}
    assert asked(settlement={"clawback": back}).clawback.amount == 40_000


def test_clawback_counts_from_the_terms_that_are_in_force_next():
    """Clawback is agreed from the third year on: what the first two earned, 40,000, may then come back."""
    agreed = contract(TENTH, measure=RANGED, counted="to date").vary(
        "2028-29",
        name="Deed",
        agreed={"on": "2028-01-01", "by": "Cabinet"},
        source="Deed",
        reason="losses",
        **{"settlement.clawback": BACK},
    )
    found = exposure(agreed).clawback
    assert (found.amount, found.period) == (40_000, "2027-28")


# The worst whole position


def test_many_missing_ranges_are_counted_in_the_sentence_and_listed_below():
    several = tuple({**JOBS, "name": name} for name in ("jobs", "homes", "visits"))
    steps = [{**FOR_JOBS, "name": each["name"], "measure": each["name"]} for each in several]
    found = exposure(contract(TENTH, *steps, others=several))
    assert len(found.position.missing) == 4
    assert found.position.sentence.endswith("jobs has no outturn_between and 2 more ranges are missing.")
    assert "visits has no outturn_between" in str(found)


def test_the_worst_is_the_most_that_can_be_overspent():
    """200,000 more than the baseline in each of three years."""
    found = asked().position
    assert (found.amount, found.sum_at_risk, found.on) == (-600_000, 600_000, date(2029, 3, 31))
    assert found.parts == (("saved (overspent)", -600_000), ("paid for the fee, less what came back", 0))
    assert found.sentence == (
        "At the worst outturns in the declared ranges that were tried, the council has by 31 March 2029 £600,000 less "
        "than with its baseline: that is the sum at risk (overspent £600,000, paid £0)."
    )


def test_where_nothing_can_be_lost_nothing_is_at_risk():
    """At worst 100,000 is saved, a tenth of it paid, in the first year; more later."""
    found = asked(measure={"outturn_between": [800_000, 900_000]}).position
    assert (found.amount, found.sum_at_risk, found.period) == (90_000, 0, "2026-27")
    assert found.sentence.endswith("kept £90,000, and nothing is at risk (saved £100,000, paid £10,000).")


def test_the_councils_own_costs_count_and_need_their_most():
    agreed = contract(TENTH, measure=RANGED, council_costs="shown")
    unknown = exposure(agreed).position
    assert unknown.amount is None
    assert [str(each) for each in unknown.missing] == [
        "the council's own costs have no range; "
        'ask with the most of a settlement: exposure(contract, council_costs="£10,000")'
    ]
    found = exposure(agreed, council_costs="£5,000").position
    assert (found.amount, found.sum_at_risk) == (-615_000, 615_000)
    assert ("the council's own costs", -15_000) in found.parts


def test_what_is_owed_for_ordering_less_than_was_committed_to_is_part_of_the_position():
    """200,000 overspent in each of three years, and 1,000 jobs not ordered at 12.50: 600,000 and 37,500."""
    orders = {"name": "orders", "unit": "jobs", "outturn_between": [0, 2_000]}
    volume = {"measure": "orders", "committed": 1_000, "if_short": "compensation", "rate": "12.50"}
    found = asked(others=(orders,), core_volume=volume).position
    assert found.amount == -637_500
    assert found.parts[-1] == ("compensation owed for ordering less", -37_500)
    assert found.sentence == (
        "At the worst outturns in the declared ranges that were tried, the council has by 31 March 2029 £637,500 less "
        "than with its baseline: that is the sum at risk (overspent £600,000, paid £0, compensation owed for ordering "
        "less £37,500)."
    )


def test_payments_for_outcomes_add_to_the_overspend():
    """40 people at 300 each in each of three years come on top of 600,000."""
    jobs = {**JOBS, "outturn_between": [0, 40]}
    found = asked(TENTH, FOR_JOBS, others=(jobs,)).position
    assert (found.amount, found.sum_at_risk) == (-636_000, 636_000)


def test_a_course_that_settling_would_refuse_is_not_tried():
    """More jobs than starts are refused: 20 starts at 3,200 a year are paid at worst, and 30 jobs never."""
    people = tuple(
        {**JOBS, "name": name, "outturn_between": ends} for name, ends in (("starts", [10, 20]), ("jobs", [0, 30]))
    )
    stages = [{"measure": name, "price": {"amount": price}} for name, price in (("starts", 3_200), ("jobs", 800))]
    staged = {"rule": "staged payments", "stages": stages, "beyond_the_stage_before": "settling is refused"}
    assert asked(TENTH, staged, others=people).position.amount == -600_000 - 3 * 64_000


def test_of_a_loss_nothing_is_claimed():
    claims = [{"name": "ours", "ours": True}, {"name": "theirs"}]
    found = asked(measure={**RANGED, "claim": claims, "overlap": "in running proportion"}).position
    assert found.amount == -600_000


def test_a_loss_after_a_gain_may_be_worse_than_losses_alone():
    """A guarantee of 10,000 a year, of which a shortfall is paid, so that losses alone leave 10,000 after a year.

    Where 200,000 is saved first, 20,000 is paid; the 190,000 of excess offsets the 210,000 that a loss then falls
    short, so that 20,000 comes back, and nothing is kept.
    """
    guarantee = {"amount": 10_000, "tested": "each year", "shortfall": "provider pays each year"}
    found = asked(guarantee={**guarantee, "excess": "is banked against later shortfalls"}).position
    assert (found.amount, found.period) == (0, "2027-28")


def test_a_missing_range_is_named_with_one_to_write():
    found = exposure(contract(TENTH, FOR_JOBS, others=(JOBS,))).position
    assert found.amount is found.sum_at_risk is found.on is None
    assert [str(each) for each in found.missing] == [
        "costs has no outturn_between; write outturn_between = [0, 2_000_000] under [[measure]] costs",
        "jobs has no outturn_between; write outturn_between = [0, the most that it can be] under [[measure]] jobs",
    ]
    assert found.sentence == (
        "The council's worst whole position is not known: costs has no outturn_between and jobs has no outturn_between."
    )
    assert "Ranges that are missing" in str(exposure(contract()))


def test_levels_not_yet_published_need_a_range_and_stand_at_its_end():
    """At a level of 90 the baseline is 900,000: 300,000 less than the most that can be spent, three times."""
    index = {"series": "CPI", "month": "March inside the year", "base": 100}
    indexed = {"rule": "indexed", "amount": 1_000_000}
    (missing,) = asked(baseline={**indexed, "index": index}).position.missing
    assert str(missing) == (
        "the index of costs has no range for levels not yet published; write between = [50, 200] beside its levels"
    )
    found = asked(baseline={**indexed, "index": {**index, "between": [90, 110]}}).position
    assert found.amount == -900_000


@pytest.mark.parametrize(
    ("terms", "costs", "told"),
    [
        ({}, 5, "council_costs are given, but the contract has none of the council's own; leave them out"),
        ({"council_costs": "shown"}, "-£5", "council_costs is '-£5', below nought; write an amount of nought or more"),
    ],
)
def test_costs_that_cannot_be_are_refused(terms: dict[str, Any], costs: Any, told: str):
    with pytest.raises(rr.InputError) as caught:
        exposure(contract(measure=RANGED, **terms), council_costs=costs)
    assert str(caught.value) == told


def test_no_outturn_in_the_range_is_worse():
    agreed = contract(TENTH, measure=RANGED)
    worst = exposure(agreed).position.amount
    assert worst is not None
    for savings in ((-200_000,) * 3, (200_000, -200_000, -200_000), (-200_000, 200_000, 0)):
        statement = agreed.settle(outturn(agreed, *savings))
        assert min(each.exact("kept by the council to date") for each in statement.periods) >= worst


@settings(max_examples=50)
@given(cases())
def test_every_drawn_contract_has_its_answers(case: Case):
    """What was settled never earned more than the largest fee, where it is known and not only tried."""
    agreed, rows = case
    found = exposure(agreed, council_costs=None if agreed.council_costs is None else 1_000_000)
    assert found.sentence.count(".") >= 3
    assert str(found)
    if found.fee.amount is not None and not found.fee.is_tried:
        earned = max(each.exact("to date / fee earned to date") for each in agreed.settle(rows).periods)
        assert earned <= found.fee.amount or _takes_back(agreed)
    if found.position.amount is not None and found.position.sum_at_risk is not None:
        assert found.position.sum_at_risk == max(-found.position.amount, 0)
        assert sum(amount for _, amount in found.position.parts) == found.position.amount


def _takes_back(agreed: rr.Contract) -> bool:
    """Return whether a fee may be taken back later, so that it was larger to date before the end."""
    return agreed.settlement.clawback is not None or agreed.fee.may_owe
