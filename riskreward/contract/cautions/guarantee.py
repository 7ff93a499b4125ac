"""Cautions about the guarantee: is a shortfall secured, where does it end in a cliff, and what came without cash."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import accumulate

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.guaranteed import guaranteed_over_the_term
from riskreward.contract.holding import terms_by_period, whole_term
from riskreward.contract.trying import pounds_text
from riskreward.findings import Finding
from riskreward.schedule import by_label
from riskreward.settlement.settled import Settled


def security_too_small(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Security that is less than a provider would owe where nothing at all is saved, while it is held."""
    parts, terms = guaranteed_over_the_term(agreement), terms_by_period(agreement)
    if parts is None:
        return
    periods, currency = whole_term(agreement).periods, agreement.currency
    owed_by = list(accumulate(parts))
    held_until = {
        (each.guarantee.security.form, each.guarantee.security.amount): number
        for number, each in enumerate(terms)
        if each.guarantee is not None and each.guarantee.security is not None
    }
    for (form, amount), number in held_until.items():
        held, owed = Fraction(amount), owed_by[number]
        if held < owed:
            over = "over the term" if number == len(periods) - 1 else f"by the end of {periods[number].label}"
            text = (
                f"The {form} of {pounds_text(held, currency)} is less than the {pounds_text(owed, currency)} that the "
                f"guarantee comes to {over} where nothing is saved: {pounds_text(owed - held, currency)} would rest on "
                "the provider alone."
            )
            yield Finding("security too small", text, "warning", {"held": held, "largest shortfall": owed})


def security_expires(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Security that ends before the last shortfall that it is held for falls due."""
    terms, periods = terms_by_period(agreement), whole_term(agreement).periods
    parts = guaranteed_over_the_term(agreement)
    last: dict[tuple[str, date], date] = {}
    late: dict[tuple[str, date], Fraction] = {}
    for number, each in enumerate(terms):
        if each.guarantee is None:
            continue
        due = len(terms) - 1 if each.guarantee.shortfall == "provider pays at the end" else number
        holding = terms[due].guarantee
        if holding is None or holding.security is None:
            continue
        security, day = (holding.security.form, holding.security.expires), periods[due].last
        last[security] = day
        if parts is not None and day > holding.security.expires:
            late[security] = late.get(security, Fraction(0)) + parts[number]
    for (form, expires), day in last.items():
        if expires >= day:
            continue
        text = f"The {form} expires on {day_text(expires)}, before the last shortfall falls due on {day_text(day)}"
        figures = {}
        if parts is not None:
            without = late[form, expires]
            figures = {"guaranteed without security": without}
            text += f"; {pounds_text(without, agreement.currency)} of what is guaranteed falls due without it"
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
    terms, periods = terms_by_period(agreement), whole_term(agreement).periods
    parts = guaranteed_over_the_term(agreement) or [Fraction(0)] * len(periods)
    guaranteed: dict[str, Fraction] = {}
    costs: dict[str, Fraction] = {}
    for each, period, part in zip(terms, periods, parts, strict=True):
        guaranteed[period.year] = guaranteed.get(period.year, Fraction(0)) + part
        cover = None if each.guarantee is None else each.guarantee.met_at_cost_cover
        if cover is None:
            costs.pop(period.year, None)
        else:  # a year is tested by the terms that hold at its end
            costs[period.year] = by_label(tuple(map(Fraction, cover.project_cost)), each.calendar)[period.year]
    if not costs:
        return
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
