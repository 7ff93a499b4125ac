"""The Work Programme: attachment, job outcome and sustainment by group of claimants."""

from typing import Any

import pytest

import riskreward as rr
from tests.catalogue.reading import held_to_every_reading
from tests.catalogue.reading import refusals as said_of
from tests.contracts import column, fees

TERMS: dict[str, Any] = {"starts": "2011-06-01", "years": 3, "beyond_the_stage_before": "is not paid"}
YOUNG = {"young": (400, 1_200, 2_210)}


def programme(**terms: Any) -> rr.Contract:
    return rr.work_programme(**{**TERMS, **terms})


def counting(agreed: rr.Contract, *years: tuple[int, ...]) -> rr.Statement:
    """Settle years of a count for each measure, in their order."""
    names = [measure.name for measure in agreed.measure]
    rows = [
        {"period": period.label, **dict(zip(names, counts, strict=True))}
        for period, counts in zip(agreed.calendar.periods, years, strict=False)
    ]
    return held_to_every_reading(agreed, rows)


# Worked examples


@pytest.mark.parametrize(
    ("group", "most"), [("JSA 18-24", 3_810), ("JSA 25 and over", 4_395), ("JSA early access", 6_600)]
)
def test_what_one_claimant_of_each_group_is_worth_at_most(group: str, most: int) -> None:
    statement = counting(programme(years=1), (1,) * 9)
    assert statement.amount(f"fee / {group} / payment") == most


def test_each_stage_is_paid_for_when_it_is_reached() -> None:
    """Ten attached, four of them in a job a year later, three of those sustained."""
    agreed = programme(groups=YOUNG)
    statement = counting(agreed, (10, 0, 0), (0, 4, 0), (0, 0, 3))
    assert fees(statement) == [4_000, 4_800, 6_630]


def test_a_job_beyond_those_attached_waits_or_is_refused() -> None:
    statement = counting(programme(groups=YOUNG), (2, 3, 0), (1, 0, 0))
    assert column(statement, "fee / young / young, in a job / paid for") == [2, 1]
    refusing = programme(groups=YOUNG, beyond_the_stage_before="settling is refused")
    with pytest.raises(rr.InputError, match="has more of young, in a job than of young, attached"):
        refusing.settle([{"period": "2011-12", "young, attached": 2, "young, in a job": 3, "young, sustained": 0}])


def test_a_price_may_differ_by_year_and_a_largest_payment_is_over_the_term() -> None:
    """The attachment fee fell away year by year."""
    agreed = programme(groups={"young": ([400, 300, 0], 1_200, 2_210)}, largest_payment=10_000)
    assert fees(counting(agreed, (10, 0, 0), (10, 4, 0), (10, 0, 0))) == [4_000, 6_000, 0]


# What is refused


def test_what_becomes_of_a_count_beyond_the_stage_before_is_asked_for() -> None:
    assert said_of(lambda: programme(beyond_the_stage_before=None)) == [
        "beyond_the_stage_before is missing, and published contracts differ; what each would pay on two of JSA 18-24 "
        "attached and three in a job stands beside it; "
        'choose one of "is not paid" (£3,200), "settling is refused" (not settled)'
    ]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({}, "groups names no group"),
        (5, "groups is 5, where a table of groups belongs"),
        ({"a": (1, 2)}, "groups['a'] is a list, where the prices of attached, in a job and sustained belong"),
        ({"a": 400}, "groups['a'] is 400, where the prices of attached, in a job and sustained belong"),
        ({"a": "400"}, "groups['a'] is '400', where the prices of attached, in a job and sustained belong"),
    ],
)
def test_what_is_no_table_of_prices_is_refused(groups: Any, said: str) -> None:
    assert said_of(lambda: programme(groups=groups)) == [f'{said}; write it as {{"JSA 18-24": (400, 1_200, 2_210)}}']


def test_everything_wrong_is_told_at_once() -> None:
    terms = {"groups": {"a": (1, 2, "x")}, "largest_payment": "lots", "beyond_the_stage_before": "is paid"}
    assert said_of(lambda: programme(**terms)) == [
        "beyond_the_stage_before is 'is paid', which is no form of it; "
        'choose one of "is not paid", "settling is refused"',
        "fee.step[0].stages[2].price.amount is 'x', where a number belongs; write a number such as 12201000",
        "fee.step[1].amount is 'lots', where a number belongs; write a number such as £12,201,000",
    ]


def test_before_it_is_signed_it_says_that_nothing_limits_it() -> None:
    assert "uncapped fee" in [each.name for each in programme().findings]
    assert "uncapped fee" not in [each.name for each in programme(largest_payment=1).findings]
