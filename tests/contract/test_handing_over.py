"""Handing over: balances of one program become those of another, exactly or not at all."""

from fractions import Fraction

import pytest

from riskreward import InputError
from riskreward.contract.handing_over import Plan
from riskreward.kernel import Kind, Program, carry, constant, count, money, named, previous, record, share
from tests.contract.deeds import refused, vary
from tests.contracts import contract


def keeping(*balances: tuple[str, Kind, int]) -> Program:
    """Return a program that keeps balances, each by its name, kind and places."""

    def rule() -> None:
        for name, kind, places in balances:
            kept = previous(name, constant(0, kind), places)
            carry(name, kept)
            named(f"line of {name}", kept)

    return record(rule)


def plan(before: Program, after: Program, **words: str) -> Plan:
    return Plan("variation[0]", words, "£", before, after)


def test_a_balance_is_scaled_to_the_parts_of_the_new_terms():
    """1.50 in hundredths is 150, and in thousandths 1,500; in tenths 15."""
    for places, whole in ((2, 150), (3, 1500), (1, 15)):
        handover = plan(
            keeping(("a", share, 2)), keeping(("b", count, 0), ("a", share, places)), b="opens at 7"
        ).handover(False)
        assert handover.opening("here", [150]) == (7, whole)


def test_what_the_new_terms_cannot_hold_exactly_is_refused():
    handover = plan(keeping(("a", share, 3), ("b", share, 3)), keeping(("a", share, 2), ("b", share, 2))).handover(
        False
    )
    assert handover.opening("here", [150, 20]) == (15, 2)
    with pytest.raises(InputError) as caught:
        handover.opening("variation[0].balances", [1505, 25])
    assert [str(each) for each in caught.value.problems] == [
        "variation[0].balances hand over 1.505 as 'a', which holds no such fine parts; say what becomes of it: "
        '"is closed" or "opens at ..."',
        "variation[0].balances hand over 0.025 as 'b', which holds no such fine parts; say what becomes of it: "
        '"is closed" or "opens at ..."',
    ]


def test_a_balance_that_is_another_kind_in_the_new_terms_is_spoken_of():
    before, after = keeping(("a", money, 2)), keeping(("a", share, 2))
    silent = plan(before, after)
    silent.handover(False)
    assert [str(each) for each in silent.problems] == [
        "variation[0].balances say nothing of 'a', which is money in the old terms and share in the new; "
        'write "opens at ..."'
    ]
    told = plan(before, after, a="opens at 0.25")
    handover = told.handover(False)
    assert told.problems == []
    assert handover.opening("here", [900]) == (25,)
    assert [(each.name, each.amount, each.kind) for each in handover.dropped([900])] == [("a", Fraction(9), money)]
    assert list(handover.dropped([0])) == []


def test_kinds_must_agree_where_one_goes_over_to_another():
    said = plan(keeping(("a", money, 2)), keeping(("b", share, 2)), a="goes over to b")
    said.handover(False)
    assert [str(each) for each in said.problems] == [
        "variation[0].balances.'a' is money, but 'b' is share; choose one of 'b'"
    ]


def test_an_opening_finer_than_its_parts_is_refused():
    said = plan(keeping(), keeping(("b", count, 0)), b="opens at 1.5")
    said.handover(False)
    assert [str(each) for each in said.problems] == [
        "variation[0].balances.'b' opens at 1.5, finer than one part of 1; round it"
    ]


CHAINED = {
    "rule": "indexed",
    "amount": 1_000_000,
    "year": "2025-26",
    "index": {
        "series": "CPI, 2015 = 100",
        "month": "January before the year",
        "base": 100,
        "levels": {"2026-27": 102, "2027-28": 104.04},
        "chained": {"places": 4},
    },
}
FACTOR = "costs / chained factor"


@pytest.mark.parametrize(
    ("opens_at", "baseline"), [("1", 1_020_000), ("100%", 1_020_000), ("102%", 1_040_400), ("1.02", 1_040_400)]
)
def test_a_chain_newly_written_opens_at_a_factor(opens_at, baseline):
    """The link of 2027-28 is 104.04 / 102 = 1.02: on 1 it makes 1,020,000, and on the 1.02 reached 1,040,400."""
    silent = refused(contract(), changes={"measure[0].baseline": CHAINED})
    assert silent == [
        f"variation[0].balances say nothing of '{FACTOR}', which only the new terms keep; write \"opens at 1\" for a "
        "chain that begins anew, its amount in the prices of the year before the variation, or the factor that it had "
        'reached by then, such as "opens at 102%"'
    ]
    varied = vary(contract(), changes={"measure[0].baseline": CHAINED}, balances={FACTOR: f"opens at {opens_at}"})
    assert varied.settle({"2026-27": 900_000, "2027-28": 900_000}).amount("baseline") == baseline


@pytest.mark.parametrize("opens_at", ["0", "-1", "£0", "12201000"])
def test_a_chain_does_not_open_at_what_is_no_factor(opens_at):
    said = refused(contract(), changes={"measure[0].baseline": CHAINED}, balances={FACTOR: f"opens at {opens_at}"})
    assert len(said) == 1
    assert said[0].startswith(f"variation[0].balances.'{FACTOR}' is '{opens_at}', ")
    assert '; write "opens at 1" for a chain that begins anew, ' in said[0]


def test_what_opens_is_named_in_its_own_unit():
    """A count opens at 0, and euros at €0."""
    counted = plan(keeping(), keeping(("a", count, 0)))
    euros = Plan("variation[0]", {}, "€", keeping(), keeping(("a", money, 2)))
    for said, opening in ((counted, "0"), (euros, "€0")):
        said.handover(False)
        assert [str(each) for each in said.problems] == [
            "variation[0].balances say nothing of 'a', which only the new terms keep; let one go over to it, or write "
            f'"opens at {opening}"'
        ]
