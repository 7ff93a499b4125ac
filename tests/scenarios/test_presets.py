"""Presets: the figures that were published, and what they make of a plan."""

import csv
from fractions import Fraction
from typing import Any

import pytest

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios import Distribution, Drawing
from tests.contracts import contract
from tests.test_shared_data import DATA, needs_data


def test_outsourcing_may_spend_41_per_cent_beyond_its_plan() -> None:
    """A plan to save 10% spends 90%: at worst 126.9%, half managed 90% x 1.205, and at best as planned."""
    found = rr.presets.green_book_optimism_bias("outsourcing", "10%", managed="50%")
    assert (found.low, found.likely, found.high) == (
        Fraction(-269, 1000),
        1 - Fraction(9, 10) * Fraction(1205, 1000),
        Fraction(1, 10),
    )
    assert (found.drawn, found.of, found.unit) == ("once", "saving", "%")


def test_a_bias_is_managed_down_to_its_lower_bound_and_no_further() -> None:
    """Standard buildings: 24% to 2%."""
    found = rr.presets.green_book_optimism_bias("standard buildings", "10%", managed="100%")
    assert (found.low, found.likely, found.high) == (
        1 - Fraction(9, 10) * Fraction(124, 100),
        1 - Fraction(9, 10) * Fraction(102, 100),
        1 - Fraction(9, 10) * Fraction(102, 100),
    )


def test_the_table_of_optimism_bias_is_the_published_one() -> None:
    """Mott MacDonald (2002), table 2: upper and lower bound, capital expenditure (of outsourcing operating)."""
    published = {
        "non-standard buildings": (51, 4),
        "standard buildings": (24, 2),
        "non-standard civil engineering": (66, 6),
        "standard civil engineering": (44, 3),
        "equipment and development": (200, 10),
        "outsourcing": (41, 0),
    }
    assert {name: (100 * each.upper, 100 * each.lower) for name, each in rr.presets.OPTIMISM_BIAS.items()} == published


def test_of_reported_savings_38_to_82_per_cent_stood() -> None:
    """Of 10%: 3.8% at worst, 8.2% at best, 6% where half of the uncertain part stands."""
    found = rr.presets.audit_office_reported_savings("10%", uncertain_that_stands="50%")
    assert (found.low, found.likely, found.high) == (Fraction(38, 1000), Fraction(6, 100), Fraction(82, 1000))


@pytest.mark.parametrize(
    "preset",
    [
        rr.presets.green_book_optimism_bias("outsourcing", "10%", managed="50%"),
        rr.presets.audit_office_reported_savings("10%", uncertain_that_stands="50%"),
        rr.presets.medicare_shared_savings(),
    ],
)
def test_a_preset_is_a_scenario_of_the_measure_that_earns(preset: Distribution) -> None:
    assert len(Drawing(contract(), preset, 1).path(0)) == 3


def test_a_yearly_preset_spreads_the_fee_alike_however_often_the_contract_is_settled() -> None:
    """Each month's saving is the year's share of its baseline, and the fee to date is that of what is saved by then."""
    terms: dict[str, Any] = {
        "baseline": "£12,000,000",
        "share": "25%",
        "starts": "2026-04-01",
        "years": 3,
        "clawback": True,
    }
    monthly: dict[str, Any] = {"settled": "monthly", "spread": "evenly over the months"}
    yearly, each_month = (
        rr.simulate(rr.gain_share(**terms, **more), rr.presets.medicare_shared_savings(), paths=500, seed=1)
        for more in ({}, monthly)
    )
    for share in ("10%", "50%", "90%"):
        assert abs(yearly.fee.quantile(share) - each_month.fee.quantile(share)) < 1


@pytest.mark.parametrize(
    ("preset", "source"),
    [
        (
            rr.presets.green_book_optimism_bias("outsourcing", "10%", managed="50%"),
            "(PERT; HM Treasury, Supplementary Green Book guidance on optimism bias; Mott MacDonald (2002), table 2)",
        ),
        (
            rr.presets.audit_office_reported_savings("10%", uncertain_that_stands="50%"),
            "(PERT; National Audit Office, Progress with VFM savings and lessons for cost reduction programmes "
            "(July 2010))",
        ),
        (
            rr.presets.medicare_shared_savings(),
            "(CMS, Medicare Shared Savings Program public use files, 2013 to 2023)",
        ),
    ],
)
def test_the_evidence_of_a_preset_stands_in_the_record(preset: Distribution, source: str) -> None:
    assert source in rr.simulate(contract(), preset, paths=1).assumptions[0]


def test_the_medicare_figures_are_those_of_the_published_settlements_in_short() -> None:
    figures = rr.presets.medicare_shared_savings().figures
    assert len(figures) == 100
    assert sum(figures) / 100 == pytest.approx(0.0212, abs=1e-4)
    assert sum(each < 0 for each in figures) == 31


@needs_data
def test_the_medicare_figures_are_the_middles_of_a_hundred_equal_parts_of_the_shared_data() -> None:
    with (DATA / "mssp_settlements.csv").open(encoding="utf-8") as file:
        rates = sorted(Fraction(row["saving"]) / Fraction(row["benchmark"]) for row in csv.DictReader(file))
    assert len(rates) == 2468
    middles = [rates[(2 * number + 1) * len(rates) // 200] for number in range(100)]
    assert [int(10_000 * each) for each in rr.presets.medicare_shared_savings().figures] == [
        (10_000 * each + Fraction(1, 2)) // 1 for each in middles
    ]


def test_every_problem_of_a_preset_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        rr.presets.green_book_optimism_bias("bridges", 10, managed="-5%")
    told = [str(each) for each in caught.value.problems]
    assert len(told) == 3
    assert told[0].startswith("green_book_optimism_bias.project is 'bridges'; write \"standard buildings\" or ")
    with pytest.raises(InputError, match="of which nothing can stand"):
        rr.presets.audit_office_reported_savings("0%", uncertain_that_stands="50%")
