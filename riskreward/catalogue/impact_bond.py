"""The impact bond: so much for each unit of an outcome, each percentage point, each person who achieves one."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from riskreward.calendar import Settled, Years
from riskreward.catalogue.given import written
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.terms import read_terms

PAYMENTS = "outcome payments"
EXAMPLES = {
    "units": 'write it as {"days housed": {"unit": "days", "price": "15.12"}}',
    "points": 'write it as {"fewer jail days": {"price": 160_000}}',
}


def impact_bond(
    *,
    starts: str | date,
    years: int,
    units: Mapping[str, Mapping[str, Any]] | None = None,
    points: Mapping[str, Mapping[str, Any]] | None = None,
    outcomes: Mapping[str, Figure] | None = None,
    cap_per_person: Figure | None = None,
    largest_payment: Figure | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from the start date",
    title: str = "Impact bond",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays for outcomes alone: by the unit, by the percentage point, by a rate card, or several.

    `units` says by measure what a `unit` is called and its `price`; `points` the `price` of a percentage point. Both
    may say what lies `above` one figure and `up_to` another, and the price may be one for each year. Each settlement
    pays for what it measured, so that a reduction over the whole term is written once, in the settlement it is
    measured in, and as 0 in the others. `outcomes` is a rate card, what each pays once for a person, within
    `cap_per_person`; `outcome_payments(contract, claims)` works out its column, `outcome payments`.
    `largest_payment` is the most in all over the term.

    Raises InputError with every problem of the terms.

    Source: Denver supportive housing social impact bond, 2016 to 2020: $15.12 for each qualifying day housed, and a
    payment for each point fewer jail days, at most $11.42 million in all. It paid $3,913,932.96, $620,978.40 and
    $5,104,000.00 (here as 31.9 points at $160,000, our own division of it) on a principal of $8,600,000. Fair Chance
    Fund: a rate card, about £15,000 at most for a person.

    >>> contract = impact_bond(
    ...     units={"days housed": {"unit": "days", "price": "15.12"}},
    ...     points={"fewer jail days": {"price": 160_000}},
    ...     largest_payment=11_420_000, starts="2016-01-01", years=2, currency="$")
    >>> statement = contract.settle({
    ...     "2016": {"days housed": 258_858, "fewer jail days": 0},
    ...     "2017": {"days housed": 41_070, "fewer jail days": "31.9%"}})
    >>> statement.amount("fee earned to date")
    Decimal('9638911.36')
    """
    problems = [*_unreadable("units", units), *_unreadable("points", points), *_no_card(outcomes)]
    if not units and not points and not outcomes:
        problems.append(Problem("units", "is missing, and so are points and outcomes", "write what is paid for"))
    if not outcomes and cap_per_person is not None:
        problems.append(Problem("cap_per_person", "is for outcomes, of which there are none", "leave it out"))
    if problems:
        raise InputError(problems)
    measures: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for name, paid in (units or {}).items():
        measures.append({"name": name, "unit": paid["unit"], "better": "higher"})
        steps.append(_payment(name, paid))
    for name, paid in (points or {}).items():
        measures.append({"name": name, "unit": "%", "better": "higher"})
        steps.append(_payment(name, paid))
    if outcomes:
        measures.append({"name": PAYMENTS, "unit": currency, "better": "higher", "outturn_between": [0, 1_000_000_000]})
        card = [{"name": name, "amount": amount} for name, amount in outcomes.items()]
        steps.append(
            {"rule": "rate card", "measure": PAYMENTS, "outcomes": card} | written({"cap_per_person": cap_per_person})
        )
    if largest_payment is not None:
        steps.append({"rule": "cap", "amount": largest_payment, "over": "term", "room_used_by": "what is earned"})
    terms: dict[str, Any] = {
        "title": title,
        "authority": authority,
        "provider": provider,
        "starts": starts,
        "years": years,
        "settled": settled,
        "years_run": years_run,
        "currency": currency,
        "rounding": rounding,
        "measure": measures,
        "fee": {"starts": "first pound", "counted": "each period", "step": steps},
    }
    return read_terms(Contract, terms)


def _payment(name: str, paid: Mapping[str, Any]) -> dict[str, Any]:
    """Return the step that pays for a measure, called after it."""
    terms = {term: value for term, value in paid.items() if term != "unit"}
    if "price" in terms and not isinstance(terms["price"], Mapping):
        terms["price"] = {"amount": terms["price"]}
    return {"rule": "unit payment", "name": f"payment for {name}", "measure": name, **terms}


def _unreadable(term: str, paid: object) -> Iterator[Problem]:
    """Yield what is no table of measures, each with what it needs to be paid for."""
    for name, each in paid.items() if isinstance(paid, Mapping) else [("", paid)] if paid is not None else []:
        where = f"{term}[{name!r}]" if name else term
        if not isinstance(each, Mapping):
            yield Problem(where, f"is {described(each)}, where a table belongs", EXAMPLES[term])
        elif term == "units" and "unit" not in each:
            yield Problem(f"{where}['unit']", "is missing, without which nothing is counted", EXAMPLES[term])


def _no_card(outcomes: object) -> Iterator[Problem]:
    if outcomes is not None and not isinstance(outcomes, Mapping):
        yield Problem(
            "outcomes", f"is {described(outcomes)}, where a table belongs", 'write it as {"into work": 1_200}'
        )
