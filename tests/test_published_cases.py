"""Published worked figures and really paid settlements, typed in with their sources, each settled through a contract.

`tests/test_published_index.py` says where each published case is worked out; those of no other file are here.
"""

from decimal import Decimal
from typing import Any

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from riskreward.terms import read_terms


def contract(*steps: dict[str, Any], baseline: Any, years: int = 1, **terms: Any) -> rr.Contract:
    """Return a contract on one cost against a fixed baseline, of years from 1 January 2020."""
    fee = {"starts": "first pound", "counted": "each year", "step": list(steps)}
    settled = {
        "title": "Published case",
        "starts": "2020-01-01",
        "years": years,
        "settled": "yearly",
        "rounding": "half up to the penny",
        "measure": [{"name": "spend", "unit": "$", "benefit": "cashable", "baseline": _fixed(baseline)}],
        "currency": "$",
        "fee": fee,
    }
    return read_terms(rr.Contract, settled | terms)


def _fixed(amount: Any) -> Any:
    return amount if isinstance(amount, dict) else {"rule": "fixed", "amount": amount}


def earned(agreed: rr.Contract, *spends: Any) -> list[Decimal]:
    """Return the fee of each year, from 2020 on."""
    statement = agreed.settle({str(2020 + number): spend for number, spend in enumerate(spends)})
    return [period["fee of the year"] for period in statement.periods]


def share(rate: str) -> dict[str, Any]:
    return {"rule": "share", "share": rate}


def threshold(of_baseline: str, once_met: str = "everything counts", **more: Any) -> dict[str, Any]:
    return {"rule": "threshold", "share_of_baseline": of_baseline, "once_met": once_met, **more}


def test_a_saving_below_the_minimum_savings_rate_earns_nothing() -> None:
    """CMS, Medicare Shared Savings Program, performance year 2024, A1204: 0.37% against a minimum of 1%."""
    agreed = contract(threshold("1%"), share("75%"), baseline="415241442", rounding="half up to the dollar")
    assert earned(agreed, "413720903") == [Decimal(0)]


def test_once_the_threshold_is_crossed_everything_is_shared_from_the_first_pound() -> None:
    """kaufmanandcanoles.com: 6% saved of 100m, threshold 2%, 80% of everything: 4.8m."""
    assert earned(contract(threshold("2%"), share("80%"), baseline=100_000_000), 94_000_000) == [Decimal(4_800_000)]


def test_a_minimum_savings_rate_of_one_per_cent_is_not_met_by_nine_tenths() -> None:
    """axenehp.com: 125,000 member months at 500.00 against 495.50; half of it would be 281,250."""
    baseline, spend = Decimal("500.00") * 125_000, Decimal("495.50") * 125_000
    assert earned(contract(share("50%"), baseline=baseline), spend) == [Decimal(281_250)]
    assert earned(contract(threshold("1%"), share("50%"), baseline=baseline), spend) == [Decimal(0)]


def test_eligibility_is_decided_on_the_unrounded_ratio() -> None:
    """CMS, 2024, A5193: 1.00017% against 1%, here as a saving of the same size would be decided; as a loss, below."""
    agreed = contract(threshold("1%"), share("30%"), baseline="483042957", rounding="half up to the dollar")
    assert earned(agreed, 483_042_957 - (487_874_221 - 483_042_957)) == [Decimal(1_449_379)]
    assert earned(agreed, 483_042_957 - 4_830_429) == [Decimal(0)]


def test_a_zero_band_caps_the_gain() -> None:
    """reachback.builtintelligence.com/18505: NEC option C, target 500,000, outturn 200,000; 25% from 80% to 100% of
    the target and nothing below: 25,000."""
    bands = {
        "rule": "bands",
        "edges": "share of baseline",
        "bands": [{"up_to": "20%", "share": "25%"}, {"share": "0%"}],
    }
    assert earned(contract(bands, baseline=500_000), 200_000) == [Decimal(25_000)]


def test_a_flat_half_of_the_gain_is_not_touched_by_retention() -> None:
    """reachback.builtintelligence.com, NEC option C X16, 22041: target 1,000,000, outturn 900,000: 50,000, of which
    nothing is held back. Of the cost 2.5% is held, half of it from completion: 888,750 and 11,250, 950,000 in all."""
    retention = {"share": "2.5%", "half_released": "2020", "rest_released": "at the end of the term"}
    reimbursed = {"measure": "spend", "retention": retention}
    fee = {"starts": "first pound", "counted": "to date", "assessed": ["2020"], "step": [share("50%")]}
    target = {"rule": "target price", "amount": 1_000_000}
    agreed = contract(baseline=target, years=2, fee=fee, settlement={"reimbursed": reimbursed})
    statement = agreed.settle({"2020": 900_000, "2021": 0})
    assert statement.amount("paid", "2020") == 50_000
    assert [period["paid for the cost"] for period in statement.periods] == [888_750, 11_250]
    assert statement.amount("price to date") == 950_000


