"""Contracts over the whole vocabulary; each is built to be valid, and nothing is filtered out.

Contracts are kept small, so that a shrunk one can be read: print it with `contract_to_json`.
"""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from riskreward import Contract
from riskreward.calendar import Settled, Years, calendar
from riskreward.contract import CouncilCosts, Currency
from riskreward.contract.largest_fee import largest_fee
from riskreward.figures import exact_decimal
from riskreward.improvements import CASH
from riskreward.kernel.rounding import MODES, to_step
from riskreward.schedule import OF_A_YEAR as SPREADS
from tests.generators import partnerships, target_cost
from tests.generators.drawing import (
    IN_A_YEAR,
    PENNY,
    Draw,
    Terms,
    chosen,
    each_or_not,
    now_and_then,
    pick,
    some,
    spread,
)
from tests.generators.fees import steps
from tests.generators.guarantees import guarantee
from tests.generators.measures import BENEFITS, measures
from tests.generators.settlement import settlement
from tests.generators.variations import variations
from tests.generators.vocabulary import EVERYTHING, Vocabulary

ROUNDINGS = ("the penny", "the pound", "5p", "£10", "150p", "£1,000")
DATES = (date(2026, 4, 1), date(2026, 4, 1), date(2026, 1, 1), date(2026, 9, 14), date(2024, 2, 29), date(2026, 5, 31))
TERMS: dict[str, tuple[Terms, ...]] = {
    "yearly": ({"years": 2}, {"years": 1}, {"years": 3}, {"years": 4}, {"months": 18}, {"months": 30}, {"months": 6}),
    "half-yearly": ({"years": 1}, {"years": 2}, {"years": 3}, {"months": 18}, {"months": 9}),
    "quarterly": ({"years": 1}, {"years": 2}, {"years": 3}, {"months": 15}, {"months": 8}),
    "monthly": ({"months": 3}, {"years": 1}, {"months": 14}, {"months": 18}),
}


@st.composite
def contracts(draw: Draw, wanted: Vocabulary = EVERYTHING) -> Contract:
    """Return a valid contract."""
    return Contract(**drawn_terms(draw, wanted))


def drawn_terms(draw: Draw, wanted: Vocabulary) -> dict[str, Any]:
    settled = pick(draw, ("yearly", *get_args(Settled)[::-1]))
    length = pick(draw, TERMS[settled])
    starts, years_run = pick(draw, DATES), pick(draw, get_args(Years))
    term = partnerships.ended(draw, calendar(starts, settled=settled, years_run=years_run, **length), wanted.ends_early)
    currency = pick(draw, get_args(Currency))
    alone = now_and_then(draw, wanted.outcomes_alone)
    measured = measures(draw, wanted, term, currency, alone)
    first = BENEFITS[0] if alone else measured.first["benefit"]
    others = [each for each in some(draw, BENEFITS) if each != first]
    earns_on = list(dict.fromkeys([first, *others]))
    for each in measured.improved:  # a measure that earns is worth money
        if each.terms["benefit"] in earns_on and each.terms["unit"] != currency and "price" not in each.terms:
            earns_on.remove(each.terms["benefit"])
    terms: Terms = {
        "title": "A contract",
        "starts": starts,
        **length,
        "settled": settled,
        "years_run": years_run,
        "currency": currency,
        "rounding": f"{pick(draw, MODES)} to {pick(draw, (*ROUNDINGS[:1] * 10, *ROUNDINGS))}",
        "measure": measured.terms,
    }
    terms |= each_or_not(draw, {"authority": "the council", "provider": "the partner"})
    if chosen(draw):
        terms["council_costs"] = pick(draw, get_args(CouncilCosts))
    starting, largest = "first pound", measured.largest
    guaranteed = pick(draw, (False, True, True)) if wanted.guarantee is None else wanted.guarantee
    guaranteed = guaranteed and not alone and not measured.for_the_term
    if guaranteed:
        terms["guarantee"] = guarantee(draw, term, measured, earns_on)
        starting = pick(draw, wanted.starts)
    terms |= partnerships.termination(draw, term, terms.get("guarantee"))
    terms |= partnerships.core_volume(draw, measured.terms, term, spread(draw, term, SPREADS), currency)
    counted = pick(draw, [each for each in ("to date", "each year", "each period") if each in wanted.counted])
    counted = "to date" if measured.for_the_term else counted
    if counted == "each period":
        largest /= IN_A_YEAR[settled]
    of_one_kind = len({benefit in CASH for benefit in earns_on}) == 1
    terms["settlement"] = settlement(draw, wanted, settled, counted, guaranteed, of_one_kind)
    terms["settlement"] |= partnerships.advance(draw, largest, wanted.advance)
    terms["fee"] = {"starts": starting, "counted": counted, "earns_on": earns_on}
    if wanted.target_cost or measured.for_the_term:
        terms |= target_cost.priced(draw, terms, measured, term)
    fee = steps(draw, wanted, terms, counted, largest, term, measured)
    terms["fee"]["step"] = fee
    if "advance" in terms["settlement"] and "termination" not in terms:
        _within_the_largest_fee(terms)
    return terms | variations(draw, wanted.varied, fee, term)


def _within_the_largest_fee(terms: Terms) -> None:
    """Lower an advance to the largest fee of the terms, where these have one; leave out one that nothing recovers."""
    advance = terms["settlement"].pop("advance")
    largest = largest_fee(Contract(**terms)).amount
    if largest is not None and largest < advance["amount"]:
        advance["amount"] = exact_decimal(to_step(largest, PENNY, "floor"))
    if advance["amount"] > 0:
        terms["settlement"]["advance"] = advance
