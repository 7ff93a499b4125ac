"""Cautions about the guarantee: is a shortfall secured, where does it end in a cliff, and what came without cash."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import pounds_text
from riskreward.findings import Finding
from riskreward.guarantees import amounts_of, cuts_a_year, guaranteed_as_agreed
from riskreward.schedule import by_label
from riskreward.settlement import Settled


def _as_agreed(agreement: Agreement) -> list[Fraction] | None:
    """Return what is guaranteed in each period as agreed, or as the term's early end left it, where that is known."""
    guarantee, term, ended = agreement.guarantee, agreement.calendar, agreement.termination
    if guarantee is None:
        return None
    parts = guaranteed_as_agreed(guarantee, agreement.earning, term, agreement.rounding.mode)
    if parts is None or ended is None or not cuts_a_year(term) or ended.guarantee == "pro-rated as the baseline is":
        return parts
    of_the_year = Fraction(0)
    if guarantee.form != "share_of_baseline":
        of_the_year = by_label(amounts_of(guarantee, agreement.earning), term)[term.year_labels[-1]]
    cut_short = [part * of_the_year for part in ended.parts(term)]
    return [*parts[: len(parts) - len(cut_short)], *cut_short]


def security_too_small(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Security that is less than a provider would owe where nothing at all is saved."""
    guarantee, parts = agreement.guarantee, _as_agreed(agreement)
    if guarantee is None or guarantee.security is None or parts is None:
        return
    held, owed = Fraction(guarantee.security.amount), sum(parts, Fraction(0))
    if held < owed:
        currency = agreement.currency
        text = (
            f"The {guarantee.security.form} of {pounds_text(held, currency)} is less than the "
            f"{pounds_text(owed, currency)} that the guarantee comes to over the term where nothing is saved: "
            f"{pounds_text(owed - held, currency)} would rest on the provider alone."
        )
        yield Finding("security too small", text, "warning", {"held": held, "largest shortfall": owed})


def security_expires(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Security that ends before the last shortfall falls due."""
    guarantee = agreement.guarantee
    if guarantee is None or guarantee.security is None:
        return
    security, last = guarantee.security, agreement.calendar.periods[-1].last
    if security.expires >= last:
        return
    text = (
        f"The {security.form} expires on {day_text(security.expires)}, before the last shortfall falls due on "
        f"{day_text(last)}"
    )
    figures, parts = {}, _as_agreed(agreement)
    if parts is not None:
        periods = zip(agreement.calendar.periods, parts, strict=True)
        at_the_end = guarantee.shortfall == "provider pays at the end"
        late = sum((part for period, part in periods if at_the_end or period.last > security.expires), Fraction(0))
        figures = {"guaranteed without security": late}
        text += f"; {pounds_text(late, agreement.currency)} of what is guaranteed falls due without it"
    yield Finding("security expires early", f"{text}.", "warning", figures)


def owed_beyond_security(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A shortfall that was owed beyond the security that the council held."""
    line = "owed beyond the security held"
    secured = [period for period in statement.periods if period.has(line)] if statement is not None else []
    if not secured:
        return
    worst = max(secured, key=lambda period: period.exact(line))
    beyond = worst.exact(line)
    if beyond:
        text = (
            f"In {worst.label} the provider owed {pounds_text(beyond, agreement.currency)} beyond the security that "
            f"the council held."
        )
        yield Finding("owed beyond security", text, "warning", {"beyond": beyond})


def cost_cover_cliff(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Where the year's saving reaches the year's cost, the whole shortfall falls away at once."""
    guarantee = agreement.guarantee
    if guarantee is None or guarantee.met_at_cost_cover is None:
        return
    costs = by_label(tuple(map(Fraction, guarantee.met_at_cost_cover.project_cost)), agreement.calendar)
    guaranteed = dict.fromkeys(costs, Fraction(0))
    for period, part in zip(agreement.calendar.periods, _as_agreed(agreement) or [], strict=True):
        guaranteed[period.year] += part
    year = max(costs, key=lambda label: guaranteed[label] - costs[label])
    place, height = costs[year], guaranteed[year] - costs[year]
    if height > 0:
        currency = agreement.currency
        text = (
            f"There is a cliff at {pounds_text(place, currency)} of saving in {year}: the last penny that covers the "
            f"project's cost makes a shortfall of {pounds_text(height, currency)} fall away "
            f"(guarantee.met_at_cost_cover)."
        )
        yield Finding("cliff", text, "warning", {"place": place, "height": height})


def repaired_in_kind(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A shortfall made good by work is no cash, and the position does not count it."""
    line = "repaired in kind to date"
    repaired = [period for period in statement.periods if period.has(line)] if statement is not None else []
    in_kind = repaired[-1].exact(line) if repaired else Fraction(0)
    if in_kind:
        text = (
            f"{pounds_text(in_kind, agreement.currency)} of the shortfall came in kind, at a deemed value; it is no "
            f"cash, and what the council has kept does not count it."
        )
        yield Finding("repaired in kind", text, "note", {"in kind": in_kind})
