"""A contract split between successor councils: the parts add up, and what no share splits is asked for."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract, InputError, contract_from_json, contract_to_json, split_contract
from riskreward.successors.amounts import split_in_shares
from tests.contract.deeds import vary
from tests.contracts import TENTH, contract, told

AGREED = {"on": "2027-02-01", "by": "Parliament"}
HALVES = {"North": "50%", "South": "50%"}
CAP = {"rule": "cap", "amount": 90_000, "over": "term"}

VISITS = {
    "name": "visits",
    "unit": "visits",
    "benefit": "cashable",
    "better": "higher",
    "baseline": {"rule": "fixed", "amount": 100},
    "price": {"amount": 40},
}


def split(agreed: Contract, shares: dict[str, Any] | None = None, **given: Any) -> dict[str, Contract]:
    given = {"holds_from": "2027-28", "agreed": AGREED, "source": "Order 1"} | given
    return split_contract(agreed, given.pop("holds_from"), shares or HALVES, **given)


def refused(agreed: Contract, shares: dict[str, Any] | None = None, **given: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        split(agreed, shares, **given)
    return [str(problem) for problem in caught.value.problems]


def test_every_amount_is_split_and_the_years_that_are_left_are_settled():
    """1,000,001 by 55% and 45%; a cap of 90,000; 60,000 of the guarantee of the second year."""
    guarantee = {"amount": [50_000, 60_000, 70_000], "tested": "each year", "shortfall": "fee only"}
    agreed = contract(TENTH, CAP, baseline={"rule": "fixed", "amount": 1_000_001}, guarantee=guarantee)
    both = split(agreed, {"North": "55%", "South": "45%"})
    assert list(both) == ["North", "South"]
    north, south = both.values()
    assert [each.measure[0].baseline.agreed_amount for each in (north, south)] == [
        Fraction("550000.55"),
        Fraction("450000.45"),
    ]
    assert [each.fee.step[1].amount for each in (north, south)] == [Decimal("49500.00"), Decimal("40500.00")]
    assert [each.guarantee.amount for each in (north, south)] == [
        (Decimal("33000.00"), Decimal("38500.00")),
        (Decimal("27000.00"), Decimal("31500.00")),
    ]
    assert [period.label for period in north.calendar.periods] == ["2027-28", "2028-29"]
    assert (north.authority, south.authority) == ("North", "South")
    statement = north.settle({"2027-28": 500_000, "2028-29": 540_000})
    assert [period["fee of the year"] for period in statement.periods] == [Decimal("5000.06"), Decimal("1000.06")]


def test_a_penny_that_does_not_divide_falls_to_the_first_that_reaches_it():
    """A third of 100.00 is 33.33; two thirds are 66.67, less 33.33 is 33.34; the rest is 33.33."""
    third = Fraction(1, 3)
    assert split_in_shares(Decimal(100), (third, third, third)) == [
        Fraction("33.33"),
        Fraction("33.34"),
        Fraction("33.33"),
    ]


@given(
    st.integers(-(10**9), 10**9).map(lambda pence: Decimal(pence) / 100),
    st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any),
)
def test_the_parts_add_up_and_none_is_more_than_a_penny_out(amount, weights):
    shares = tuple(Fraction(each, sum(weights)) for each in weights)
    parts = split_in_shares(amount, shares)
    assert sum(parts) == Fraction(amount)
    assert all(
        abs(part - share * Fraction(amount)) <= Fraction(1, 100) for part, share in zip(parts, shares, strict=True)
    )


def test_levels_and_adjustments_go_over_for_the_years_that_are_left():
    index = {
        "series": "CPI, 2015 = 100",
        "month": "February inside the year",
        "base": 100,
        "levels": {"2026-27": 102, "2027-28": 104, "2028-29": 106},
    }
    adjustment = {
        "amount": 30_001,
        "kind": "routine",
        "on": "2027-01-01",
        "reason": "r",
        "evidence": "e",
        "agreed_by": "a",
    }
    agreed = contract(
        baseline={"rule": "indexed", "amount": 1_000_000, "index": index},
        measure={"adjustment": [{**adjustment, "period": "2026-27"}, {**adjustment, "period": "2028-29"}]},
    )
    north, south = split(agreed).values()
    assert list(north.measure[0].baseline.index.levels) == ["2027-28", "2028-29"]
    assert [(each.period, each.amount) for each in north.measure[0].adjustment] == [("2028-29", Decimal("15000.50"))]
    assert north.settle({"2027-28": 400_000}).amount("baseline") == 520_000
    assert sum(Fraction(each.measure[0].adjustment[0].amount) for each in (north, south)) == 30_001


def test_the_successors_together_settle_what_the_contract_would_have():
    agreed = contract(TENTH, CAP)
    rows = {"2026-27": 900_000, "2027-28": 700_001, "2028-29": 650_000}
    whole = agreed.settle(rows)
    parts = [
        each.settle({label: Fraction(spent) / 2 for label, spent in rows.items() if label != "2026-27"})
        for each in split(agreed.replace(cap=10_000_000)).values()
    ]
    for label in ("2027-28", "2028-29"):
        assert sum(part.exact("saving", label) for part in parts) == whole.exact("saving", label)


def test_a_range_is_split_with_the_amounts_it_holds():
    agreed = contract(measure={"outturn_between": [400_000, 1_200_000]})
    north, _ = split(agreed).values()
    assert north.measure[0].between == (200_000, 600_000)


def test_what_stood_open_is_named_and_does_not_go_over():
    settlement = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    agreed = contract(settlement=settlement, authority="Old Council")
    statement = agreed.settle({"2026-27": 900_000})
    north, south = split(agreed, statement=statement).values()
    assert north.succession.left_open == {"still retained": Decimal("2000.00")}
    assert told(south.findings, "succession") == [
        "This contract succeeds Test (Old Council) with 50% of its amounts from 1 April 2027 (Order 1, agreed on "
        "1 February 2027 by Parliament); left open, and not passed on by itself: still retained £2,000."
    ]
    assert contract_from_json(contract_to_json(north)) == north


def test_a_variation_in_force_is_what_goes_over():
    agreed = contract().vary("2027-28", name="Deed 1", agreed=AGREED, source="Deed 1", reason="r", share="20%")
    north, _ = split(agreed).values()
    assert north.fee.step[0].share == Fraction(1, 5)
    assert not north.variation


def test_a_variation_that_holds_only_later_is_not_lost():
    """A baseline of 1,200,000 from 2028-29: split then, each half is 600,000; split in 2027-28, it is asked about."""
    varied = vary(contract(), "2028-29", {"measure[0].baseline.amount": 1_200_000})
    assert refused(varied) == [
        "holds_from is 2027-28, but the contract has a variation, 'Deed of variation 1', that holds only from 2028-29; "
        "let the successor begin when it holds, or give the contract without it, contract.replace(variation=[...]) "
        "with the others, and agree it again with the successors"
    ]
    assert [each.measure[0].baseline.amount for each in split(varied, holds_from="2028-29").values()] == [600_000] * 2
    north, _ = split(varied.replace(variation=[])).values()
    again = vary(north, "2028-29", {"measure[0].baseline.amount": 600_000})
    statement = again.settle({"2027-28": 450_000, "2028-29": 450_000})
    assert [period["fee of the year"] for period in statement.periods] == [5_000, 15_000]


def test_what_no_share_splits_must_be_agreed_with_each_successor():
    advance = {"amount": 5_000, "paid": "at the start", "recovered": "100%", "at_the_end": "written off"}
    agreed = contract(others=(VISITS,), settlement={"advance": advance})
    mend = "; agree it with each successor, and write it in its changes; None leaves it out"
    assert refused(agreed) == [
        f"measure[1].baseline is in visits, and no share of the money says what a successor's is{mend}",
        f"settlement.advance was paid when the contract began{mend}",
    ]
    own = {"measure[1].baseline.amount": 40, "settlement.advance": None}
    changes = {"North": own, "South": {**own, "measure[1].baseline.amount": 60}}
    assert refused(agreed, changes={"North": own})[0].startswith("measure[1].baseline is in visits")
    north, south = split(agreed, changes=changes).values()
    assert (north.measure[1].baseline.amount, south.measure[1].baseline.amount) == (40, 60)
    assert north.settlement.advance is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"shares": {"North": "50%", "South": "45%"}},
            "shares add up to 95%; let the shares of all successors add up to 100%",
        ),
        (
            {"shares": {"North": 50, "South": "50%"}},
            'shares.North is 50, which is 50 times the whole; did you mean "50%"? write "50%"',
        ),
        (
            {"shares": {"North": "100%", "South": "0%"}},
            "shares.South is 0%; leave it out, or write what it takes over",
        ),
        (
            {"holds_from": "2031-32"},
            "holds_from is 2031-32, which is not one of 2026-27, 2027-28, 2028-29; write one of them",
        ),
        ({"changes": {"East": {}}}, "changes.East is no successor; write one of North, South"),
    ],
)
def test_one_thing_wrong_gives_one_message(given, said):
    assert refused(contract(), **given) == [said]


def test_a_successor_begins_with_a_year():
    agreed = contract(settled="quarterly")
    assert refused(agreed, holds_from="2027-28 Q2") == [
        "holds_from is 2027-28 Q2, which begins no year of the contract; let the successor begin with a year, such as "
        "2027-28 Q1"
    ]
    for label in ("2027-28", "2027-28 Q1", "2027-28 q1"):
        assert {str(each.starts) for each in split(agreed, holds_from=label).values()} == {"2027-04-01"}


def test_a_statement_is_settled_to_the_day_before():
    agreed = contract()
    statement = agreed.settle({"2026-27": 900_000, "2027-28": 900_000})
    assert refused(agreed, statement=statement) == [
        "statement is settled to 2027-28, but the successor takes over after 2026-27; "
        'give contract.settle(outturn, to="2026-27")'
    ]


def test_a_statement_is_the_contracts_own():
    """900,000 spent earns 10,000 at a tenth and 12,000 at 12%: the statement at 12% is of other terms."""
    agreed, saved = contract(authority="Old"), {"2026-27": 900_000}
    split(agreed, statement=agreed.settle(saved))
    for other in (
        contract({"rule": "share", "share": "12%"}, authority="Old"),
        contract(authority="Another"),
        contract(authority="Old", measure={"name": "waste"}),
    ):
        assert refused(agreed, statement=other.settle(saved)) == [
            "statement is another contract's: 'Test' settles its outturn otherwise, or for others; give the last "
            "statement of the contract itself"
        ]


def test_anything_else_in_the_place_of_what_is_asked_for_is_refused_at_once():
    with pytest.raises(InputError) as caught:
        split_contract(5, "2027-28", ["A", "B"], agreed=AGREED, source="Order 1", statement="x", changes={"A": 7})
    assert [str(problem) for problem in caught.value.problems] == [
        "contract is 5, where a contract belongs; give a contract, such as contract_from_toml reads",
        "shares is a list, where a table belongs; write the share of each successor, such as "
        '{ "North": "55%", "South": "45%" }',
        'changes.A is 7, where a table belongs; write the successor\'s own terms, such as { "provider": "Two Ltd" }',
        "statement is 'x', where a statement belongs; give the last statement of the old contract, "
        "contract.settle(outturn), or leave it out",
    ]


INDEX = {"series": "CPI, 2015 = 100", "month": "February inside the year", "base": 100}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"baseline": {"rule": "unit cost", "cost": 5, "volume": 5, "volume_measure": "weeks"}},
            "measure[0].baseline has the rule 'unit cost', which no share of the money splits",
        ),
        (
            {"baseline": {"rule": "indexed", "amount": 5, "index": {**INDEX, "chained": {"places": 4}}}},
            "measure[0].baseline rests on the years before, through a chained index or a rebasing",
        ),
        (
            {
                "baseline": {
                    "rule": "fixed",
                    "amount": 5,
                    "rebased": {"years": ["2028-29"], "share": "50%", "direction": "only down"},
                }
            },
            "measure[0].baseline rests on the years before, through a chained index or a rebasing",
        ),
        (
            {"core_volume": {"measure": "weeks", "committed": 5, "if_short": "nothing"}},
            "core_volume commits one council to a volume",
        ),
        (
            {
                "guarantee": {
                    "amount": 5,
                    "prices": "cash of each year",
                    "adjusted": "never",
                    "tested": "cumulatively",
                    "shortfall": "provider pays at the end",
                    "credited_before_start": {"amount": 5, "evidence": "paper 1"},
                }
            },
            "guarantee.credited_before_start was credited to the years before",
        ),
    ],
)
def test_what_rests_on_more_than_the_money_is_asked_for(given, said):
    weeks = {"name": "weeks", "unit": "weeks", "outturn_between": [0, 100]}
    mend = "agree it with each successor, and write it in its changes; None leaves it out"
    assert refused(contract(others=(weeks,), **given)) == [f"{said}; {mend}"]


def test_a_guarantee_in_units_is_asked_for_beside_its_measure():
    guarantee = {
        "quantity": 5,
        "measure": "visits",
        "valued_at": "contract prices",
        "adjusted": "never",
        "tested": "each year",
        "shortfall": "fee only",
    }
    assert [each.split(" ")[0] for each in refused(contract(others=(VISITS,), guarantee=guarantee))] == [
        "measure[1].baseline",
        "guarantee.quantity",
    ]


def test_what_only_counts_within_a_year_is_not_left_open():
    """20,000 saved in each quarter earn 2,000; the cap of the year leaves 5,000 of them, which the other counts."""
    of_the_year = {**CAP, "amount": 5_000, "over": "year", "name": "cap of the year"}
    guarantee = {"amount": 40_000, "tested": "each year", "shortfall": "fee only", "spread": "evenly over the months"}
    baseline = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
    agreed = contract(
        TENTH, of_the_year, CAP, baseline=baseline, guarantee=guarantee, settled="quarterly", counted="each year"
    )
    statement = agreed.settle({f"2026-27 Q{quarter}": 230_000 for quarter in range(1, 5)})
    assert statement.balances_of_the_year
    north = split(agreed, statement=statement)["North"]
    assert north.succession is not None
    assert dict(north.succession.left_open) == {"room used under the cap": 5_000}
