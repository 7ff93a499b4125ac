"""Cautions about a contract that was ended early: what was guaranteed, and is no longer."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.guaranteed import fallen_away
from riskreward.contract.trying import pounds_text
from riskreward.contract.varying import in_force
from riskreward.findings import Finding
from riskreward.guarantees import cuts_a_year
from riskreward.kernel.rounding import to_step
from riskreward.settlement.settled import Settled

BY = {"authority": "the authority", "provider": "the provider", "both": "both parties"}


def ended_early(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A contract ended before its day: when, by whom, why, and what guarantee fell away."""
    last = in_force(agreement)[-1].terms
    ended, guarantee, term = last.termination, last.guarantee, last.calendar
    if ended is None or term.months_agreed is None:
        return
    text = f"The contract was ended on {day_text(ended.on)} by {BY[ended.by]} ({ended.reason})"
    figures = {}
    gone = None
    if guarantee is not None and guarantee.form != "share_of_baseline":
        gone = fallen_away(agreement)
    if gone is not None:
        figures = {"guarantee fallen away": sum(gone.values(), Fraction(0))}
        of_each = ", ".join(f"{pounds_text(each, last.currency)} of {label}" for label, each in gone.items())
        whole = pounds_text(figures["guarantee fallen away"], last.currency)
        text += f": {whole} of what was guaranteed fell away ({of_each})"
    elif guarantee is not None:
        if cuts_a_year(term):
            text += f"; the guarantee of {term.year_labels[-1]} is {ended.guarantee}"
        text += "; the guarantee of later years is void"
    if ended.guarantee == "void" and cuts_a_year(term) and last.fee.starts != "first pound":
        text += f"; the fee of {term.year_labels[-1]} starts from the first pound"
    if ended.months_left is not None:
        paid = to_step(ended.months_left.of(term), last.rounding.step, last.rounding.mode)
        figures["termination payment"] = paid
        text += f"; the provider is paid {pounds_text(paid, last.currency)} for the months left, whatever was saved"
    yield Finding("ended early", f"{text}.", "serious" if ended.months_left else "warning", figures)
