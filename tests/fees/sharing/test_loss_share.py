"""A loss share: what the provider bears of an overspend comes off the fee."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract
from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.sharing.loss_share import LossShare, overspent, taken_off
from riskreward.fees.sharing.loss_terms import less_the_better
from riskreward.kernel import pounds, share_of
from riskreward.terms import read_terms
from tests.contracts import (
    POUNDS,
    QUALITY,
    SAVINGS,
    SHARES,
    column,
    contract,
    fees,
    outturn,
    pence,
    refusals,
    settle,
    settled_alike,
    terms,
    told,
    worked,
)
from tests.generators.drawing import OF_A_WHOLE, Draw, Terms, a_share, a_small_share, amount, chosen, pick, whole
from tests.generators.fees import Around

FROM_NOUGHT = {"outturn_between": [0, 5_000_000]}
REVENUE = {"name": "revenue", "unit": "£", **FROM_NOUGHT}
DISASTER = {"name": "disaster", "unit": "£", **FROM_NOUGHT}
HALF_TO_5 = [{"up_to": "5%", "share": "50%"}, {"share": "20%"}]


def losing(share: str | None = "50%", **more: Any) -> dict[str, Any]:
    given = {"rule": "loss share", "share": share, **more}
    return {name: value for name, value in given.items() if value is not None}


def by_bands(*bands: dict[str, Any], **more: Any) -> dict[str, Any]:
    return losing(None, bands=list(bands), edges="share of baseline", **more)


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step with a share of each form, a least overspend, a limit and an adjustment."""
    step: Terms = {}
    form = pick(draw, ("share", "bands", "less_quality"))
    if form == "share":
        step["share"] = a_share(draw)
    elif form == "bands":
        step |= _bands(draw, around.largest)
    else:
        quality = around.reading(OF_A_WHOLE, ("0%", "100%"))
        step["less_quality"] = {"measure": quality, "weight": "75%", "at_least": "40%", "at_most": "75%"}
        step["less_quality"] |= {"failed_below": "60%"} if chosen(draw) else {}
    if chosen(draw):
        least = {"from_amount": amount(draw, around.largest / 40)}
        step |= least if chosen(draw) else {"from_share_of_baseline": a_small_share(draw)}
        step["once_met"] = pick(draw, ("everything counts", "only the excess counts"))
    if chosen(draw):
        revenue = around.reading("money", (0, int(around.largest)))
        limits = {"amount": amount(draw, around.largest / 20), "share_of_baseline": a_small_share(draw)}
        step["limit"] = pick(draw, ({"share_of_measure": "2%", "measure": revenue}, limits))
        step["limit"] |= limits if chosen(draw) else {}
    if chosen(draw):
        step["adjustment"] = around.reading("money", (0, int(around.largest / 10) + 1))
    return step


def _bands(draw: Draw, largest: Fraction) -> Terms:
    of_baseline = chosen(draw)
    reach: Any = 0
    bands: list[Terms] = []
    for _ in range(whole(draw, 1) + 1):
        reach += whole(draw, 4) + 1 if of_baseline else amount(draw, largest / 50)
        bands.append({"up_to": f"{reach}%" if of_baseline else reach, "share": a_share(draw)})
    bands += [{"share": a_share(draw)}] if chosen(draw) else []
    return {"bands": bands, "edges": "share of baseline"} if of_baseline else {"bands": bands}


def published(benchmark: int, spend: int, step: dict[str, Any], **others: Any) -> list[Fraction]:
    """Return what one period of a published settlement earns and owes, and what the provider bears."""
    rows = (REVENUE, DISASTER, QUALITY)
    agreed = contract(
        step,
        baseline={"rule": "fixed", "amount": benchmark},
        measure={"unit": "$"},
        others=tuple({**each, "unit": "$"} if each["unit"] == "£" else each for each in rows),
        currency="$",
        rounding="half up to the dollar",
    )
    row = {"period": "2026-27", "costs": spend, "revenue": 0, "disaster": 0, "quality": "0%", **others}
    return [settled_alike(agreed, [row]).exact("owed by the provider")]


# Published settlements


def test_mssp_a2029_bears_one_less_three_quarters_of_its_quality_which_is_held_at_40_per_cent() -> None:
    """An overspend of 3,432,303 at 40% (1 - 0.75 x 90.26% is 32.305%), less 1,382 of disaster: 1,371,539 owed."""
    rate = {"measure": "quality", "weight": "75%", "at_least": "40%", "at_most": "75%"}
    step = losing(None, less_quality=rate, adjustment="disaster")
    found = published(497_679_939, 501_112_242, step, quality="90.26%", disaster=1_382)
    assert found == [1_371_539]


