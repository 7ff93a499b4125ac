"""Bands: each slice of what is counted earns its own share."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.contract.largest_fee import largest_fee
from riskreward.fees.sharing.bands import by_bands, slices
from riskreward.kernel import named, pounds, share_of
from riskreward.readers import direct
from tests.contracts import SAVINGS, SHARES, column, contract, fees, pence, refusals, settle, told, worked

TO_HALF_A_MILLION = ({"up_to": 500_000, "share": "25%"}, {"share": "15%"})


def banded(*bands: object, **step: object) -> dict[str, object]:
    return {"rule": "bands", "bands": list(bands), **step}


def parts(counted, edges) -> list[Fraction]:
    def rule() -> None:
        for number, part in enumerate(slices(pounds(counted), [pounds(edge) for edge in edges])):
            named(str(number), part)

    return list(direct.run(rule, [{}])[0].values())


def earned(counted, edges, rates) -> Fraction:
    def rule():
        cut = slices(pounds(counted), [pounds(edge) for edge in edges])
        return by_bands(cut[: len(rates)], [share_of(rate) for rate in rates])

    return worked(rule)


# Worked examples.


@pytest.mark.parametrize(
    ("saved", "fee"),
    [
        ("0", "0.00"),
        ("-300,000", "0.00"),
        ("400,000", "100,000.00"),  # a quarter
        ("499,999.96", "124,999.99"),
        ("500,000", "125,000.00"),
        ("500,000.20", "125,000.03"),  # 15% of 20p
        ("917,094.17", "187,564.13"),  # 125,000 and 15% of 417,094.17, which is 62,564.1255
        ("1,000,000", "200,000.00"),
    ],
)
def test_25_per_cent_to_half_a_million_and_15_beyond(saved, fee):
    assert fees(settle(contract(banded(*TO_HALF_A_MILLION)), saved.replace(",", ""))) == pence(fee)


def test_where_the_last_band_ends_what_lies_beyond_earns_nothing_and_is_shown():
    """50% of the first 100,000 and 30% of the next, on 1,000,000: 80,000, with 800,000 beyond."""
    agreed = contract(banded({"up_to": 100_000, "share": "50%"}, {"up_to": 200_000, "share": "30%"}))
    statement = settle(agreed, 1_000_000, 200_000, 150_000)
    assert fees(statement) == [80_000, 80_000, 65_000]
    assert column(statement, "beyond the last of the bands") == [800_000, 0, 0]
    assert told(statement.findings, "beyond the last band") == [
        "£800,000 lies beyond the last of the bands and earns nothing."
    ]


def test_what_lies_beyond_in_several_years_is_told_in_all_and_to_date_as_it_stands():
    """Of 150,000 and 130,000, 50,000 and 30,000 lie beyond: 80,000; to date, of 150,000 and then 120,000, 20,000."""
    closed = banded({"up_to": 100_000, "share": "50%"})
    assert told(settle(contract(closed), 150_000, 130_000).findings, "beyond the last band") == [
        "£80,000 lies beyond the last of the bands and earns nothing."
    ]
    to_date = contract(closed, counted="to date")
    assert told(settle(to_date, 150_000, -30_000).findings, "beyond the last band") == [
        "£20,000 lies beyond the last of the bands and earns nothing."
    ]
    assert told(settle(to_date, 150_000, -90_000).findings, "beyond the last band") == []


def test_what_no_band_leaves_out_is_no_finding():
    closed = contract(banded({"up_to": 100_000, "share": "50%"}))
    assert told(settle(closed, 100_000).findings, "beyond the last band") == []
    assert told(closed.findings, "beyond the last band") == []
    opened = settle(contract(banded(*TO_HALF_A_MILLION)), 1_000_000)
    assert not opened.has("beyond the last of the bands")
    assert told(opened.findings, "beyond the last band") == []


def test_only_bands_that_end_limit_the_fee():
    """Half of 100,000 in each of two years; a last band without an end leaves no largest fee."""
    closed, opened = banded({"up_to": 100_000, "share": "50%"}), banded(*TO_HALF_A_MILLION)
    assert largest_fee(contract(closed, years=2)).amount == 100_000
    assert largest_fee(contract(opened, years=2)).amount is None


def test_shares_may_rise_from_band_to_band():
    """Nothing of the first 100,000, a tenth of the next 100,000, a fifth beyond: 10,000 and 20,000 on 300,000."""
    agreed = contract(
        banded({"up_to": 100_000, "share": "0%"}, {"up_to": "£200,000", "share": "10%"}, {"share": "20%"})
    )
    assert fees(settle(agreed, 300_000)) == [30_000]


def test_edges_may_be_shares_of_the_baseline():
    """To 5% of 1,000,000, half of it; beyond, a tenth: 25,000 and 5,000 on 100,000."""
    bands = banded({"up_to": "5%", "share": "50%"}, {"share": "10%"}, edges="share of baseline")
    assert fees(settle(contract(bands), 100_000, 50_000)) == [30_000, 25_000]


def test_edges_as_shares_of_the_baseline_are_counted_as_the_saving_is():
    """To date 200,000 of 2,000,000: half of the first 100,000 (5%), a tenth of the rest: 60,000."""
    bands = banded({"up_to": "5%", "share": "50%"}, {"share": "10%"}, edges="share of baseline")
    statement = settle(contract(bands, counted="to date"), 0, 200_000)
    assert column(statement, "fee to date") == [0, 60_000]


def test_edges_may_be_shares_of_the_guarantee():
    """Up to 120% of the 100,000 guaranteed a tenth, beyond it a half: 12,000 and 15,000 on 150,000."""
    bands = banded({"up_to": "120%", "share": "10%"}, {"share": "50%"}, edges="share of guarantee")
    guarantee = {"amount": 100_000, "tested": "each year", "shortfall": "fee only"}
    assert fees(settle(contract(bands, guarantee=guarantee), 150_000)) == [27_000]
    to_date = settle(contract(bands, guarantee=guarantee, counted="to date"), 0, 300_000)
    assert column(to_date, "fee to date") == [0, 54_000]  # a tenth of 240,000 and half of 60,000


def test_edges_in_quarters_are_shares_of_each_quarters_baseline():
    """5% of 1,000,000 in each quarter; counted each year, 5% of 4,000,000 at the year's end."""
    bands = banded({"up_to": "5%", "share": "50%"}, {"share": "10%"}, edges="share of baseline")
    quarters = (100_000, 100_000, 0, 0)
    assert fees(settle(contract(bands, settled="quarterly"), *quarters)) == [30_000, 30_000, 0, 0]
    each_year = contract(bands, settled="quarterly", counted="each year")
    assert fees(settle(each_year, *quarters)) == [0, 0, 0, 100_000]


