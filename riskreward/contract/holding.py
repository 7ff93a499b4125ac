"""Which terms hold in each period of the whole term, however often they were varied."""

from riskreward.calendar import Calendar
from riskreward.contract.agreement import Agreement
from riskreward.contract.varying import in_force


def whole_term(agreement: Agreement) -> Calendar:
    """Return the term as the last variation left it."""
    return in_force(agreement)[-1].terms.calendar


def terms_by_period(agreement: Agreement) -> list[Agreement]:
    """Return the terms that hold in each period of the whole term, in order."""
    stages = in_force(agreement)
    ends = [*(each.first for each in stages[1:]), len(whole_term(agreement).periods)]
    return [each.terms for each, end in zip(stages, ends, strict=True) for _ in range(each.first, end)]