def test_mssp_a2308_bears_a_flat_30_per_cent() -> None:
    """5,355,176 overspent, more than 1% of the benchmark: 30%, less 1,893, is 1,604,660."""
    step = losing("30%", from_share_of_baseline="1%", once_met="everything counts", adjustment="disaster")
    assert published(163_350_765, 168_705_941, step, disaster=1_893) == [1_604_660]


def test_mssp_a5193_is_over_a_minimum_of_1_per_cent_by_less_than_a_thousandth_of_one() -> None:
    """4,831,264 of 483,042,957 is 1.00017%: held against 1% on exact figures, 1,448,632 is owed."""
    step = losing("30%", from_share_of_baseline="1%", once_met="everything counts", adjustment="disaster")
    assert published(483_042_957, 487_874_221, step, disaster=747) == [1_448_632]
    assert published(483_042_957, 487_873_386, step, disaster=747) == [0]  # a dollar under 1%


def test_mssp_basic_level_c_loses_at_most_the_smaller_of_2_per_cent_of_revenue_and_1_per_cent_of_the_benchmark() -> (
    None
):
    limit = {"share_of_measure": "2%", "measure": "revenue", "share_of_baseline": "1%"}
    step = losing("30%", limit=limit)
    assert published(1_000_000, 1_100_000, step, revenue=400_000) == [8_000]
    assert published(1_000_000, 1_100_000, step, revenue=600_000) == [10_000]
    assert published(1_000_000, 1_010_000, step, revenue=600_000) == [3_000]


def test_nec_overrun_shared_half_and_all_on_the_provider() -> None:
    """A target of 100,000 and an outturn of 150,000: 25,000 is owed at 50%, 50,000 at 100%."""
    plain = {"baseline": {"rule": "fixed", "amount": 100_000}}
    for share, owed in (("50%", 25_000), ("100%", 50_000)):
        statement = contract(losing(share), **plain).settle({"2026-27": 150_000})
        assert statement.amount("owed by the provider") == owed
        assert statement.amount("borne by the authority") == 50_000 - owed


def test_half_of_the_first_5_per_cent_and_a_fifth_beyond_it() -> None:
    """Target 1,000,000, outturn 1,080,000: 25,000 and 6,000 are 31,000 for the provider, 49,000 for the authority."""
    agreed = contract(by_bands(*HALF_TO_5))
    statement = settled_alike(agreed, outturn(agreed, -80_000))
    assert statement.amount("borne by the provider") == 31_000
    assert statement.amount("borne by the authority") == 49_000
    assert statement.amount("owed by the provider") == 31_000
    assert statement.amount("fee earned to date") == -31_000
    assert statement.amount("kept by the council to date") == -49_000


def test_a_cap_on_the_pain_moves_the_rest_to_the_authority_and_nothing_vanishes() -> None:
    """With the pain capped at 20,000 the provider bears 20,000 and the authority 60,000; 11,000 is beyond the cap."""
    statement = settle(contract(by_bands(*HALF_TO_5, limit={"amount": 20_000})), -80_000)
    assert statement.amount("borne by the provider") == 20_000
    assert statement.amount("borne by the authority") == 60_000
    assert statement.amount("beyond the limit, borne by the authority") == 11_000


def test_bands_that_end_are_never_extrapolated() -> None:
    """Only 0-5% is shared: of 100,000 overspent 25,000 is borne, and 50,000 lies beyond the last band."""
    agreed = contract(by_bands({"up_to": "5%", "share": "50%"}))
    statement = settle(agreed, -100_000)
    assert statement.amount("borne by the provider") == 25_000
    assert statement.amount("beyond the last of the loss share") == 50_000
    assert told(statement.findings, "beyond the last band") == [
        "£50,000 lies beyond the last of the loss share and stays with the authority."
    ]


# Worked examples


def test_the_fee_of_a_saving_and_the_loss_of_an_overspend_stand_in_one_contract() -> None:
    agreed = contract({"rule": "share", "share": "50%"}, losing("30%"))
    statement = settled_alike(agreed, outturn(agreed, 100_000, -100_000, 0))
    assert fees(statement) == [50_000, 0, 0]
    assert column(statement, "owed by the provider") == [0, 30_000, 0]
    assert column(statement, "fee earned to date") == [50_000, 20_000, 20_000]


