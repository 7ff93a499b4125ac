"""2,468 really paid shared savings, each through `settle` of the catalogue's contract, against what was paid.

Source: CMS, Medicare Shared Savings Program, performance-year results, public use files of 2013, 2014, 2016, 2018, 2022
and 2023.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import riskreward as rr
from tests.catalogue.medicare import FLAT_LOSSES, MINIMUM_RATES, MOST_OF_A_LOSS, ONE_SIDED, earned, track

SETTLEMENTS = Path(__file__).parents[1].parent / "shared" / "data" / "mssp_settlements.csv"

pytestmark = pytest.mark.skipif(
    not SETTLEMENTS.exists(), reason=f"what was paid is not beside this checkout: {SETTLEMENTS}"
)

Row = Mapping[str, str]


class Settled(NamedTuple):
    """A row, and what the contract earns on it."""

    row: Row
    earned: Fraction

    @property
    def paid(self) -> Fraction:
        return Fraction(self.row["earned"])

    @property
    def off(self) -> Fraction:
        return abs(self.earned - self.paid)

    @property
    def is_within(self) -> bool:
        """Whether the rounding of the published inputs allows the figure; either is rounded to the dollar."""
        low, high = Fraction(self.row["lowest"]), Fraction(self.row["highest"])
        return low - 1 <= self.earned <= high + 1 or self.off <= 1


def rows() -> list[Row]:
    with SETTLEMENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(figure: str) -> int:
    return len(figure.partition(".")[2])


def share_of(row: Row) -> tuple[Fraction, bool]:
    """Return the share by the finer of its published forms, and whether it is still to be multiplied by the quality."""
    if row["quality"] and row["maximum_share"] and places(row["quality"]) >= places(row["share"]):
        is_measured = places(row["quality"]) <= 4
        most = Fraction(row["maximum_share"])
        return (most, True) if is_measured else (most * Fraction(row["quality"]), False)
    return Fraction(row["share"]), False


def settle(row: Row, **changes: Any) -> Fraction:
    """Return what the catalogue's contract of the row's track earns on the row."""
    name = row["track"]
    share, times_quality = share_of(row)
    terms: dict[str, Any] = {"times_quality": times_quality}
    quality = "0" if row["quality_standard_met"] == "0" else row["quality"] or "1"
    if name in MOST_OF_A_LOSS and places(quality) > 4:
        most = Fraction(MOST_OF_A_LOSS[name].rstrip("%")) / 100
        terms["loss_share"] = max(Fraction(2, 5), min(1 - share, most))
    elif name == "EN" or name in MOST_OF_A_LOSS:
        share = Fraction(row["maximum_share"]) if row["maximum_share"] and times_quality else share
    if row["reduced_share_below_minimum"]:
        terms |= {"counts": "everything counts, a share of it below", "share_below": "50%"}
    if row["year"] == "2022":  # losses were wholly forgiven
        terms |= dict.fromkeys(("loss_share_at_least", "loss_share_at_most"))
        terms |= {"loss_share": "0%", "loss_adjustment": False}
    minimum = None if name in ONE_SIDED else Fraction(row["minimum_rate"])
    agreed = track(name, row["benchmark"], share, minimum, rounding="half up to the cent", **terms, **changes)
    spend = Fraction(row["benchmark"]) - Fraction(row["saving"])
    others = {
        "population": int(row["population"]),
        "quality": Fraction(quality),
        "non-routine adjustment": -Fraction(row["nonroutine_adjustment"] or 0),
    }
    return earned(agreed, spend, others)


@lru_cache
def settled() -> list[Settled]:
    return [Settled(row, settle(row)) for row in rows()]


def published() -> Iterator[Settled]:
    return (each for each in settled() if each.row["match"] != "input-unpublished")


def test_every_settlement_whose_inputs_are_published_is_within_its_published_band() -> None:
    outside = [(each.row["year"], each.row["id"], each.earned, each.paid) for each in published() if not each.is_within]
    assert not outside
    assert len(list(published())) == 2_464


def test_at_least_2050_are_paid_to_the_dollar() -> None:
    print(Counter("to the dollar" if each.off < 1 else "within the band" for each in published()))
    assert sum(each.off <= Fraction(1, 2) for each in published()) >= 2_050


def test_the_four_with_an_unpublished_input_are_named() -> None:
    names = [(each.row["year"], each.row["id"]) for each in settled() if each.row["match"] == "input-unpublished"]
    assert len(names) == 4


def test_the_minimum_rate_of_every_one_sided_provider_of_2018_is_the_published_one() -> None:
    for row in rows():
        if row["year"] == "2018" and row["track"] == "T1":
            rate = minimum_rate(int(row["population"]))
            assert round(rate, 9) == Fraction(row["minimum_rate"]), row["id"]


@lru_cache
def one_sided() -> rr.Contract:
    return track("T1", 10**7, "50%", None)


def minimum_rate(population: int) -> Fraction:
    """Return what the contract's threshold comes to for a benchmark of ten million: exact to nine places of the rate."""
    statement = one_sided().settle([{"period": "2020", "spend": 0, "population": population}])
    return statement.exact("threshold by size to reach") / 10**7


def test_the_rates_are_on_a_line_in_every_row() -> None:
    for row in MINIMUM_RATES[:-1]:
        first, last = (Fraction(row[end].rstrip("%")) / 100 for end in ("share", "share_at_end"))
        assert (minimum_rate(row["at_least"]), minimum_rate(row["up_to"])) == (first, last)


MISTAKES: dict[str, dict[str, Any]] = {
    "no limit": {"limit": None},
    "sharing only the excess": {"counts": "only the excess counts"},
    "no deduction": {"deduction": None},
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_made_on_purpose_is_noticed(mistake: str) -> None:
    """The other mistakes are noticed by the settlements that are typed in tests/catalogue/test_shared_savings.py."""
    noticed = 0
    for each in settled():
        if each.earned > 0 and each.row["match"] == "exact" and each.row["year"] in {"2013", "2016"}:
            noticed += abs(settle(each.row, **MISTAKES[mistake]) - each.paid) > 2
    assert noticed


def test_flat_losses_are_of_tracks_that_have_losses() -> None:
    assert not set(FLAT_LOSSES) & set(ONE_SIDED)