def borne(loss: dict[str, Any], baseline: int, spend: int, **measured: Any) -> Decimal:
    """Return what the provider owes of an overspend, to the dollar."""
    spent = {"name": "spend", "unit": "$", "benefit": "cashable", "baseline": _fixed(baseline)}
    others = [
        {"name": name, "unit": "%"}
        if "%" in str(figure)
        else {"name": name, "unit": "$", "outturn_between": [0, 10**6]}
        for name, figure in measured.items()
    ]
    agreed = contract(
        {"rule": "loss share", **loss}, baseline=baseline, measure=[spent, *others], rounding="half up to the dollar"
    )
    return agreed.settle([{"period": "2020", "spend": spend, **measured}]).amount("owed by the provider")


def test_losses_that_providers_really_repaid() -> None:
    """CMS, 2024, to 2 dollars: A2029 bears 40% of its loss, A2308 and A5193 30%; each less its disaster adjustment."""
    by_quality = {"measure": "quality", "weight": "75%", "at_least": "40%", "at_most": "75%"}
    enhanced = {"less_quality": by_quality, "adjustment": "disaster"}
    assert borne(enhanced, 497_679_939, 501_112_242, quality="90.26%", disaster=1_382) == 1_371_539
    basic = {"share": "30%", "from_share_of_baseline": "1%", "once_met": "everything counts", "adjustment": "disaster"}
    assert borne(basic, 163_350_765, 168_705_941, disaster=1_893) == 1_604_660
    assert borne(basic, 483_042_957, 487_874_221, disaster=747) == 1_448_632


def test_an_overrun_is_shared_by_half_or_all_on_the_provider() -> None:
    """reachback.builtintelligence.com, 3640: target 100,000, outturn 150,000: 125,000 is paid, or 100,000."""
    assert 150_000 - borne({"share": "50%"}, 100_000, 150_000) == 125_000
    assert 150_000 - borne({"share": "100%"}, 100_000, 150_000) == 100_000


def test_pain_by_two_bands_capped_and_never_extrapolated() -> None:
    """Suite: target 1,000,000; 1,080,000 costs the provider 31,000, or 20,000 where that is the cap; of 1,100,000
    only 5% is shared, 25,000."""
    first = {"up_to": "5%", "share": "50%"}
    bands = {"bands": [first, {"share": "20%"}], "edges": "share of baseline"}
    assert borne(bands, 1_000_000, 1_080_000) == 31_000
    assert borne({**bands, "limit": {"amount": 20_000}}, 1_000_000, 1_080_000) == 20_000
    assert borne({**bands, "bands": [first]}, 1_000_000, 1_100_000) == 25_000


def profit(cost: int, fee: int, ceiling: int, rate: str, spend: int) -> Decimal:
    """Return what the provider makes of a fixed-price incentive, to the dollar."""
    steps = (
        share(rate),
        {"rule": "target fee", "amount": fee, "over": "settlement"},
        {"rule": "loss share", "share": rate},
        {"rule": "ceiling price", "amount": ceiling, "measure": "spend"},
    )
    baseline = _fixed(cost)
    spent = {"name": "spend", "unit": "$", "benefit": "cashable", "baseline": baseline, "outturn_between": [0, 10**7]}
    agreed = contract(*steps, baseline=cost, measure=[spent], rounding="half up to the dollar")
    return agreed.settle({"2020": spend}).amount("to date / fee earned to date")


def test_a_fixed_price_incentive_up_to_its_ceiling() -> None:
    """scribd 24246629 and mnccertified.com: target 60,000 and 15,000, ceiling 100,000, 60:40; two of 70:30."""
    table = {60_000: 15_000, 70_000: 11_000, 80_000: 7_000, 90_000: 3_000, 97_500: 0, 100_000: -1_000}
    table |= {101_667: -1_667, 110_000: -10_000, 120_000: -20_000}
    assert {spend: profit(60_000, 15_000, 100_000, "40%", spend) for spend in table} == table
    assert profit(200_000, 30_000, 270_000, "30%", 170_000) == 39_000
    assert profit(2_000_000, 150_000, 2_450_000, "30%", 2_300_000) == 60_000


def test_two_bands_outward_from_the_target() -> None:
    """Suite: target 1,000,000, outturn 900,000; half of the first 5%, 30% of the rest: 40,000."""
    bands = {
        "rule": "bands",
        "edges": "share of baseline",
        "bands": [{"up_to": "5%", "share": "50%"}, {"share": "30%"}],
    }
    assert earned(contract(bands, baseline=1_000_000), 900_000) == [Decimal(40_000)]


