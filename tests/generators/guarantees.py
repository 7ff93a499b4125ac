"""Guarantees in every form, and what becomes of a shortfall that is paid."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from riskreward.calendar import Calendar
from riskreward.guarantees import EXCESSES, Shortfall, Tested
from riskreward.guarantees.guarantee import Adjusted, Prices
from riskreward.guarantees.security import Security
from riskreward.schedule import FROM_THE_START
from riskreward.schedule import OF_A_YEAR as SPREADS
from tests.generators.drawing import Draw, Terms, a_small_share, amount, by_year, chosen, in_unit, now_and_then, pick
from tests.generators.drawing import spread as drawn_spread
from tests.generators.measures import (
    Measured,
    Measures,
    guaranteed_in_units,
    may_be_at_contract_prices,
    may_be_indexed,
)

FORMS: tuple[str, ...] = get_args(Security.model_fields["form"].annotation)
PRICES: tuple[str, ...] = get_args(Prices)


def guarantee(draw: Draw, term: Calendar, measures: Measures, earns_on: list[str]) -> Terms:
    """Return a guarantee of what earns."""
    earning = measures.earning(earns_on)
    largest = measures.largest
    in_units = [each for each in measures.improved if each.terms in earning and guaranteed_in_units(each.terms)]
    forms = ("share_of_baseline", "amount", "estimate", *(["quantity"] * 5 if in_units else []))
    form = pick(draw, forms)
    terms: Terms = {}
    if form == "quantity":
        measure = pick(draw, in_units)
        terms |= {"measure": measure.terms["name"], "valued_at": "contract prices"}
        if measure.terms.get("prices_paid") == "counted":
            measure.terms["prices_paid"] = "shown"
        terms["quantity"] = by_year(draw, term, lambda: _quantity(draw, measure))
    elif form == "share_of_baseline":
        terms[form] = by_year(draw, term, lambda: a_small_share(draw))
    else:
        terms[form] = by_year(draw, term, lambda: amount(draw, largest / 5))
    if form == "estimate":
        terms["share_of_estimate"] = pick(draw, ("91.4%", "50%", "100%"))
    terms |= {"tested": pick(draw, get_args(Tested)), "shortfall": pick(draw, get_args(Shortfall))}
    if form != "share_of_baseline":
        spread = drawn_spread(draw, term.agreed, SPREADS)
        terms |= {} if spread is None else {"spread": spread}
        moves = spread != FROM_THE_START
        terms["adjusted"] = pick(draw, get_args(Adjusted)[::-1] if moves else ("never",))
        if form != "quantity":
            terms["prices"] = _prices(draw, earning, moves)
    if terms["shortfall"] != "fee only":
        terms |= _of_a_paid_shortfall(draw, term, terms, largest)
    return terms


def _quantity(draw: Draw, measure: Measured) -> Any:
    size = measure.yearly / 5 * pick(draw, (1, 0, Fraction(1, 3), 2))
    return in_unit(measure.terms["unit"], size)


def _prices(draw: Draw, earning: list[Terms], moves: bool) -> str:
    indexed = may_be_indexed(earning) and moves
    at_contract_prices = may_be_at_contract_prices(earning)
    known = [PRICES[0], *(PRICES[1:2] * 4 if indexed else []), *(PRICES[2:] * 3 if at_contract_prices else [])]
    return pick(draw, known)


def _of_a_paid_shortfall(draw: Draw, term: Calendar, guarantee: Terms, largest: Fraction) -> Terms:
    terms: Terms = {}
    near = largest / 20
    if guarantee["tested"] != "cumulatively":
        terms["excess"] = pick(draw, EXCESSES)
    if "banked" in terms.get("excess", ""):
        bank = {"expires_after_years": pick(draw, (1, 2)), "at_most": amount(draw, near), "interest": "3%"}
        bank = {name: value for name, value in bank.items() if chosen(draw)}
        terms |= {"bank": bank} if bank else {}
    if guarantee["shortfall"] == "provider pays at the end" and chosen(draw):
        terms["interest_on_shortfall"] = pick(draw, ("3%", "0%", "12.5%"))
    if now_and_then(draw):
        terms["credited_before_start"] = {"amount": amount(draw, near), "evidence": "working paper 1"}
    still = guarantee.get("prices") == PRICES[0] and guarantee["adjusted"] == "never"
    if guarantee["tested"] == "each year" and still and chosen(draw):
        figures = guarantee.get("amount", guarantee.get("estimate"))
        years = len(term.agreed.year_labels)
        whole = sum(figures if isinstance(figures, list) else [figures] * years)
        terms["met_at_cost_cover"] = {"project_cost": [Decimal("0.01"), *[whole] * (years - 1)] if years > 1 else whole}
    if now_and_then(draw):
        terms["repair_in_kind"] = {"unit": "hours", "deemed_value": pick(draw, (65, Decimal("12.34")))}
        terms["repair_in_kind"] |= {"at_most": amount(draw, near)} if chosen(draw) else {}
    if now_and_then(draw):
        expires = pick(draw, (term.periods[0], term.periods[-1])).last
        terms["security"] = {
            "form": pick(draw, FORMS),
            "amount": amount(draw, near),
            "by": "a bank",
            "expires": expires,
        }
        terms["security"]["pays_on"] = pick(draw, ("demand", "proof"))
    return terms
