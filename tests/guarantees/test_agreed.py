"""What was agreed before any index or adjustment: what an indexed guarantee moves from, what security is held to."""

from fractions import Fraction

from riskreward.baselines import Fixed
from riskreward.guarantees import guaranteed_as_agreed
from riskreward.guarantees.agreed import baseline_as_agreed
from tests.contracts import column, contract, refusals, told

EACH_YEAR = {"tested": "each year", "shortfall": "provider pays each year"}
INDEX = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
ON_TIME = {
    "name": "on time",
    "benefit": "cashable",
    "unit": "%",
    "better": "higher",
    "baseline": {"rule": "fixed", "amount": "90%", "spread": "the same for each settlement"},
    "price": {"amount": [5_000, 6_000, 7_000]},
}
POINTS = {"quantity": ["2%", "3%", "4%"], "measure": "on time", "valued_at": "contract prices", "adjusted": "never"}


def as_agreed(agreed) -> list[Fraction] | None:
    """What is guaranteed in each period as agreed."""
    return guaranteed_as_agreed(agreed.guarantee, agreed.earning, agreed.calendar, agreed.rounding.mode)


def test_a_share_is_worth_the_price_of_its_points():
    """90 points at 5,000, 6,000 and 7,000."""
    agreed = contract(guarantee={**EACH_YEAR, "share_of_baseline": "10%"}, measure=ON_TIME)
    assert baseline_as_agreed(agreed.measure[0], agreed.calendar, "half up") == [450_000, 540_000, 630_000]
    assert as_agreed(agreed) == [45_000, 54_000, 63_000]


def test_points_by_year_are_worth_the_years_price():
    """2 at 5,000, 3 at 6,000, 4 at 7,000."""
    agreed = contract(guarantee={**EACH_YEAR, **POINTS}, measure=ON_TIME)
    assert as_agreed(agreed) == [10_000, 18_000, 28_000]
    one = contract(guarantee={**EACH_YEAR, **POINTS, "quantity": "2%"}, measure=ON_TIME)
    assert as_agreed(one) == [10_000, 12_000, 14_000]


def test_an_amount_falls_on_its_quarters_as_it_is_spread():
    guarantee = {**EACH_YEAR, "amount": [100, 200, 300], "spread": ["10%", "20%", "30%", "40%"]}
    agreed = contract(guarantee=guarantee, settled="quarterly")
    assert as_agreed(agreed) == [10, 20, 30, 40, 20, 40, 60, 80, 30, 60, 90, 120]


def test_a_price_that_an_index_moves_moves_a_guarantee_as_the_baseline_is_indexed():
    """50,000 at prices 4% higher."""
    measure = {**ON_TIME, "price": {"amount": 5_000, "index": INDEX}}
    guarantee = {**EACH_YEAR, "amount": 50_000, "prices": "as the baseline is indexed", "adjusted": "never"}
    statement = contract(guarantee=guarantee, measure=measure).settle({"2026-27": "90%"})
    assert column(statement, "baseline as agreed") == [450_000]
    assert column(statement, "guaranteed") == [52_000]


def test_a_baseline_that_is_measured_later_was_not_agreed(monkeypatch):
    agreed = contract(guarantee={**EACH_YEAR, "share_of_baseline": "10%"})
    monkeypatch.setattr(Fixed, "agreed_amount", None)
    assert baseline_as_agreed(agreed.measure[0], agreed.calendar, "half up") is None
    assert as_agreed(agreed) is None
    bond = {"form": "bond", "amount": 5, "by": "a surety", "expires": "2027-03-31", "pays_on": "demand"}
    secured = contract(guarantee={**EACH_YEAR, "share_of_baseline": "10%", "security": bond})
    assert told(secured.findings, "security too small") == []
    assert told(secured.findings, "security expires early") == [
        "The bond expires on 31 March 2027, before the last shortfall falls due on 31 March 2029."
    ]


def test_prices_as_the_baseline_is_indexed_need_one_that_was_agreed(monkeypatch):
    monkeypatch.setattr(Fixed, "agreed_amount", None)
    visits = {**ON_TIME, "unit": "visits", "price": {"amount": 40, "index": INDEX}}
    visits["baseline"] = {"rule": "fixed", "amount": 5_000}
    guarantee = {**EACH_YEAR, "amount": 5, "prices": "as the baseline is indexed"}
    assert refusals(guarantee=guarantee, measure=visits) == [
        "guarantee.prices is 'as the baseline is indexed', but the baseline of 'on time' is not agreed beforehand; "
        'write "cash of each year"'
    ]


def test_contract_prices_are_prices_that_no_index_moves():
    visits = {**ON_TIME, "price": {"amount": 40, "index": INDEX}}
    assert refusals(guarantee={**EACH_YEAR, "amount": 5, "prices": "contract prices"}, measure=visits) == [
        "guarantee.prices is 'contract prices', but 'on time' has a price that an index moves; "
        'choose one of "cash of each year", "as the baseline is indexed"'
    ]


def test_points_are_written_with_their_sign():
    assert refusals(guarantee={**EACH_YEAR, **POINTS, "quantity": 2}, measure=ON_TIME) == [
        "guarantee.quantity is 2, but 'on time' is in %; write \"2%\""
    ]


def test_an_amount_of_each_settlement_moved_by_what_is_measured_is_not_agreed_beforehand():
    cases = {"rule": "case mix", "amount": 5_000, "score": 100, "score_measure": "score", "at_most": "no cap"}
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": {"2026-27": 104}}
    assert refusals(
        baseline={"rule": "indexed", "amount": 1_000_000, "index": index},
        others=(
            {"name": "care", "unit": "£", "benefit": "cashable", "baseline": cases},
            {"name": "score", "unit": "points", "outturn_between": [0, 1_000]},
        ),
        guarantee={
            "amount": 100,
            "prices": "as the baseline is indexed",
            "adjusted": "never",
            "tested": "each year",
            "shortfall": "fee only",
        },
    ) == [
        "guarantee.prices is 'as the baseline is indexed', but the baseline of 'care' is not agreed beforehand; "
        'write "cash of each year"'
    ]
