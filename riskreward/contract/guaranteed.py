"""What is guaranteed over the whole term, as agreed: each period by the terms that hold in it."""

from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.holding import terms_by_period
from riskreward.guarantees import amounts_of, cuts_a_year, guaranteed_as_agreed
from riskreward.kernel.rounding import to_step
from riskreward.schedule import by_label

PENNY = Fraction(1, 100)


def guaranteed_over_the_term(agreement: Agreement) -> list[Fraction] | None:
    """Return what is guaranteed in each period, or is left of it where the term ended early.

    None where there is no guarantee, or where it depends on what is measured later.
    """
    terms = terms_by_period(agreement)
    if all(each.guarantee is None for each in terms):
        return None
    found = []
    for number, each in enumerate(terms):
        parts = _as_agreed(each)
        if parts is None:
            return None
        found.append(parts[number])
    return found


def fallen_away(agreement: Agreement) -> dict[str, Fraction] | None:
    """Return by how much less is guaranteed, to the penny, for each year that an early end cut short or never let come.

    A period that never came would have had the terms that held last.
    """
    terms = terms_by_period(agreement)
    term, last = terms[-1].calendar, terms[-1]
    agreed = [*terms, *[last] * (len(term.agreed.periods) - len(terms))]
    left = guaranteed_over_the_term(agreement)
    labels = term.agreed.year_labels[len(term.year_labels) - cuts_a_year(term) :]
    before, after = dict.fromkeys(labels, Fraction(0)), dict.fromkeys(labels, Fraction(0))
    for number, period in enumerate(term.agreed.periods):
        if period.year not in before:
            continue
        parts = _before_any_ending(agreed[number])
        if parts is None or left is None:
            return None
        before[period.year] += parts[number]
        after[period.year] += left[number] if number < len(left) else 0
    mode = last.rounding.mode
    return {label: to_step(before[label], PENNY, mode) - to_step(after[label], PENNY, mode) for label in labels}


def _before_any_ending(terms: Agreement) -> list[Fraction] | None:
    guarantee = terms.guarantee
    if guarantee is None:
        return [Fraction(0)] * len(terms.calendar.agreed.periods)
    return guaranteed_as_agreed(guarantee, terms.earning, terms.calendar.agreed, terms.rounding.mode)


def _as_agreed(terms: Agreement) -> list[Fraction] | None:
    """Return what one version of the terms guarantees in each period of the term that it has."""
    guarantee, term, ended = terms.guarantee, terms.calendar, terms.termination
    if guarantee is None:
        return [Fraction(0)] * len(term.periods)
    parts = guaranteed_as_agreed(guarantee, terms.earning, term, terms.rounding.mode)
    if parts is None or ended is None or not cuts_a_year(term) or ended.guarantee == "pro-rated as the baseline is":
        return parts
    of_the_year = Fraction(0)
    if guarantee.form != "share_of_baseline":
        of_the_year = by_label(amounts_of(guarantee, terms.earning), term)[term.year_labels[-1]]
    cut_short = [part * of_the_year for part in ended.parts(term)]
    return [*parts[: len(parts) - len(cut_short)], *cut_short]
