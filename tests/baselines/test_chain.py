"""A chained index: a product of yearly links, each rounded and limited, from real and from made-up levels."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import InputError, contract_from_json, contract_to_json
from riskreward.baselines.chain import limited, link_of
from riskreward.kernel import constant, quantity, share_of
from riskreward.kernel.rounding import to_step
from tests.contracts import column, contract, pence, refusals, settled_alike, worked

INDEX = {"series": "ONS CPI D7BT, 2015 = 100", "month": "January before the year", "base": 100}
YEARS = ("2026-27", "2027-28", "2028-29")
POINTS = quantity("index points")

JANUARY = {"2021-22": 109.0, "2022-23": 114.9, "2023-24": 126.4, "2024-25": 131.5}
"""ONS CPI, all items, 2015 = 100 (D7BT, release of 25 March 2026): January 2021 to January 2024; 2020 was 108.2."""

LOST = {"at_most": "105%", "at_least": "100%", "catches_up": False}
CAUGHT_UP = {**LOST, "catches_up": True}


def chained(levels: Any, places: int = 4, base: object = 100, **chain: object) -> dict[str, Any]:
    by_year = levels if isinstance(levels, dict) else dict(zip(YEARS, levels, strict=False))
    index = {**INDEX, "base": base, "levels": by_year, "chained": {"places": places, **chain}}
    return {"rule": "indexed", "year": "2025-26", "amount": 1_000_000, "index": index}


def baselines(levels: Any, **chain: Any) -> list[Fraction]:
    """The baseline of a million in each year, exactly."""
    agreed = contract(baseline=chained(levels, **chain))
    years = list(agreed.measure[0].baseline.index.levels)
    statement = settled_alike(agreed, dict.fromkeys(years, 0))
    return [period.exact("baseline") for period in statement.periods]


def test_links_of_1_10_and_1_02_are_1_122():
    """110 over 100 and 112.2 over 110: a million becomes 1,100,000 and 1,122,000."""
    assert baselines([110, "112.2"]) == [1_100_000, 1_122_000]


def test_what_a_limit_cuts_off_is_lost():
    """Links of 1.10, 1.02 and 1.0695 are held at 1.05: 1.05; 1.05 x 1.02 = 1.071; 1.071 x 1.05 = 1.12455."""
    assert baselines([110, "112.2", 120], **LOST) == [1_050_000, 1_071_000, 1_124_550]


def test_what_a_limit_cuts_off_is_caught_up_when_there_is_room():
    """Without limits 1.10, 1.122 and 1.122 x 1.0695 = 1.199979; rises are held at 1.05, 1.1025 and 1.157625."""
    assert baselines([110, "112.2", 120], **CAUGHT_UP) == [1_050_000, 1_102_500, 1_157_625]
    assert baselines([110, 110, 110], **CAUGHT_UP) == [1_050_000, 1_100_000, 1_100_000]
    assert baselines([110, 110, 110], **LOST) == [1_050_000, 1_050_000, 1_050_000]


def test_a_floor_holds_each_years_fall_and_is_given_back_only_where_it_is_caught_up():
    """100 falls to 96 and rises to 99.84: links of 0.96 and 1.04."""
    floor = {"at_least": "100%"}
    assert baselines([96, "99.84"], catches_up=False, **floor) == [1_000_000, 1_040_000]
    assert baselines([96, "99.84"], catches_up=True, **floor) == [1_000_000, 1_000_000]


def test_each_link_is_rounded_half_up_before_it_is_limited():
    """112.345 over 100 is 1.12345, to four places 1.1235; 113 over 112.345 is 1.00583..., to four places 1.0058."""
    assert baselines([112.345, 113]) == [1_123_500, Fraction("1130016.30")]
    assert baselines([106], places=1, at_most="104.5%", catches_up=False) == [1_045_000]


def test_real_levels_held_at_5_a_year():
    """Links 1.0074, 1.0541, 1.1001 and 1.0403: two are held at 1.05, so that 1.0074 x 1.05 x 1.05 x 1.0403 remain."""
    term = {"starts": "2021-04-01", "years": 4}
    lost = contract(baseline=chained(JANUARY, base=108.2, **LOST), **term)
    statement = settled_alike(lost, dict.fromkeys(JANUARY, 0))
    assert column(statement, "baseline") == pence("1,007,400.00 1,057,770.00 1,110,658.50 1,155,418.04")
    assert [period.exact("link of the index") for period in statement.periods] == [
        Fraction(each) for each in ("100.74", "105.41", "110.01", "104.03")
    ]
    caught_up = contract(baseline=chained(JANUARY, base=108.2, **CAUGHT_UP), **term)
    statement = settled_alike(caught_up, dict.fromkeys(JANUARY, 0))
    assert statement.exact("baseline") == Fraction("1166191.425")  # 1.0074 x 1.05 x 1.05 x 1.05


def test_every_quarter_of_a_year_has_the_years_factor():
    agreed = contract(
        baseline={**chained([110, "112.2", 120], **LOST), "spread": "evenly over the months"}, settled="quarterly"
    )
    statement = settled_alike(agreed, {period.label: 0 for period in agreed.calendar.periods})
    assert column(statement, "baseline") == [262_500] * 4 + [267_750] * 4 + pence("281,137.50") * 4


def test_a_year_of_which_only_a_part_is_settled_is_a_link_of_its_own():
    agreed = contract(
        baseline={**chained({"2026-27": 102, "2027-28": "104.04"}), "spread": "evenly over the months"},
        starts="2026-10-01",
        years_run="from 1 April",
        years=None,
        months=18,
    )
    statement = settled_alike(agreed, {"2026-27": 0, "2027-28": 0})
    assert column(statement, "baseline") == [510_000, 1_040_400]


def test_a_price_is_chained_beside_a_baseline_with_an_index_of_its_own():
    """40 a tonne by 1.05 and 1.05 x 1.02; the 1,000 tonnes by their own index of 101 and 102."""
    price = {"amount": 40, "index": chained([110, "112.2"], **LOST)["index"], "places": 2}
    index = {**INDEX, "levels": {"2026-27": 101, "2027-28": 102}}
    baseline = {"rule": "indexed", "amount": 1_000, "index": index}
    measure = {"name": "waste", "unit": "tonnes", "price": price}
    agreed = contract(baseline=baseline, measure=measure)
    statement = settled_alike(agreed, {"2026-27": 1_000, "2027-28": 1_000})
    assert column(statement, "waste / baseline") == [1_010, 1_020]
    assert column(statement, "price") == pence("42.00 42.84")
    assert column(statement, "improvement at the agreed price") == pence("420.00 856.80")


def test_a_level_missing_in_the_middle_of_the_chain_is_told_as_any_other():
    agreed = contract(baseline=chained({"2026-27": 110, "2028-29": 120}, **LOST))
    assert column(agreed.settle({"2026-27": 0}), "baseline") == [1_050_000]
    for settled in (2, 3):
        with pytest.raises(InputError) as caught:
            agreed.settle(dict.fromkeys(YEARS[:settled], 0))
        assert str(caught.value) == (
            "measure[0].baseline.index.levels has no level for 2027-28, which the outturn settles; "
            'write the published level: "2027-28" = ...'
        )


def test_a_chain_of_thirty_years_is_shown_in_full():
    """A tenth of a per cent a year to four places, thirty times: denominators of 10 to the 120th."""
    levels = {f"{year}-{(year + 1) % 100:02d}": 100 + year - 2025 for year in range(2026, 2056)}
    agreed = contract(baseline=chained(levels, **LOST), years=30)
    statement = settled_alike(agreed, dict.fromkeys(levels, 0))
    assert "link of the index" in str(statement)
    product = Fraction(1)
    for year in range(30):
        product *= to_step(Fraction(101 + year, 100 + year), Fraction(1, 10_000), "half up")
    assert statement.exact("baseline") == 1_000_000 * product


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        (
            {"at_most": "105%"},
            ".chained.catches_up is missing, but a limit cuts off part of a rise; "
            "write false if what is cut off is lost, true if it is caught up when there is room",
        ),
        (
            {"catches_up": True},
            ".chained.catches_up is given, but there is no limit; leave it out, or write at_most",
        ),
        (
            {"at_most": "101%", "at_least": "102%", "catches_up": False},
            ".chained.at_most is 101%, below at_least 102%; let the limit be above the floor",
        ),
    ],
)
def test_limits_that_cannot_stand_are_refused(chain: dict[str, Any], said: str):
    assert refusals(baseline=chained([110], **chain)) == [f"measure[0].baseline.index{said}"]


@pytest.mark.parametrize(("term", "value"), [("places", 4), ("at_most", "105%"), ("at_least", "100%")])
def test_limits_of_the_whole_factor_do_not_stand_beside_a_chain(term: str, value: object):
    baseline = chained([110])
    baseline["index"][term] = value
    assert refusals(baseline=baseline) == [
        f"measure[0].baseline.index.{term} is for a factor that is not chained; write it in chained: chained.{term}"
    ]


def test_levels_of_two_reference_periods_are_refused_in_a_chain_too():
    (told,) = refusals(baseline=chained([{"level": 104, "reference": "2023 = 100"}]))
    assert told.endswith("take every level and the base from one reference period")


def test_a_limit_is_a_factor_and_not_a_rise():
    (told,) = refusals(baseline=chained([110], at_most="5%", catches_up=False))
    assert told.endswith('write the whole factor: "110%" for a tenth more')


def test_a_chain_is_written_and_read_back():
    agreed = contract(baseline=chained([110], **LOST))
    assert contract_from_json(contract_to_json(agreed)) == agreed


LEVELS = st.integers(8_000, 15_000).map(lambda parts: Fraction(parts, 100))
LIMITS = st.integers(1000, 1200).map(lambda parts: Fraction(parts, 1000))
FLOORS = st.integers(800, 1000).map(lambda parts: Fraction(parts, 1000))


@given(LEVELS, LEVELS, FLOORS, LIMITS)
def test_a_limited_link_lies_within_its_limits(level: Fraction, before: Fraction, low: Fraction, high: Fraction):
    def rule():
        link = link_of(constant(level, POINTS), constant(before, POINTS), 4)
        return limited(link, share_of(low), share_of(high))

    link = to_step(level / before, Fraction(1, 10_000), "half up")
    assert low <= worked(rule) <= high
    assert worked(rule) == (link if low <= link <= high else low if link < low else high)


@settings(max_examples=20)
@given(st.lists(st.integers(9_000, 11_000), min_size=3, max_size=3))
def test_without_limits_and_where_links_come_out_a_chain_is_level_over_base(links: list[int]):
    """Levels made of links of four places: the product of the links is the level over the base."""
    levels, level = [], Fraction(100)
    for link in links:
        level *= Fraction(link, 10_000)
        levels.append(level)
    assert baselines(levels) == [1_000_000 * each / 100 for each in levels]


@settings(max_examples=30)
@given(st.lists(LEVELS, min_size=3, max_size=3), st.integers(0, 5), FLOORS, LIMITS, st.booleans())
def test_a_chain_against_its_clause_in_plain_fractions(levels, places: int, low, high, catches_up: bool):
    limits = {"at_least": float(low), "at_most": float(high), "catches_up": catches_up}
    found = baselines(levels, places=places, **limits)
    factor, unlimited, before, expected = Fraction(1), Fraction(1), Fraction(100), []
    for level in levels:
        link = to_step(level / before, Fraction(1, 10**places), "half up")
        unlimited *= link
        if catches_up:
            risen = min(max(unlimited, factor * low), factor * high)
        else:
            risen = factor * min(max(link, low), high)
        assert factor * low <= risen <= factor * high
        factor, before = risen, level
        expected.append(1_000_000 * factor)
    assert found == expected
