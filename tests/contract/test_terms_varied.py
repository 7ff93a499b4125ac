"""What is known of varied terms before any outturn, and what a baseline of theirs can be asked."""

from fractions import Fraction

from riskreward.contract.question import question
from tests.contract.deeds import vary
from tests.contracts import TENTH, contract, outturn, settle, told

SECURITY = {"form": "bond", "amount": 50_000, "by": "Bank", "expires": "2027-05-31", "pays_on": "demand"}
GUARANTEE = {
    "amount": [10_000, 20_000, 30_000],
    "tested": "each year",
    "shortfall": "provider pays each year",
    "security": SECURITY,
    "met_at_cost_cover": {"project_cost": [10_000, 20_000, 30_000]},
}


def test_figures_by_year_are_of_the_term_that_each_terms_have():
    """10,000 of the first year and 140,000 of the other four, which the deed extends the term to."""
    longer = {
        "years": 5,
        "guarantee.amount": [10_000, 20_000, 30_000, 40_000, 50_000],
        "guarantee.met_at_cost_cover.project_cost": 50_000,
    }
    varied = vary(contract(TENTH, guarantee=GUARANTEE), "2027-28", longer)
    (small,) = told(varied.findings, "security too small")
    assert small.startswith("The bond of £50,000 is less than the £150,000 that")
    (early,) = told(varied.findings, "security expires early")
    assert "before the last shortfall falls due on 31 March 2031; £140,000 of" in early
    assert str(settle(varied, 10_000, 20_000))


def test_a_baseline_of_varied_terms_is_asked_under_the_terms_of_each_period():
    """Each 1% of 1,000,000 is 10,000: a tenth of it in the first year, a fifth in the two others."""
    unvaried = contract(TENTH)
    varied = vary(unvaried, "2027-28", {"share": "20%"})
    rows = outturn(unvaried, 50_000, 50_000, 50_000)
    (found,) = told(question(varied, outturn=rows), "sensitivity")
    (alone,) = told(question(unvaried, outturn=rows), "sensitivity")
    assert "£5,000" in found
    assert "£3,000" in alone


def test_a_guarantee_that_is_void_as_the_term_ends_is_not_owed():
    """Ended after six months of the second year: 10,000 of the first year is left, and half of the second's 20,000."""
    amounts = {**GUARANTEE, "amount": [10_000, 20_000, 30_000], "spread": "in full from the start of the year"}
    amounts["security"] = {**SECURITY, "amount": 1_000}
    baseline = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}
    del amounts["met_at_cost_cover"]
    for becomes, owed in (("void", 10_000), ("pro-rated evenly", 20_000)):
        ended = {"on": "2027-09-30", "by": "both", "reason": "agreed", "payment": "none", "guarantee": becomes}
        agreed = contract(TENTH, guarantee=amounts, baseline=baseline, termination=ended)
        (found,) = [each for each in agreed.findings if each.name == "security too small"]
        assert found.figures == {"held": 1_000, "largest shortfall": Fraction(owed)}
        nothing_saved = agreed.settle(
            [{"period": "2026-27", "costs": 1_000_000}, {"period": "2027-28", "costs": 500_000}]
        )
        assert nothing_saved.exact("shortfall received to date") == owed
    void = {"share_of_baseline": "5%", "tested": "each year", "shortfall": "provider pays each year"}
    void["security"] = {**SECURITY, "amount": 1_000}
    ended = {"on": "2027-09-30", "by": "both", "reason": "agreed", "payment": "none", "guarantee": "void"}
    agreed = contract(TENTH, guarantee=void, baseline=baseline, termination=ended)
    (found,) = [each for each in agreed.findings if each.name == "security too small"]
    assert found.figures["largest shortfall"] == 50_000


def test_a_baseline_of_a_measure_that_was_dropped_is_asked_of_the_years_that_had_it():
    more = {"name": "more", "benefit": "cashable", "unit": "£", "baseline": {"rule": "fixed", "amount": 500_000}}
    varied = vary(contract(TENTH, others=(more,)), "2028-29", {"measure[1]": "left out"})
    rows = outturn(varied, 50_000, 50_000, 50_000, more=(400_000, 400_000, 0))
    (found,) = told(question(varied, "more", outturn=rows), "sensitivity")
    assert "£1,000" in found
