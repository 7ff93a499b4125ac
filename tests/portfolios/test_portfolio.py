"""One contract for each authority: what was refused, and what netting is worth."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from docs import portfolio as shown
from riskreward.portfolios import FiguresByYear, Portfolio, portfolio
from tests.contracts import told

YEARS = ("2021-22", "2022-23", "2023-24")
TERMS: dict[str, Any] = {
    "title": "Test",
    "starts": "2022-04-01",
    "years": 2,
    "settled": "yearly",
    "rounding": "half up to the penny",
    "fee": {"starts": "first pound", "counted": "to date", "step": [{"rule": "share", "share": "25%"}]},
    "settlement": {"clawback": {"first_from": "the provider", "restores_cap": True}},
}


def settled(spending: dict[str, dict[str, tuple[int, int, int]]], **terms: Any) -> Portfolio:
    """Settle authorities whose lines spent these amounts in the base year and the two after."""
    figures = {
        code: {line: dict(zip(YEARS, map(Fraction, by_year), strict=True)) for line, by_year in lines.items()}
        for code, lines in spending.items()
    }
    read = FiguresByYear(YEARS, {code: f"Council {code}" for code in spending}, figures)
    return portfolio(read, "2021-22", {**TERMS, **terms}, {"rule": "fixed"})


def test_overspends_net_off_and_paying_on_winners_alone_is_shown_beside():
    """Roads save 100 and 200, waste overspends 100 and 120: 80 net, a quarter of it 20; a quarter of 300 is 75."""
    found = settled({"A": {"roads": (1000, 900, 800), "waste": (500, 600, 620)}, "B": {"roads": (100, 60, 100)}})
    assert [member.code for member in found] == ["A", "B"]
    first = found["A"]
    assert first.savings == {"roads": 300, "waste": -220}
    assert (first.saved, first.overspent, first.fee, first.fee_of_winners) == (300, 220, 20, 75)
    assert (found["B"].fee, found["B"].fee_of_winners) == (10, 10)
    assert (found.saved, found.overspent, found.fee, found.fee_of_winners) == (340, 220, 30, 85)
    assert str(found).split("\n\n")[-1].replace("\n", " ") == (
        "2 authorities saved £340.00 on some lines and overspent £220.00 on others: £120.00 net. With each one's "
        "overspends netted off, the fees come to £30.00; paid on the lines that saved alone they would be £85.00, "
        "which is £55.00 more for the same spending."
    )


def test_a_baseline_of_nil_or_below_is_refused_with_a_finding_each():
    found = settled(
        {"A": {"roads": (1000, 900, 800), "waste": (0, 0, 0), "fees": (-5, 0, 0)}, "B": {"waste": (0, 1, 1)}}
    )
    assert [list(member.savings) for member in found] == [["roads"]]
    assert told(found.findings, "baseline of nil or below") == [
        "waste of Council A (A) is refused: nothing is saved against a baseline of £0.00.",
        "fees of Council A (A) is refused: nothing is saved against a baseline of -£5.00.",
        "waste of Council B (B) is refused: nothing is saved against a baseline of £0.00.",
    ]
    assert told(found.findings, "no line left") == ["Council B (B) has no line with a baseline above nil."]


def test_an_authority_that_only_overspends_earns_nothing_either_way():
    (member,) = settled({"A": {"roads": (100, 110, 120)}})
    assert (member.saved, member.overspent, member.fee, member.fee_of_winners) == (0, 30, 0, 0)


AMOUNTS = st.integers(1, 10**7)
SPENDING = st.dictionaries(
    st.sampled_from("ABC"),
    st.dictionaries(st.sampled_from(["roads", "waste", "care"]), st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1),
    min_size=1,
)


@given(SPENDING)
def test_the_parts_add_up_and_netting_never_pays_more(spending):
    found = settled(spending)
    for member in found:
        lines = spending[member.code]
        net = sum(2 * base - first - second for base, first, second in lines.values())
        assert member.saved - member.overspent == net
        assert member.fee == member.statement.exact("to date / fee earned to date")
        assert abs(member.fee - Fraction(max(net, 0), 4)) <= Fraction(1, 200)
        assert member.fee <= member.fee_of_winners
    assert found.saved == sum(member.saved for member in found)
    assert found.fee_of_winners == sum(member.fee_of_winners for member in found)


def test_the_twelve_authorities_of_the_documentation():
    found = shown.settled()
    assert len({row["code"] for row in shown.rows()}) == 12
    assert len(found) == 10
    assert [finding.name for finding in found.findings] == [
        *("years missing", "figures given twice"),
        *["baseline of nil or below"] * 5,
    ]
    # Highways of South Tyneside: 7,341,000 x 127.9 / 115.8 - 6,340,000 and 7,341,000 x 132.3 / 115.8 - 7,020,000
    by_hand = Fraction(7_341_000) * (Fraction("127.9") + Fraction("132.3")) / Fraction("115.8") - 6_340_000 - 7_020_000
    assert found["E4504"].savings["Highways and transport services"] == by_hand
    assert found["E4504"].statement.amount("to date / fee earned to date") == Decimal("67500.86")


def test_the_page_shows_what_the_example_prints():
    page = (Path(__file__).parents[2] / "docs" / "portfolio.md").read_text(encoding="utf-8")
    assert f"```text\n{shown.settled()}\n```" in page
    assert rr.Portfolio is Portfolio