def test_edges_may_be_fractions_of_what_they_are_shares_of():
    """A third of 90,000 is 30,000: half of it, and a tenth of the next 10,000."""
    bands = banded({"up_to": "1/3", "share": "50%"}, {"share": "10%"}, edges="share of guarantee")
    guarantee = {"amount": 90_000, "tested": "each year", "shortfall": "fee only"}
    assert fees(settle(contract(bands, guarantee=guarantee), 40_000)) == [16_000]


def test_edges_that_are_shares_of_a_baseline_below_nought_leave_everything_to_the_last_band():
    """-300 spent against a baseline of -100 saves 200: no room in the first band, a tenth of the 200 saved."""
    bands = banded({"up_to": "10%", "share": "50%"}, {"share": "10%"}, edges="share of baseline")
    statement = contract(bands, baseline={"rule": "fixed", "amount": -100}).settle({"2026-27": -300})
    assert fees(statement) == [20]


@pytest.mark.parametrize(
    "bands",
    [
        banded({"up_to": "£1,234.50", "share": "25%"}, {"share": "1/3"}),
        banded({"up_to": "2.5%", "share": "25%"}, {"up_to": "110%", "share": "5%"}, edges="share of baseline"),
        banded({"up_to": "1/3", "share": "25%"}, {"share": "5%"}, edges="share of baseline"),
    ],
)
def test_bands_are_the_same_after_a_file_and_after_another_term_is_replaced(bands):
    agreed = contract(bands)
    again = contract_from_json(contract_to_json(agreed))
    assert again == agreed
    assert again.fee.step[0].bands == agreed.fee.step[0].bands
    assert agreed.replace(title="Another").fee == agreed.fee


# Refusals.


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((500_000, 100_000), "bands[1].up_to is 100,000, below bands[0].up_to 500,000; list bands in rising order"),
        ((500_000, 500_000), "bands[1].up_to is 500,000, not above bands[0].up_to 500,000; list bands in rising order"),
        ((0,), "bands[0].up_to is 0, not above nought; list bands in rising order"),
        ((-5,), "bands[0].up_to is -5, not above nought; list bands in rising order"),
        (("5%",), "bands[0].up_to is 5%; edges are money, or shares of something named; "
                  "write edges = 'share of baseline' or 'share of guarantee'"),
        ((None, 5), "bands[0].up_to is missing, but more bands follow; only the last band may be open"),
    ],
)  # fmt: skip
def test_bands_rise_and_only_the_last_is_open(edges, said):
    bands = [{"share": "5%"} if edge is None else {"share": "5%", "up_to": edge} for edge in edges]
    assert refusals(banded(*bands)) == [f"fee.step[0].{said}"]


