"""Tiers: one share for the whole of what is counted, by the tier that is reached; each edge is a cliff."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from riskreward import split_contract
from riskreward.fees.sharing.tiers import by_tier
from riskreward.kernel import pounds, share_of
from tests.contracts import (
    POUNDS,
    SAVINGS,
    column,
    contract,
    fees,
    outturn,
    refusals,
    settle,
    settled_alike,
    told,
    worked,
)
from tests.generators.drawing import OF_A_WHOLE, VISITS, Draw, Terms, a_share, chosen, in_unit, pick
from tests.generators.fees import Around

STANDARDS = {"name": "standards met", "unit": "standards", "better": "higher", "outturn_between": [0, 14]}
PACCI = {
    "rule": "tiers",
    "by": "measure",
    "measure": "standards met",
    "tiers": [
        {"at_least": 9, "share": "41%"},
        {"at_least": 10, "share": "44%"},
        {"at_least": 12, "share": "47%"},
        {"at_least": 14, "share": "50%"},
    ],
}
BY_SAVING = {
    "rule": "tiers",
    "by": "saving",
    "tiers": [{"at_least": 50_000, "share": "10%"}, {"at_least": 100_000, "share": "20%"}],
}
BY_SHARE = {
    "rule": "tiers",
    "by": "share of baseline",
    "tiers": [{"at_least": "2%", "share": "30%"}, {"at_least": "5%", "share": "50%"}],
}


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw the step in each of its forms."""
    forms = ("saving", "share of baseline", "measure")
    by = pick(draw, forms[:2] if around.counted == "to date" else forms)
    shares = [a_share(draw), "100%"][: 2 if chosen(draw) else 1]
    if by == "measure":
        unit = pick(draw, (VISITS, OF_A_WHOLE))
        edges = [in_unit(unit, Fraction(each)) for each in (40, 80)]
        measure = around.reading(unit, ("0%", "100%") if unit == OF_A_WHOLE else (0, 2000))
        tiers = [{"at_least": edge, "share": share} for edge, share in zip(edges, shares, strict=False)]
        return {"by": by, "measure": measure, "tiers": tiers}
    edges = ["2%", "5%"] if by == "share of baseline" else [10, int(around.largest / 10) + 20]
    return {"by": by, "tiers": [{"at_least": edge, "share": share} for edge, share in zip(edges, shares, strict=False)]}


# Worked examples


def test_14_of_14_standards_have_50_per_cent_12_or_13_47_10_or_11_44_9_41_and_8_nothing() -> None:
    agreed = contract(PACCI, others=(STANDARDS,), years=7)
    met = (14, 13, 12, 11, 10, 9, 8)
    statement = settle(agreed, *[100_000] * 7, standards_met=met)
    assert fees(statement) == [50_000, 47_000, 47_000, 44_000, 44_000, 41_000, 0]
    assert column(statement, "share by the tiers") == [50, 47, 47, 44, 44, 41, 0]


def test_the_whole_is_shared_at_the_tier_that_is_reached_and_each_edge_is_a_cliff() -> None:
    agreed = contract(BY_SAVING, years=6)
    statement = settle(agreed, "49999.99", 50_000, "99999.99", 100_000, 200_000, -5)
    assert [str(each) for each in fees(statement)] == ["0.00", "5000.00", "10000.00", "20000.00", "40000.00", "0.00"]
    cliffs = told(agreed.findings, "cliff")
    assert [each.split(":")[0] for each in cliffs] == ["There is a cliff at £50,000", "There is a cliff at £100,000"]
    assert "is worth £5,000 of fee" in cliffs[0]
    assert "is worth £10,000 of fee" in cliffs[1]


def test_tiers_by_the_share_of_the_baseline() -> None:
    """2% of 1,000,000 is 20,000, 5% is 50,000."""
    statement = settle(contract(BY_SHARE, years=4), "19999.99", 20_000, "49999.99", 50_000)
    assert [str(each) for each in fees(statement)] == ["0.00", "6000.00", "15000.00", "25000.00"]


def test_counted_to_date_the_tier_is_of_everything_to_date() -> None:
    """40,000, then 80,000, then 120,000 to date: nothing, 8,000, and 24,000 in all."""
    assert fees(settle(contract(BY_SAVING, counted="to date"), *[40_000] * 3)) == [0, 8_000, 16_000]


def test_counted_to_date_a_share_of_the_baseline_is_of_the_baseline_to_date() -> None:
    """20,000 is 2% of 1,000,000; 39,000 to date are less than 2% of 2,000,000; 60,000 are 2% of 3,000,000."""
    statement = settle(contract(BY_SHARE, counted="to date"), 20_000, 19_000, 21_000)
    assert column(statement, "fee to date") == [6_000, 0, 18_000]


