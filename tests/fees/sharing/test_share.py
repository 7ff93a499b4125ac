"""A flat share: the same part of every pound counted."""

from fractions import Fraction

import pytest
from hypothesis import given

from riskreward.fees.sharing.share import flat_share
from riskreward.kernel import pounds, share_of
from tests.contracts import SAVINGS, SHARES, contract, fees, pence, refusals, settle, worked


def shared(counted, rate) -> Fraction:
    return worked(lambda: flat_share(pounds(counted), share_of(rate)))


def paying(share: object):
    return contract({"rule": "share", "share": share})


@pytest.mark.parametrize(
    ("counted", "share", "fee"),
    [
        (100_000, "50%", 50_000),
        (20_000, "15%", 3_000),
        (20_000, 0.15, 3_000),
        (100_000, "100%", 100_000),
        (100_000, "0%", 0),
        (60_000, "5/6", 50_000),
        (0, "50%", 0),
        (-40_000, "50%", 0),
    ],
)
def test_a_share_of_what_is_saved(counted, share, fee):
    assert fees(settle(paying(share), counted)) == [fee]


def test_17_and_a_half_per_cent_of_1234_56_is_216_048_and_earned_as_216_05():
    statement = settle(paying("17.5%"), "1234.56")
    assert statement.exact("fee by the share") == Fraction("216.048")
    assert fees(statement) == pence("216.05")


def test_a_third_of_a_hundred_pounds_is_exact_until_it_is_earned():
    statement = settle(paying("1/3"), 100)
    assert statement.exact("fee by the share") == Fraction(100, 3)
    assert fees(statement) == pence("33.33")


def test_its_line_bears_its_name_and_the_contracts_clause():
    agreed = contract({"rule": "share", "share": "10%", "name": "gain share", "clause": "14.2"})
    line = settle(agreed, 50_000).periods[0].line("fee by the gain share")
    assert (line.amount, line.clause) == (5_000, "14.2")


def test_a_share_of_25_is_refused_with_the_question_whether_25_per_cent_was_meant():
    assert refusals({"rule": "share", "share": 25}) == [
        'fee.step[0].share is 25, which is 25 times the whole; did you mean "25%"? write "25%"'
    ]


@pytest.mark.parametrize("share", ["110%", "-5%"])
def test_a_share_outside_the_whole_is_refused(share):
    assert refusals({"rule": "share", "share": share}) == [
        f"fee.step[0].share is {share}, not between 0% and 100%; write a share such as 25%"
    ]


def test_a_share_without_its_share_is_refused():
    (told,) = refusals({"rule": "share"})
    assert told.startswith("fee.step[0].share is missing; ")


def test_a_misspelt_term_is_answered_with_the_near_one():
    assert refusals({"rule": "share", "share": "5%", "claus": "7"}) == [
        "fee.step[0].claus is '7', but there is no such term; did you mean \"clause\"?"
    ]


@given(SAVINGS, SHARES)
def test_nothing_saved_is_nothing_earned_and_what_is_earned_is_never_more_than_what_is_saved(saving, rate):
    fee = shared(saving, rate)
    assert 0 <= fee <= max(saving, 0)
    assert saving > 0 or fee == 0


@given(SAVINGS, SAVINGS, SHARES, SHARES)
def test_more_saved_or_a_larger_share_never_earns_less(one, other, rate, another):
    assert shared(min(one, other), rate) <= shared(max(one, other), rate)
    assert shared(one, min(rate, another)) <= shared(one, max(rate, another))


@given(SAVINGS, SHARES)
def test_provider_and_council_share_the_whole(saving, rate):
    assert shared(saving, rate) + shared(saving, 1 - rate) == max(saving, 0)


def test_a_refinancing_gain_is_shared_by_the_vintage_of_the_deal():
    """PFI refinancing: 30% to the public sector before 2002, 50% from 2002, up to 70% from 2008."""
    for public, provider in (("30%", 700_000), ("50%", 500_000), ("70%", 300_000)):
        share = 100 - int(public[:-1])
        assert fees(settle(paying(f"{share}%"), 1_000_000)) == [provider]
