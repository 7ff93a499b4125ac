"""Cautions about a contract that was ended early: what was guaranteed, and is no longer."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.findings import Finding
from riskreward.guarantees import Guarantee, Termination, amounts_of, cuts_a_year
from riskreward.kernel.rounding import to_step
from riskreward.schedule import by_label, portions
from riskreward.settlement import Settled

PENNY = Fraction(1, 100)
BY = {"authority": "the authority", "provider": "the provider", "both": "both parties"}


def ended_early(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A contract ended before its day: when, by whom, why, and what guarantee fell away."""
    ended, guarantee = agreement.termination, agreement.guarantee
    if ended is None or agreement.calendar.months_agreed is None:
        return
    text = f"The contract was ended on {day_text(ended.on)} by {BY[ended.by]} ({ended.reason})"
    figures = {}
    if guarantee is not None and guarantee.form != "share_of_baseline":
        gone = _fallen_away(agreement, guarantee, ended)
        figures = {"guarantee fallen away": sum(gone.values(), Fraction(0))}
        of_each = ", ".join(f"{pounds_text(each, agreement.currency)} of {label}" for label, each in gone.items())
        whole = pounds_text(figures["guarantee fallen away"], agreement.currency)
        text += f": {whole} of what was guaranteed fell away ({of_each})"
    elif guarantee is not None:
        if cuts_a_year(agreement.calendar):
            text += f"; the guarantee of {agreement.calendar.year_labels[-1]} is {ended.guarantee}"
        text += "; the guarantee of later years is void"
    if ended.guarantee == "void" and cuts_a_year(agreement.calendar) and agreement.fee.starts != "first pound":
        text += f"; the fee of {agreement.calendar.year_labels[-1]} starts from the first pound"
    yield Finding("ended early", f"{text}.", "warning", figures)


def _fallen_away(agreement: Agreement, guarantee: Guarantee, ended: Termination) -> dict[str, Fraction]:
    """Return by how much less is guaranteed, for each year that was cut short or never came."""
    term = agreement.calendar
    labels = term.agreed.year_labels
    agreed = by_label(amounts_of(guarantee, agreement.earning), term)
    left = {label: Fraction(0) for label in labels if label not in term.year_labels}
    if cuts_a_year(term):
        left = {term.year_labels[-1]: sum(ended.parts(term), Fraction(0)), **left}
    reached = dict.fromkeys(labels, Fraction(1))
    if guarantee.spread is not None:
        parts = zip(term.agreed.periods, portions(term.agreed, guarantee.spread), strict=True)
        reached |= {period.year: after for period, (_, after) in parts}
    mode = agreement.rounding.mode
    return {
        label: to_step(reached[label] * agreed[label], PENNY, mode) - to_step(part * agreed[label], PENNY, mode)
        for label, part in left.items()
    }
