"""Every form of excess, at every interval, with all that can become of a shortfall: kept a second time by hand."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import Contract, Statement
from riskreward.calendar import Settled
from riskreward.contract.assembly import rules
from riskreward.guarantees import EXCESSES, REPAIR_IN_KIND, Tested
from riskreward.readers import direct
from tests.contracts import contract
from tests.generators import IN_A_YEAR
from tests.guarantees.oracle import by_hand
from tests.readings import exact_lines, facts_by_path

Draw = Callable[[st.SearchStrategy[Any]], Any]
MODES = ("half up to the penny", "down to the penny", "up to the penny", "floor to the penny")
TERMS = ({"years": 3}, {"years": None, "months": 30}, {"years": 4, "years_run": "from 1 April", "starts": "2026-07-01"})
VISITS = {
    "name": "costs",
    "benefit": "cashable",
    "unit": "visits",
    "baseline": {"rule": "fixed", "amount": 5_000, "spread": "the same for each settlement"},
}


def maybe(draw: Draw, name: str, value: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {name: draw(value)} if draw(st.booleans()) else {}


@st.composite
def guarantees(draw: Draw, excess: str | None, tested: str, shortfall: str) -> dict[str, Any]:
    """Return everything that a guarantee may say of a shortfall; a hundred thousand pounds, or 2,500 visits."""
    pounds = st.integers(0, 60_000)
    terms: dict[str, Any] = {"tested": tested, "shortfall": shortfall, "spread": "evenly over the months"}
    in_units = draw(st.booleans())
    if in_units:
        terms |= {"quantity": 2_500, "measure": "costs", "valued_at": "contract prices", "adjusted": "never"}
    else:
        terms |= {"amount": 100_000, "prices": "cash of each year", "adjusted": "never"}
        if tested == "each year":
            terms |= maybe(draw, "met_at_cost_cover", st.just({"project_cost": 100_000}))
    terms |= {} if excess is None else {"excess": excess}
    if excess is not None and "banked" in excess:
        lasts = maybe(draw, "expires_after_years", st.integers(1, 3))
        limit = maybe(draw, "at_most", pounds)
        terms["bank"] = {**lasts, **limit, **maybe(draw, "interest", st.sampled_from(["3%", "12.5%"]))}
    if shortfall == "provider pays at the end":
        terms |= maybe(draw, "interest_on_shortfall", st.just("3%"))
    terms |= maybe(draw, "credited_before_start", pounds.map(lambda each: {"amount": each, "evidence": "paper 1"}))
    work = {"unit": "hours", "deemed_value": "64.99"}
    terms |= maybe(draw, "repair_in_kind", pounds.map(lambda each: {**work, "at_most": each}))
    bond = {"form": "bond", "by": "a surety", "pays_on": "proof", "expires": "2027-12-31"}
    return terms | maybe(draw, "security", pounds.map(lambda each: {**bond, "amount": each}))


@st.composite
def settlements(draw: Draw, settled: str, excess: str | None, tested: str) -> tuple[Contract, Statement]:
    """Return a contract and its whole term settled; some periods are above what is guaranteed, and some below."""
    shortfall = draw(st.sampled_from(["provider pays each year", "provider pays at the end"]))
    guarantee = draw(guarantees(excess, tested, shortfall))
    measure = None
    if "quantity" in guarantee:
        measure = {**VISITS, "price": {"amount": draw(st.sampled_from([40, "33.33"]))}}
    held = {"retention": {"share": "5%", "released": "a year after the end of the term"}}
    agreed = contract(
        guarantee=guarantee,
        measure=measure,
        settlement=draw(st.sampled_from([{}, held])),
        settled=settled,
        rounding=draw(st.sampled_from(MODES)),
        **draw(st.sampled_from(TERMS)),
    )
    periods = agreed.calendar.periods
    usual = Decimal(2_500 if measure else 100_000) / IN_A_YEAR[settled]
    rows = []
    for period in periods:
        saved = usual * draw(st.sampled_from([Decimal(part) for part in ("1", "0.4", "1.3", "2", "0.9", "-0.5", "0")]))
        saved += Decimal(draw(st.integers(-999, 999))) / 100
        saved = saved.quantize(Decimal("0.01"))
        row = {"period": period.label, "costs": (5_000 if measure else 1_000_000) - saved}
        rows.append(row | ({REPAIR_IN_KIND: draw(st.integers(0, 900))} if "repair_in_kind" in guarantee else {}))
    return agreed, agreed.settle(rows)


FORMS = [("each period", each) for each in EXCESSES] + [("each year", each) for each in EXCESSES]
FORMS += [("cumulatively", None)]


@pytest.mark.parametrize("settled", get_args(Settled))
@pytest.mark.parametrize(("tested", "excess"), FORMS)
@settings(max_examples=12)
@given(st.data())
def test_every_form_at_every_interval_is_as_by_hand_and_as_the_direct_reader_has_it(settled, tested, excess, data):
    agreed, statement = data.draw(settlements(settled, excess, tested))
    for period, lines in zip(statement.periods, by_hand(agreed, statement), strict=True):
        assert {name: period.exact(name) for name in lines} == lines
    facts = [facts_by_path(statement.program, wholes) for wholes in statement.facts]
    assert exact_lines(statement) == direct.run(lambda: rules(agreed), facts)


@pytest.mark.parametrize("tested", get_args(Tested))
@settings(max_examples=40)
@given(st.data())
def test_in_cash_and_in_kind_no_more_than_the_shortfalls_comes_in_and_no_more_goes_back(tested, data):
    excess = None if tested == "cumulatively" else data.draw(st.sampled_from(EXCESSES))
    agreed, statement = data.draw(settlements("quarterly", excess, tested))
    guarantee = agreed.guarantee
    assert guarantee is not None
    came = most = Fraction(0)
    for period in statement.periods:
        paid = period.exact("shortfall payable by the provider")
        back = (
            period.exact("shortfall refunded to the provider")
            if statement.has("shortfall refunded to the provider")
            else 0
        )
        assert paid >= 0
        assert back >= 0
        assert paid == 0 or back == 0
        came += paid - back + (period.exact("repaired in kind") if statement.has("repaired in kind") else 0)
        below = period.exact("below the guarantee")
        most = max(most, below) if tested == "cumulatively" else most + below
        if guarantee.interest_on_shortfall is None:
            assert 0 <= came <= most + Fraction(len(statement.periods), 100)