def test_only_the_excess_over_the_least_overspend_may_count() -> None:
    step = losing("50%", from_amount=20_000, once_met="only the excess counts")
    assert column(settle(contract(step), -20_000, -50_000, 30_000), "owed by the provider") == [0, 15_000, 0]


def test_below_the_quality_standard_the_most_is_borne() -> None:
    """At 50% quality 62.5% is borne; where the standard is 60%, 75%."""
    rate = {"measure": "quality", "weight": "75%", "at_least": "40%", "at_most": "75%"}
    plain = contract(losing(None, less_quality=rate), others=(QUALITY,))
    assert settle(plain, -1_000, quality=("50%",)).amount("owed by the provider") == 625
    held = contract(losing(None, less_quality={**rate, "failed_below": "60%"}), others=(QUALITY,))
    assert settle(held, -1_000, quality=("50%",)).amount("owed by the provider") == 750
    assert settle(held, -1_000, quality=("60%",)).amount("owed by the provider") == 550


def test_the_least_and_the_most_may_be_the_same_share() -> None:
    rate = {"measure": "quality", "weight": "75%", "at_least": "50%", "at_most": "50%"}
    agreed = contract(losing(None, less_quality=rate), others=(QUALITY,))
    assert column(settle(agreed, -1_000, -1_000, quality=("0%", "100%")), "owed by the provider") == [500, 500]


def test_of_a_baseline_below_nought_the_limit_is_nothing() -> None:
    """50 more than the -100 agreed is lost, and the authority bears it all."""
    agreed = contract(losing("50%", limit={"share_of_baseline": "1%"}), baseline={"rule": "fixed", "amount": -100})
    statement = settled_alike(agreed, {"2026-27": -50})
    assert statement.amount("owed by the provider") == 0
    assert statement.amount("borne by the authority") == 50


def test_an_adjustment_takes_off_what_is_owed_and_never_more() -> None:
    agreed = contract(losing("50%", adjustment="disaster"), others=(DISASTER,))
    statement = settled_alike(agreed, outturn(agreed, -1_000, -1_000, 100, disaster=(400, 501, 70)))
    assert column(statement, "owed by the provider") == [100, 0, 0]


def test_to_date_an_overspend_is_owed_once_and_given_back_when_it_is_made_good() -> None:
    """-100,000 and then +60,000: 50,000 is owed, and 30,000 of it comes back."""
    agreed = contract(losing("50%"), counted="to date")
    statement = settled_alike(agreed, outturn(agreed, -100_000, 60_000, 40_000))
    assert column(statement, "owed by the provider") == [50_000, 0, 0]
    assert fees(statement) == [0, 30_000, 20_000]
    assert column(statement, "fee earned to date") == [-50_000, -20_000, 0]


def test_over_a_year_of_quarters_the_loss_is_that_of_the_year() -> None:
    agreed = contract(losing("50%", limit={"amount": 1_000}), settled="quarterly", years=1, counted="each year")
    statement = settled_alike(agreed, outturn(agreed, -5_000, 2_000, -1_000, 0))
    assert column(statement, "owed by the provider") == [0, 0, 0, 1_000]


# What becomes of what is owed


def test_vat_is_credited_on_what_the_provider_owes() -> None:
    agreed = contract(losing("50%"), settlement={"vat": {"rate": "20%", "treatment": "standard"}})
    statement = settled_alike(agreed, outturn(agreed, -1_000))
    assert statement.amount("VAT credited on the loss") == 100
    assert statement.amount("credit note with VAT") == 600
    assert statement.amount("invoice with VAT") == 0


def test_under_the_reverse_charge_the_council_accounts_for_less() -> None:
    agreed = contract(losing("50%"), settlement={"vat": {"rate": "20%", "treatment": "reverse charge"}})
    assert settle(agreed, -1_000).amount("VAT the council accounts for (reverse charge)") == -100


def test_nothing_is_retained_of_what_is_owed_nor_is_an_advance_recovered_from_it() -> None:
    settlement = {
        "retention": {"share": "20%", "released": "at the end of the term"},
        "advance": {"amount": 1_000, "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"},
    }
    agreed = contract({"rule": "share", "share": "50%"}, losing("50%"), settlement=settlement)
    statement = settled_alike(agreed, outturn(agreed, 1_000, -1_000, 0))
    assert column(statement, "still retained") == [100, 100, 0]
    assert column(statement, "advance recovered") == [400, 0, 100]
    assert column(statement, "owed by the provider") == [0, 500, 0]
    assert column(statement, "advance repaid by the provider") == [0, 0, 500]
    assert statement.amount("paid to date, less what was given back") == 0


