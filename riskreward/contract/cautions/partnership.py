"""Cautions about what the council bears of its own accord: volume it commits to, and money it advances."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.holding import terms_by_period
from riskreward.contract.nothing_ordered import nothing_ordered
from riskreward.contract.trying import listed, pounds_text
from riskreward.findings import Finding
from riskreward.guarantees import volume_text
from riskreward.settlement.settled import Settled


def core_volume(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A council that commits to a volume of work bears a risk of its own."""
    volumes = [each.core_volume for each in terms_by_period(agreement) if each.core_volume is not None]
    if not volumes:
        return
    currency, without = agreement.currency, nothing_ordered(agreement)
    told = listed([volume_text(amount, measure, currency) for measure, amount in without.committed])
    one = len(without.committed) == 1
    figures = {"committed" if one else f"committed: {each.name}": amount for each, amount in without.committed}
    text = f"The council commits to {told} over the term"
    investments = dict.fromkeys(
        f"{pounds_text(Fraction(each.investment.amount), currency)} that {each.investment.by} invests"
        for each in volumes
        if each.investment is not None
    )
    if investments:
        text += f", in exchange for {listed([*investments])}"
    if not without.owed:
        yield Finding("core volume", f"{text}: it owes nothing for what falls short.", "note", figures)
        return
    figures["most it could owe"] = without.owed
    text += f": whatever is saved, it could owe up to {pounds_text(without.owed, currency)}"
    if statement is not None and statement.has("compensation owed to date"):
        figures["owed to date"] = statement.exact("compensation owed to date")
        text += f" ({pounds_text(figures['owed to date'], currency)} so far)"
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