def test_edges_that_are_shares_are_not_money():
    assert refusals(banded({"up_to": 5, "share": "5%"}, edges="share of baseline")) == [
        "fee.step[0].bands[0].up_to is 5; edges are money, or shares of something named; write a %"
    ]


def test_shares_that_fall_are_edges_out_of_order_too():
    bands = banded({"up_to": "10%", "share": "5%"}, {"up_to": "2%", "share": "5%"}, edges="share of baseline")
    assert refusals(bands) == ["fee.step[0].bands[1].up_to is 2%, below bands[0].up_to 10%; list bands in rising order"]


def test_edges_of_a_guarantee_need_one():
    assert refusals(banded({"up_to": "120%", "share": "5%"}, edges="share of guarantee")) == [
        "fee.step[0].edges are shares of the guarantee, but there is none; write the guarantee"
    ]


def test_a_band_says_what_is_wrong_inside_it():
    told = refusals(banded({"up_to": 5, "shar": "2%"}))
    assert "fee.step[0].bands[0].shar is '2%', but there is no such term; did you mean \"share\"?" in told


def test_no_band_at_all_is_refused():
    (said,) = refusals(banded())
    assert said.startswith("fee.step[0].bands is ")


# Whatever is counted.

EDGES = st.lists(st.integers(1, 50_000_000), min_size=1, max_size=4, unique=True).map(
    lambda pence: [Fraction(edge, 100) for edge in sorted(pence)]
)


@given(SAVINGS, EDGES)
def test_the_slices_add_up_to_what_is_counted_and_none_is_negative_or_wider_than_its_band(counted, edges):
    found = parts(counted, edges)
    assert sum(found) == max(counted, 0)
    widths = [after - before for before, after in zip([Fraction(0), *edges[:-1]], edges, strict=True)]
    assert all(0 <= part <= width for part, width in zip(found, widths, strict=False))
    for number, part in enumerate(found[1:]):  # a band is begun only when the one before it is full
        assert part == 0 or found[number] == widths[number]


@given(
    st.integers(0, 300),
    st.lists(st.integers(1, 250), min_size=1, max_size=4, unique=True).map(sorted),
    st.lists(st.integers(0, 100), min_size=5, max_size=5),
)
def test_bands_are_the_same_as_a_count_pound_by_pound(saved, edges, per_cent):
    pound_by_pound = 0
    for pound in range(saved):
        band = sum(pound >= edge for edge in edges)
        pound_by_pound += per_cent[band]
    rates = [Fraction(each, 100) for each in per_cent[: len(edges) + 1]]
    assert earned(saved, edges, rates) == Fraction(pound_by_pound, 100)


@given(EDGES, st.lists(SHARES, min_size=5, max_size=5))
def test_bands_are_continuous_at_every_edge(edges, rates):
    """A penny more than an edge earns a penny's share more, of the band it falls in, and no jump."""
    penny = Fraction(1, 100)
    for number, edge in enumerate(edges):
        at = earned(edge, edges, rates[: len(edges) + 1])
        assert at - earned(edge - penny, edges, rates[: len(edges) + 1]) == rates[number] * penny
        after = earned(edge + penny, edges, rates[: len(edges) + 1]) - at
        assert after == rates[number + 1] * penny


@given(SAVINGS, SAVINGS, EDGES, st.lists(SHARES, min_size=5, max_size=5))
def test_more_saved_never_earns_less_and_never_more_than_the_highest_share(one, other, edges, rates):
    rates = rates[: len(edges) + 1]
    less, more = sorted((one, other))
    assert earned(less, edges, rates) <= earned(more, edges, rates)
    assert min(rates) * max(one, 0) <= earned(one, edges, rates) <= max(rates) * max(one, 0)


@given(SAVINGS, EDGES, SHARES)
def test_bands_of_one_share_are_a_flat_share(counted, edges, rate):
    assert earned(counted, edges, [rate] * (len(edges) + 1)) == rate * max(counted, 0)


@settings(max_examples=30)
@given(SAVINGS)
def test_the_steps_fee_is_the_rules_rounded_to_the_penny(counted):
    exact = earned(counted, [Fraction(500_000)], [Fraction(1, 4), Fraction(3, 20)])
    (fee,) = fees(settle(contract(banded(*TO_HALF_A_MILLION)), counted))
    assert abs(Fraction(fee) - exact) <= Fraction(1, 200)
