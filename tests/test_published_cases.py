"""Published worked figures and really paid settlements, typed in with their sources, each settled through a contract.

Every case that today's rules can express is here. Those that wait for a rule are named at the end, and none is
imitated by other means.
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
    """CMS, 2024, A5193: 1.00017% against 1%. The loss itself waits for the loss share; its ratio decides here as a
    saving of the same size would."""
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
    nothing is held back. Retention of 2.5%, half of it from completion, is of the price: 950,000 in all."""
    gain = contract(share("50%"), baseline=1_000_000).settle({"2020": 900_000})
    assert gain.amount("paid") == gain.amount("fee of the year") == 50_000
    price = {"name": "spend", "unit": "$", "benefit": "cashable", "better": "higher", "baseline": _fixed(0)}
    settlement = {"retention": {"share": "1.25%", "released": "a year after the end of the term"}}
    held = contract(share("100%"), baseline=0, measure=[price], settlement=settlement).settle({"2020": 900_000})
    assert (held.amount("retained", "2020"), held.amount("paid", "2020")) == (11_250, 888_750)
    assert held.amount("released from retention", "2021") == 11_250
    assert gain.amount("paid") + held.amount("paid to date, less what was given back") == 950_000


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


WAITING = {
    "statutory deduction": "mssp A1026, A1059, A1262, A1001, A1409, A2619, A2366, A5328",
    "advance and its recovery": "mssp A5401, A5328",
    "size-dependent threshold": "mssp minimum savings rates of 5,451 and 14,719",
    "loss share": "mssp A2029, A2308, A5193 as losses",
    "target cost, pain": "NEC overruns, target-cost pain, its cap and its uncovered slice, FPIF",
    "outcome payments": "Troubled Families, Denver, Peterborough, stacked NHS rates",
    "high-water mark after the fee": "analystforum 97662, year 2",
}
"""The published cases that wait for a rule, by the rule they wait for."""