def test_a_failed_payment_gate_forgives_no_loss() -> None:
    gate = {"rule": "payment gate", "measure": "quality", "at_least": "90%"}
    agreed = contract(losing("50%"), gate, others=(QUALITY,))
    statement = settled_alike(agreed, outturn(agreed, -1_000, -1_000, quality=("95%", "80%")))
    assert column(statement, "owed by the provider") == [500, 500]


def test_the_statement_says_what_the_council_had_from_the_provider() -> None:
    assert " ".join(str(settle(contract(losing("50%")), -1_000)).split()).endswith(
        "the council has overspent £1,000.00 against the agreed baseline and had £500.00 from the provider: "
        "it is £500.00 out of pocket."
    )


def test_out_of_pocket_on_its_own_costs_names_what_came_from_the_provider() -> None:
    agreed = contract(losing("50%"), council_costs="shown")
    assert told(settle(agreed, -1_000, council_costs=(200,)).findings, "out of pocket") == [
        "At the end of 2026-27 the council is £700 out of pocket: it has had £500 from the provider and spent £200 of "
        "its own, and what it saved does not cover that."
    ]


def test_alone_it_never_pays_a_fee_and_needs_no_cap() -> None:
    agreed = contract(losing("50%", adjustment="disaster"), others=(DISASTER,))
    assert told(agreed.findings, "uncapped fee") == []
    assert largest_fee(agreed).amount == 0


def test_behind_a_cap_the_largest_fee_is_the_caps() -> None:
    cap = {"rule": "cap", "amount": 7_000, "over": "period"}
    found = largest_fee(contract({"rule": "share", "share": "50%"}, cap, losing("30%"), years=2))
    assert (found.amount, found.rests_on) == (14_000, "the cap, however much is saved")


def test_the_cliff_at_the_least_overspend_is_told_with_its_height() -> None:
    step = losing("30%", from_share_of_baseline="1%", once_met="everything counts")
    assert told(contract(step).findings, "cliff") == [
        "There is a cliff at an overspend of £10,000: the last penny that reaches the loss share (fee.step[0]) costs "
        "the provider £3,000."
    ]
    assert told(contract(losing("30%", from_amount=1, once_met="only the excess counts")).findings, "cliff") == []


def test_a_cliff_is_a_penny_before_the_least_overspend_of_a_baseline() -> None:
    """At 1% of 1,000,000 and at 500; a share of a baseline below nought is nothing, and the excess has no cliff."""
    everything = "everything counts"
    of_baseline = LossShare.model_validate(losing(from_share_of_baseline="1%", once_met=everything))
    assert of_baseline.cliffs(Fraction(1_000_000)) == (Fraction("-9999.99"),)
    assert of_baseline.cliffs(Fraction(-100)) == (Fraction("0.01"),)
    amount = LossShare.model_validate(losing(from_amount=500, once_met=everything))
    assert amount.cliffs(Fraction(1_000_000)) == (Fraction("-499.99"),)


def test_from_an_overspend_of_nothing_on_pence_count() -> None:
    step = losing(from_amount=0, once_met="everything counts")
    assert column(settle(contract(step), "-0.50", "-1"), "owed by the provider") == pence("0.25 0.50")


def test_shares_of_a_baseline_below_nought_are_of_nothing() -> None:
    """100 spent against -100 is an overspend of 200: a fifth of all of it, and all of it is beyond the least."""
    baseline = {"rule": "fixed", "amount": -100}
    by_band = contract(by_bands(*HALF_TO_5), baseline=baseline).settle({"2026-27": 100})
    assert column(by_band, "owed by the provider") == [40]
    excess = losing(from_share_of_baseline="1%", once_met="only the excess counts")
    assert column(contract(excess, baseline=baseline).settle({"2026-27": 100}), "owed by the provider") == [100]


@pytest.mark.parametrize(
    ("step", "of_baseline"),
    [
        (losing(), False),
        (losing(limit={"amount": 5}), False),
        (losing(limit={"share_of_baseline": "1%"}), True),
        (by_bands(*HALF_TO_5), True),
        (losing(from_amount=5, once_met="everything counts"), False),
        (losing(from_share_of_baseline="1%", once_met="everything counts"), True),
    ],
)
def test_the_baseline_is_read_where_something_is_a_share_of_it(step: dict[str, Any], of_baseline: bool) -> None:
    assert LossShare.model_validate(step).reads == ({"saving", "baseline"} if of_baseline else {"saving"})


