"""Cautions about what the council bears of its own accord: volume it commits to, and money it advances."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.findings import Finding
from riskreward.guarantees import volume_text
from riskreward.kernel.rounding import to_step
from riskreward.settlement import Settled


def core_volume(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A council that commits to a volume of work bears a risk of its own."""
    volume = agreement.core_volume
    if volume is None:
        return
    (measure,) = [each for each in agreement.measure if each.name == volume.measure]
    by_year = volume.committed_by_year(agreement.calendar, agreement.rounding.mode)
    committed = sum(by_year, Fraction(0))
    text = f"The council commits to {volume_text(committed, measure, agreement.currency)} over the term"
    if volume.investment is not None:
        invested = pounds_text(Fraction(volume.investment.amount), agreement.currency)
        text += f", in exchange for {invested} that {volume.investment.by} invests"
    if not volume.is_compensated:
        yield Finding("core volume", f"{text}: it owes nothing for what falls short.", "note", {"committed": committed})
        return
    together = [committed] if volume.if_short == "carried forward" else by_year
    rate, rounding = Fraction(volume.rate), agreement.rounding
    most = sum((to_step(rate * each, rounding.step, rounding.mode) for each in together), Fraction(0))
    figures = {"committed": committed, "most it could owe": most}
    text += f": whatever is saved, it could owe up to {pounds_text(most, agreement.currency)}"
    if statement is not None and statement.has("compensation owed to date"):
        figures["owed to date"] = statement.exact("compensation owed to date")
        text += f" ({pounds_text(figures['owed to date'], agreement.currency)} so far)"
    yield Finding("not 100% contingent", f"{text}; the contract is not 100% contingent.", "serious", figures)


def advance(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An advance is paid before anything is saved."""
    terms = agreement.settlement.advance
    if terms is None or not terms.amount:
        return
    amount = Fraction(terms.amount)
    figures = {"advance": amount}
    text = f"An advance of {pounds_text(amount, agreement.currency)} is paid before anything is saved"
    if statement is not None and statement.has("advance still owed"):
        figures["still owed"] = statement.exact("advance still owed")
        text += f" ({pounds_text(figures['still owed'], agreement.currency)} of it is still owed)"
    text += ": until fees recover it, the council is out of pocket by what is owed"
    if terms.at_the_end == "written off":
        text += ", and what they never recover it loses"
    yield Finding("advance", f"{text}.", "serious", figures)
