"""Income, avoided cost, money recovered and reversed, and a saving net of what it cost to deliver."""

from tests.contracts import column, contract, fees, settle

EIGHTH = {"rule": "share", "share": "12.5%"}


def beside(name: str, benefit: str, amount: int, **other: object) -> dict[str, object]:
    return {"name": name, "unit": "£", "benefit": benefit, "baseline": {"rule": "fixed", "amount": amount}, **other}


def test_what_is_recovered_and_overturned_on_appeal_comes_back():
    """1,000,000 recovered earns 125,000; 200,000 of it is overturned, and an eighth of that, 25,000, comes back."""
    agreed = contract(
        EIGHTH,
        measure={"benefit": "recovered", "better": "higher", "baseline": {"rule": "fixed", "amount": 0}},
        counted="to date",
        earns_on=["recovered"],
        settlement={"clawback": {"first_from": "the provider", "restores_cap": True}},
    )
    statement = agreed.settle({"2026-27": 1_000_000, "2027-28": -200_000})
    assert column(statement, "fee of the year") == [125_000, 0]
    assert column(statement, "clawed back from the provider") == [0, 25_000]
    assert column(statement, "saved to date") == [1_000_000, 800_000]
    assert column(statement, "fee earned to date") == [125_000, 100_000]
    assert column(statement, "kept by the council to date") == [875_000, 700_000]


def test_more_income_does_not_make_up_for_an_overspend():
    """30,000 overspent and 80,000 more income: nothing is earned, and nothing is saved."""
    income = beside("parking", "income", 100_000, better="higher")
    statement = settle(contract(others=(income,)), -30_000, parking=(180_000,))
    assert statement.amount("parking / increase") == 80_000
    assert fees(statement) == [0]
    assert statement.amount("saved to date") == -30_000


def test_less_income_does_not_eat_up_a_saving():
    income = beside("parking", "income", 100_000, better="higher")
    statement = settle(contract(others=(income,)), 100_000, parking=(20_000,))
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 100_000


def test_a_cost_avoided_is_shown_and_is_no_cash():
    """A pressure of 600,000 came to 450,000: 150,000 avoided, which earns nothing and is not saved."""
    avoided = beside("demand", "avoided cost", 600_000)
    statement = settle(contract(others=(avoided,)), 100_000, demand=(450_000,))
    assert statement.amount("demand / improvement") == 150_000
    assert fees(statement) == [10_000]
    assert statement.amount("saved to date") == 100_000


def test_a_saving_is_shared_net_of_what_was_paid_for_care_management():
    """1,000,000 saved less 200,000 paid for care management is 800,000; half of it is 400,000, and 400,000 is kept."""
    agreed = contract({"rule": "share", "share": "50%"}, council_costs="taken off the saving")
    statement = settle(agreed, 1_000_000, council_costs=(200_000,))
    assert statement.amount("saving") == 1_000_000 - 200_000
    assert fees(statement) == [400_000]
    assert statement.amount("kept by the council to date") == 400_000