def test_only_a_share_of_every_pound_without_end_is_flat() -> None:
    assert LossShare.model_validate(losing("50%")).flat_share == Fraction(1, 2)
    for more in (
        {"limit": {"amount": 5}},
        {"adjustment": "disaster"},
        {"from_amount": 5, "once_met": "everything counts"},
    ):
        assert LossShare.model_validate(losing("50%", **more)).flat_share is None


# Refusals


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            losing(None),
            "fee.step[0] needs one of share, bands and less_quality, and has none of them; write one of them",
        ),
        (
            losing("50%", bands=HALF_TO_5, edges="share of baseline"),
            "fee.step[0] needs one of share, bands and less_quality, and has share and bands; write one of them",
        ),
        (
            losing("50%", edges="share of baseline"),
            "fee.step[0].edges is 'share of baseline', but there are no bands; leave it out",
        ),
        (
            losing(None, bands=HALF_TO_5),
            "fee.step[0].bands[0].up_to is 5%; edges are money, or shares of something named; "
            "write edges = 'share of baseline'",
        ),
        (
            by_bands({"up_to": "10%", "share": "50%"}, {"up_to": "5%", "share": "20%"}),
            "fee.step[0].bands[1].up_to is 5%, below bands[0].up_to 10%; list bands in rising order",
        ),
        (
            losing(from_amount=1, from_share_of_baseline="1%", once_met="everything counts"),
            "fee.step[0].from_amount is given, and so is from_share_of_baseline; write one of them",
        ),
        (
            losing(from_amount=1),
            "fee.step[0].once_met is missing, but an overspend counts only from a least one; "
            "choose one of 'everything counts', 'only the excess counts'",
        ),
        (
            losing(once_met="everything counts"),
            "fee.step[0].once_met is 'everything counts', but nothing is to be reached; "
            "write from_amount or from_share_of_baseline, or leave it out",
        ),
        (
            losing(None, less_quality={"measure": "quality", "weight": "75%", "at_least": "75%", "at_most": "40%"}),
            "fee.step[0].less_quality.at_most is 40%, below at_least 75%; let the most be above the least",
        ),
        (
            losing(None, less_quality={"measure": "costs", "weight": "75%", "at_least": "40%", "at_most": "75%"}),
            "fee.step[0].less_quality.measure is 'costs', in '£', where a quality in % belongs; name a measure in %",
        ),
        (
            losing(limit={}),
            "fee.step[0].limit has no limit; write an amount, a share_of_baseline, or a share_of_measure",
        ),
        (
            losing(limit={"share_of_measure": "2%"}),
            "fee.step[0].limit.measure is missing: a share of a measure needs both; write share_of_measure and measure",
        ),
        (
            losing(limit={"measure": "revenue"}),
            "fee.step[0].limit.share_of_measure is missing: a share of a measure needs both; "
            "write share_of_measure and measure",
        ),
        (
            losing(limit={"measure": "quality", "share_of_measure": "2%"}),
            "fee.step[0].limit.measure is 'quality', in '%', where money belongs; name a measure in £",
        ),
        (
            losing(adjustment="costs"),
            "fee.step[0].adjustment is 'costs', whose outturn may be below nought; "
            "give that measure its range, such as outturn_between = [0, 50000]",
        ),
        (
            losing(adjustment="flood"),
            "fee.step[0].adjustment is 'flood', which is no measure; write one of 'costs', 'quality', 'revenue'",
        ),
        (
            losing(limit={"amount": "$20,000"}),
            "fee.step[0].limit.amount is '$20,000', in another currency than £; write it in £",
        ),
    ],
)
def test_what_cannot_be_is_refused(step: dict[str, Any], said: str) -> None:
    assert refusals(step, others=(QUALITY, REVENUE)) == [said]


def test_a_clawback_beside_it_is_refused() -> None:
    clawback = {"clawback": {"first_from": "the provider", "restores_cap": True}}
    assert refusals(losing(), counted="to date", settlement=clawback) == [
        "settlement.clawback takes back a fee that falls, which a fee that may be below nothing does by itself; "
        "leave it out"
    ]


def test_a_fee_that_starts_above_the_guarantee_is_refused() -> None:
    guarantee = {"amount": 200_000, "tested": "cumulatively", "shortfall": "fee only"}
    assert refusals(losing(), guarantee=guarantee, fee_starts="above the guarantee") == [
        "fee.step[0] (loss share) shares what is spent beyond the baseline, but the fee starts above the guarantee; "
        "write fee.starts = 'first pound'"
    ]


