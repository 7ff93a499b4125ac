"""What the council has kept to date counts what it gained and bore under terms that are no longer in force."""

from decimal import Decimal
from typing import Any

import pytest

from tests.contract.deeds import vary
from tests.contracts import TENTH, column, contract, settle

SHORTFALL = {
    "guarantee": {"amount": 150_000, "tested": "each year", "shortfall": "provider pays each year"},
}
VOLUME = {
    "others": ({"name": "works", "unit": "£", "better": "higher"},),
    "core_volume": {"measure": "works", "committed": 1_000_000, "if_short": "compensation", "rate": "5%"},
}
GUARANTEED = ["guarantee / shortfall to date", "guarantee / shortfall paid to date"]


@pytest.mark.parametrize(
    ("terms", "dropped", "closed", "others", "line", "kept", "said"),
    [
        (
            SHORTFALL,
            "guarantee",
            GUARANTEED,
            {},
            "shortfall received to date",
            50_000,
            "received £50,000.00 for a shortfall",
        ),
        (
            VOLUME,
            "core_volume",
            [],
            {"works": (800_000, 0, 0)},
            "compensation owed to date",
            -10_000,
            "owed £10,000.00 for ordering less than it committed to",
        ),
        (
            {"council_costs": "shown"},
            "council_costs",
            [],
            {"council_costs": (3_000, None, None)},
            "council costs to date",
            -3_000,
            "spent £3,000.00 of its own on it",
        ),
    ],
)
def test_what_earlier_terms_brought_stays_counted(terms: Any, dropped, closed, others, line, kept, said):
    """Each year saves 100,000 and pays a tenth of it; the first year brings or costs the rest."""
    agreed = contract(TENTH, **terms)
    varied = vary(agreed, "2027-28", {dropped: "left out"}, balances=dict.fromkeys(closed, "is closed"))
    statement = settle(varied, 100_000, 100_000, 100_000, **others)
    assert column(statement, line) == [Decimal(abs(kept))] * 3
    assert column(statement, "kept by the council to date") == [Decimal(90_000 * year + kept) for year in (1, 2, 3)]
    assert said in str(statement).replace("\n", " ")


def test_terms_that_follow_others_from_the_first_period_have_nothing_to_count():
    agreed = contract(TENTH, **SHORTFALL)
    varied = vary(agreed, "2026-27", {"guarantee": "left out"})
    assert not settle(varied, 100_000).has("shortfall received to date")


def test_what_was_brought_stays_counted_through_a_second_variation():
    agreed = contract(TENTH, **SHORTFALL)
    varied = vary(agreed, "2027-28", {"guarantee": "left out"}, balances=dict.fromkeys(GUARANTEED, "is closed"))
    again = vary(varied, "2028-29", {"share": "20%"}, name="Deed 2")
    statement = settle(again, 100_000, 100_000, 100_000)
    assert column(statement, "kept by the council to date") == [140_000, 230_000, 310_000]


def test_what_only_the_new_terms_count_begins_at_nothing_without_a_word():
    works = {"name": "works", "unit": "£", "better": "higher"}
    volume = {"measure": "works", "committed": 1_000_000, "if_short": "compensation", "rate": "5%"}
    agreed = contract(TENTH, others=(works,))
    varied = vary(agreed, "2027-28", {"council_costs": "shown", "core_volume": volume})
    statement = settle(varied, 100_000, 100_000, works=(0, 800_000), council_costs=(None, 3_000))
    assert column(statement, "kept by the council to date") == [90_000, 180_000 - 10_000 - 3_000]
    assert not statement["2026-27"].has("council costs to date")
