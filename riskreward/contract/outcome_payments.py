"""What a table of claims pays under the rate card of a contract."""

from riskreward.contract.agreement import Agreement
from riskreward.contract.varying import in_force
from riskreward.fees import RateCardPayment
from riskreward.findings import InputError, Problem
from riskreward.rows import CardTerms
from riskreward.rows.rate_card import RateCard
from riskreward.rows.working_paper import WorkingPaper


def outcome_payments(
    contract: Agreement, claims: object, to: str | None = None, *, step: str | None = None
) -> WorkingPaper:
    """Return what claims pay under the contract's rate card, as a working paper; `by_period` has the totals.

    To the last period with a claim, or to the period `to`. `step` names the step of the fee where several are rate
    cards. Raises InputError with every problem of the claims, and where the contract has no such card or varies it.

    >>> from riskreward import contract_from_toml
    >>> contract = contract_from_toml('''
    ... title = "Into work"
    ... starts = 2026-04-01
    ... years = 2
    ... settled = "yearly"
    ... rounding = "half up to the penny"
    ... measure = [{ name = "outcome payments", unit = "£", outturn_between = [0, 500000] }]
    ... fee = { starts = "first pound", counted = "each period", step = [
    ...     { rule = "rate card", measure = "outcome payments", outcomes = [{ name = "into work", amount = 1200 }] } ] }
    ... ''')
    >>> paper = outcome_payments(contract, [{"person": "A17", "outcome": "into work", "period": "2026-27"}])
    >>> str(contract.settle(paper.by_period).amount("fee of the year"))
    '1200.00'
    """
    cards = [_cards(stage.terms) for stage in in_force(contract)]
    named = list(cards[0]) if step is None else [step]
    if len(named) != 1 or not all(named[0] in each for each in cards):
        known = ", ".join(dict.fromkeys(name for each in cards for name in each))
        what, mend = "has no rate card", 'write a step with rule = "rate card"'
        if known:
            what = f"has the rate cards {known}" if step is None else f"has no rate card {step!r} throughout"
            mend = f"name one of them with step: {known}"
        raise InputError([Problem("the contract", what, mend)])
    found = [_terms(each[named[0]]) for each in cards]
    if any(each != found[0] for each in found):
        mend = "work out the claims of each stretch by a card of its own: rr.RateCard(...).work_out(...)"
        raise InputError([Problem("the contract", "varies its rate card, which one card does not work out", mend)])
    card = RateCard(**found[0], currency=contract.currency)
    return card.work_out(claims, contract.calendar, to)


def _cards(terms: Agreement) -> dict[str, RateCardPayment]:
    return {each.title: each for each in terms.fee.step if isinstance(each, RateCardPayment)}


def _terms(step: RateCardPayment) -> dict[str, object]:
    """Return the terms of a step that are the card's."""
    return {name: getattr(step, name) for name in CardTerms.model_fields}