def test_a_share_of_a_baseline_below_nought_is_reached_by_nought() -> None:
    agreed = contract(BY_SHARE, baseline={"rule": "fixed", "amount": -100})
    assert fees(agreed.settle({"2026-27": -300})) == [100]


def test_successors_share_the_edges_in_money_and_no_other() -> None:
    for step, edges in ((BY_SAVING, [37_500, 75_000]), (BY_SHARE, [Fraction(1, 50), Fraction(1, 20)])):
        assert [each.at_least for each in split(step)] == edges
    assert [each.at_least for each in split(PACCI)] == [9, 10, 12, 14]


def split(step: Terms) -> Any:
    """Return the tiers of a successor that has three quarters of the authority."""
    agreed = contract(step, others=(STANDARDS,), authority="the council")
    shares = {"North": "75%", "South": "25%"}
    order = {"on": "2027-03-01", "by": "Cabinet"}
    north = split_contract(agreed, "2027-28", shares, agreed=order, source="the order")["North"]
    return getattr(north.fee.step[0], "tiers")  # noqa: B009  # any step of the fee, of which these have tiers


# Refusals


def tiers(*edges: object, by: str = "saving", share: str = "10%", **more: Any) -> Terms:
    return {"rule": "tiers", "by": by, "tiers": [{"at_least": each, "share": share} for each in edges], **more}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            tiers(100, 100),
            "fee.step[0].tiers[1].at_least is 100, not above tiers[0].at_least 100; list tiers in rising order",
        ),
        (tiers("5%"), "fee.step[0].tiers[0].at_least is 5%, but the tiers are by saving; write money"),
        (
            tiers(5, by="share of baseline"),
            "fee.step[0].tiers[0].at_least is 5, but the tiers are by share of baseline; write a %",
        ),
        (
            tiers(5, by="measure"),
            "fee.step[0].measure goes with by = 'measure', and only with it; write both or neither",
        ),
        (
            tiers(5, measure="standards met"),
            "fee.step[0].measure goes with by = 'measure', and only with it; write both or neither",
        ),
        (
            tiers("50%", by="measure", measure="standards met"),
            "fee.step[0].tiers[0].at_least is 50%, but standards met is in 'standards'; write the figure in that unit",
        ),
        (
            {
                "rule": "tiers",
                "by": "saving",
                "tiers": [{"at_least": 1, "share": "20%"}, {"at_least": 2, "share": "10%"}],
            },
            "fee.step[0].tiers[1].share is 10%, below tiers[0].share 20%; "
            "write bands, so that the last pound saved never costs fee",
        ),
    ],
)
def test_what_cannot_be_is_refused(step: Terms, said: str) -> None:
    assert refusals(step, others=(STANDARDS,)) == [said]


def test_what_the_tiers_are_by_has_no_default() -> None:
    (said,) = refusals({"rule": "tiers", "tiers": BY_SAVING["tiers"]})
    assert said.startswith("fee.step[0].by is missing; choose one of")


def test_a_fee_to_date_has_no_one_figure_of_a_measure() -> None:
    assert refusals(PACCI, others=(STANDARDS,), counted="to date") == [
        "fee.step[0].by is 'measure', but a fee counted to date has no one figure of it; "
        "write counted = 'each year' or 'each period'"
    ]


# Properties


def earned(saving: Fraction) -> Fraction:
    edges = ((Fraction(50_000), Fraction(1, 10)), (Fraction(100_000), Fraction(1, 5)))

    def rule() -> Any:
        answers = [(pounds(edge), share_of(rate) * pounds(max(saving, Fraction(0)))) for edge, rate in edges]
        return by_tier(pounds(saving), answers, pounds(0))

    return worked(rule)


@given(SAVINGS, POUNDS)
def test_nothing_saved_earns_nothing_and_more_saved_never_less(saving: Fraction, more: Fraction) -> None:
    assert 0 <= earned(saving) <= max(saving, Fraction(0)) / 5
    assert earned(saving) <= earned(saving + more)


def test_parts_of_a_saving_earn_less_than_the_whole_of_it() -> None:
    assert earned(Fraction(60_000)) * 2 < earned(Fraction(120_000))


def test_the_readers_agree() -> None:
    for step in (PACCI, BY_SAVING, BY_SHARE):
        agreed = contract(step, others=(STANDARDS,))
        settled_alike(agreed, outturn(agreed, "49999.99", -20, "100000.01", standards_met=(14, "8.5", 9)))