# Properties


def owed(step: dict[str, Any], saving: Fraction) -> Fraction:
    return settle(contract(step), saving).exact("borne by the provider")


@given(SAVINGS, SHARES)
def test_nothing_overspent_nothing_borne_and_what_is_borne_adds_up(saving: Fraction, share: Fraction) -> None:
    statement = settle(contract(losing(str(share))), saving)
    borne, left = statement.exact("borne by the provider"), statement.exact("borne by the authority")
    assert borne + left == max(-saving, 0)
    assert borne == share * max(-saving, 0)


@given(SAVINGS, SAVINGS)
def test_overspending_more_is_never_owed_less_and_by_bands_it_is_continuous(first: Fraction, second: Fraction) -> None:
    low, high = sorted((first, second))
    step = by_bands(*HALF_TO_5, limit={"amount": 20_000})
    assert 0 <= owed(step, low) - owed(step, high) <= Fraction(1, 2) * (high - low)


def test_with_a_least_overspend_at_which_everything_counts_it_is_not_continuous() -> None:
    step = losing("30%", from_amount=10_000, once_met="everything counts")
    assert (owed(step, Fraction("-9999.99")), owed(step, Fraction(-10_000))) == (0, 3_000)


@given(st.integers(1, 40), st.integers(1, 1_000_000))
def test_in_another_currency_of_any_rate_the_same_share_is_borne(rate: int, overspent_by: int) -> None:
    def borne(times: int) -> Fraction:
        agreed = contract(by_bands(*HALF_TO_5), baseline={"rule": "fixed", "amount": 100_000 * times})
        return agreed.settle({"2026-27": (100_000 + overspent_by) * times}).exact("borne by the provider")

    assert borne(rate) == rate * borne(1)


@given(POUNDS, POUNDS)
def test_two_halves_of_an_overspend_bear_the_whole_where_the_share_is_flat(one: Fraction, other: Fraction) -> None:
    assert owed(losing("50%"), -one) + owed(losing("50%"), -other) == owed(losing("50%"), -one - other)


def test_by_bands_two_halves_bear_more_than_the_whole() -> None:
    step = by_bands(*HALF_TO_5)
    assert (owed(step, Fraction(-50_000)) * 2, owed(step, Fraction(-100_000))) == (50_000, 35_000)


@given(SAVINGS, POUNDS)
def test_the_words_alone(saving: Fraction, adjustment: Fraction) -> None:
    assert worked(lambda: overspent(pounds(saving))) == max(-saving, 0)
    less = worked(lambda: taken_off(overspent(pounds(saving)), pounds(adjustment)))
    assert less == max(max(-saving, 0) - adjustment, 0)


@given(SHARES, SHARES)
def test_the_better_the_quality_the_less_is_borne(first: Fraction, second: Fraction) -> None:
    def rate(quality: Fraction) -> Fraction:
        weight, least, most = (Fraction(part, 100) for part in (75, 40, 75))
        return worked(lambda: less_the_better(share_of(quality), share_of(weight), share_of(least), share_of(most)))

    low, high = sorted((first, second))
    assert Fraction(75, 100) >= rate(low) >= rate(high) >= Fraction(40, 100)


def test_all_forms_read_alike() -> None:
    rate = {"measure": "quality", "weight": "75%", "at_least": "40%", "at_most": "75%", "failed_below": "50%"}
    limit = {"amount": 9_000, "share_of_baseline": "1%", "share_of_measure": "2%", "measure": "revenue"}
    step = losing(
        None, less_quality=rate, limit=limit, adjustment="disaster", from_amount=10, once_met="only the excess counts"
    )
    for counted in ("each period", "each year", "to date"):
        written = terms(
            {"rule": "share", "share": "10%"}, step, others=(QUALITY, REVENUE, DISASTER), counted=counted, years=1
        )
        agreed = read_terms(Contract, {**written, "settled": "quarterly"})
        rows = outturn(
            agreed,
            -1_000,
            500,
            "-20000.37",
            -5,
            quality=("90%", "40%", "50%", "66.67%"),
            revenue=(1_000, 90_000, 10_000, 3),
            disaster=(7, 0, 1, 3),
        )
        settled_alike(agreed, rows)


def test_pence_of_a_share_are_rounded_as_the_contract_rounds() -> None:
    assert column(settle(contract(losing("1/3")), "-100.00"), "owed by the provider") == pence("33.33")
