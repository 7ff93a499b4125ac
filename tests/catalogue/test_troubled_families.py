"""Troubled Families: a part at attachment, the rest for the result, five families of every six."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import fees, pence

TERMS: dict[str, Any] = {"starts": "2012-04-01", "counts": "the best paid"}
ATTACHED, TURNED, PROGRESS, WORK = (
    *("attached in year 1", "turned around, year 1"),
    *("progress to work, year 1", "work, year 1"),
)


def programme(**terms: Any) -> rr.Contract:
    return rr.troubled_families(**{**TERMS, **terms})


def paid(agreed: rr.Contract, *outcomes: str) -> list[Decimal]:
    """Return what each of one family's outcomes pays, achieved one after the other in the first year."""
    claims = [
        {"person": "a family", "outcome": outcome, "period": "2012-13", "date": f"2012-0{number}-01"}
        for number, outcome in enumerate(outcomes, start=4)
    ]
    return [rr.outcome_payments(agreed, claims[: number + 1]).by_period["2012-13"] for number in range(len(claims))]


def refusals(**terms: Any) -> list[str]:
    return said_of(lambda: programme(**terms))


# Worked examples


@pytest.mark.parametrize(("families", "most"), [(1_680, "5,600,000.00"), (4_180, "13,933,333.33")])
def test_what_sheffield_and_birmingham_could_be_paid_at_most(families: int, most: str) -> None:
    """Of 4,000 for each of them, five of every six; Birmingham's is 13,933,333 and a third, rounded once."""
    statement = held_to_every_reading(programme(), {"2012-13": 4_000 * families})
    assert fees(statement) == pence(most)


@pytest.mark.parametrize(("year", "at_once", "later"), [(1, 3_200, 800), (2, 2_400, 1_600), (3, 1_600, 2_400)])
def test_attachment_is_80_then_60_then_40_per_cent_and_the_result_the_rest(year: int, at_once: int, later: int) -> None:
    card = {each.name: each.amount for each in programme().fee.step[0].outcomes}  # type: ignore[union-attr]  # the first step is the rate card
    assert card[f"attached in year {year}"] == at_once
    assert card[f"work, year {year}"] == later
    assert card[f"turned around, year {year}"] == later - 100
    assert card[f"progress to work, year {year}"] == 100


def test_a_family_turned_around_has_3900_and_100_for_progress_or_4000_for_work_and_never_both() -> None:
    best = programme()
    assert paid(best, ATTACHED, TURNED, PROGRESS, WORK) == [3_200, 3_900, 4_000, 4_000]
    assert paid(best, ATTACHED, WORK, TURNED) == [3_200, 4_000, 4_000]
    assert paid(best, ATTACHED, TURNED, WORK) == [3_200, 3_900, 4_000]
    assert paid(best, TURNED, PROGRESS, WORK) == [700, 800, 800]
    first = programme(counts="the first achieved")
    assert paid(first, ATTACHED, TURNED, WORK) == [3_200, 3_900, 3_900]


def test_a_family_is_attached_once() -> None:
    agreed = programme()
    again = [
        {"person": "a family", "outcome": f"attached in year {year}", "period": f"201{year + 1}-1{year + 2}"}
        for year in (1, 2)
    ]
    assert list(rr.outcome_payments(agreed, again).by_period.values()) == [3_200, 0]


def test_no_family_has_more_than_its_tariff() -> None:
    """3,200 at attachment; a result of the second year's families would be another 1,500."""
    assert paid(programme(), ATTACHED, "turned around, year 2") == [3_200, 4_000]


def test_another_scheme_pays_all_at_once_for_every_family() -> None:
    agreed = programme(tariff="£1,000", attachment=["100%"], paid_for="100%", counts="the best paid")
    assert paid(agreed, ATTACHED) == [1_000]
    assert fees(held_to_every_reading(agreed, {"2012-13": 1_000})) == [1_000]


def test_without_a_payment_for_progress_a_family_turned_around_is_worth_as_much_as_one_in_work() -> None:
    agreed = programme(progress=0, attachment=["0%"])
    assert paid(agreed, TURNED, WORK) == [4_000, 4_000]


# What is left to be said, and what is refused


def test_what_counts_is_asked_for_with_what_each_form_pays() -> None:
    """Five sixths of 700 and 100, and of 700."""
    assert refusals(counts=None) == [
        "counts is missing, and published contracts differ; what each would pay on a family turned around and then in "
        'work stands beside it; choose one of "the best paid" (£666.67), "the first achieved" (£583.33)'
    ]


def test_everything_wrong_is_told_at_once() -> None:
    said = refusals(counts=None, tariff="lots", attachment=["80%", 60], progress=-1, paid_for=6)
    assert said == [
        "tariff is 'lots', where a number belongs; write a number such as £12,201,000",
        "progress is -1, below nought; write an amount of nought or more",
        'paid_for is 6, which is 6 times the whole; did you mean "6%"? write "6%"',
        'attachment[1] is 60, which is 60 times the whole; did you mean "60%"? write "60%"',
        'counts is missing, and published contracts differ; choose one of "the best paid", "the first achieved"',
    ]


def test_attachment_is_a_list_of_shares() -> None:
    mend = 'write them in a list, such as ["80%", "60%", "40%"]'
    for given, told in (("80%", "'80%'"), (0.8, "0.8"), ([], "an empty list")):
        assert refusals(attachment=given) == [f"attachment is {told}, where a share for each year belongs; {mend}"]


def test_progress_is_a_part_of_what_a_result_pays() -> None:
    assert refusals(progress=800, counts="all") == [
        "progress is £800.00, not below the £800.00 that a result pays in year 1; write a part of the result's payment",
        'counts is \'all\', which is no form of it; choose one of "the best paid", "the first achieved"',
    ]


def test_before_it_is_signed_it_says_that_nothing_limits_it() -> None:
    assert "uncapped fee" in [each.name for each in programme().findings]