def test_marginal_corridors_of_the_benchmark() -> None:
    """pearlhealth.com, ACO REACH Professional: 50, 35, 15 and 5% at 5, 10 and 15% of a benchmark of 100."""
    bands = {
        "rule": "bands",
        "edges": "share of baseline",
        "bands": [
            {"up_to": "5%", "share": "50%"},
            {"up_to": "10%", "share": "35%"},
            {"up_to": "15%", "share": "15%"},
            {"share": "5%"},
        ],
    }
    agreed = contract(bands, baseline=100, years=2)
    assert earned(agreed, 92, 80) == [Decimal("3.55"), Decimal("5.25")]


def test_bands_that_end_are_never_extrapolated() -> None:
    """spendmatters.com: 50% of the first 100,000, 30% of the next; of 1,000,000 saved, 800,000 is not covered."""
    bands = {"rule": "bands", "bands": [{"up_to": 100_000, "share": "50%"}, {"up_to": 200_000, "share": "30%"}]}
    statement = contract(bands, baseline=2_000_000).settle({"2020": 1_000_000})
    assert statement.amount("fee of the year") == 80_000
    assert statement.amount("beyond the last of the bands") == 800_000
    assert "$800,000 lies beyond the last of the bands and earns nothing." in map(str, statement.findings)


def test_the_hurdle_is_only_what_exceeds_it() -> None:
    """analystforum.com 97662: 100 grows to 120, hurdle 5%, share 20%: a fee of 3."""
    grows = {"name": "spend", "unit": "$", "benefit": "cashable", "better": "higher", "baseline": _fixed(100)}
    agreed = contract(threshold("5%", "only the excess counts"), share("20%"), baseline=100, measure=[grows])
    assert earned(agreed, 120) == [Decimal(3)]


def test_ground_regained_earns_no_second_fee() -> None:
    """Taught: 1,000,000 falls to 500,000 and returns; nothing is earned on the way back."""
    agreed = contract({"rule": "deficit carry-forward"}, share("20%"), baseline=1_000_000, years=3)
    # each year's change against the value it opened with: 0, then 500,000 lost, then 500,000 regained
    assert earned(agreed, 1_000_000, 1_500_000, 500_000) == [Decimal(0), Decimal(0), Decimal(0)]
    assert earned(agreed, 1_000_000, 1_500_000, 499_000)[2] == 200


def test_a_fee_on_what_is_overturned_on_appeal_is_returned() -> None:
    """Recovery audit: 12.5% of 1,000,000 recovered is 125,000; 200,000 is overturned: 25,000 comes back."""
    recovered = {
        "name": "recovered",
        "unit": "$",
        "benefit": "recovered",
        "better": "higher",
        "baseline": _fixed(0),
    }
    fee = {"starts": "first pound", "counted": "to date", "earns_on": ["recovered"], "step": [share("12.5%")]}
    clawback = {"first_from": "the provider", "restores_cap": True}
    agreed = contract(baseline=0, years=2, measure=[recovered], fee=fee, settlement={"clawback": clawback})
    statement = agreed.settle({"2020": 1_000_000, "2021": -200_000})
    assert statement.amount("fee of the year", "2020") == 125_000
    assert statement.amount("clawed back from the provider", "2021") == 25_000


def test_a_strike_price_is_the_initial_price_by_the_ratio_of_two_levels() -> None:
    """UK Contracts for Difference: 80.00 in 2012 money, CPI 109.4 against 94.5 in October 2011: 92.61."""
    index = {
        "series": "ONS CPI D7BT, 2015 = 100",
        "month": "January inside the year",
        "base": "94.5",
        "levels": {"2020": "109.4"},
    }
    baseline = {"rule": "indexed", "amount": "80.00", "index": index}
    statement = contract(share("50%"), baseline=baseline).settle({"2020": 0})
    assert statement.amount("spend / baseline") == Decimal("92.61")


def test_south_tyneside_under_the_invented_terms() -> None:
    """RSX outturn 2021-22 to 2023-24 and ONS CPI D7BT, Open Government Licence v3; every term is invented."""
    agreed = rr.read_contract(EXAMPLE / "south-tyneside.toml")
    statement = agreed.settle(rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv"))
    expected = {
        "running costs / baseline": ("13475888.60", "13939484.46"),
        "running costs / saving": ("1590888.60", "1203484.46"),
        "guaranteed": ("673794.43", "1393948.45"),
        "above (below) the guarantee, to date": ("917094.17", "726630.18"),
        "fee to date": ("187564.13", "158994.53"),
        "paid": ("150051.30", "0.00"),
        "still retained": ("37512.83", "8943.23"),
        "clawback": ("0.00", "28569.60"),
        "clawed back from retention": ("0.00", "28569.60"),
    }
    for name, figures in expected.items():
        assert tuple(str(period[name]) for period in statement.periods) == figures, name
    assert statement.amount("saved to date") == Decimal("2794373.06")
    assert statement.amount("kept by the council to date") == Decimal("2644321.76")
