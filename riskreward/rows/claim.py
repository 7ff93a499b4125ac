"""What a claim pays: the rule that is recorded once for a card, and run over each person's claims in their order."""

from collections.abc import Mapping, Sequence

from riskreward.kernel import (
    Amount,
    at_least,
    carry,
    choose,
    constant,
    count,
    equals,
    fact,
    money,
    named,
    nothing,
    pounds,
    previous,
    scope,
    total,
    truth,
)
from riskreward.kernel.words import PATH
from riskreward.rows.terms import Alternatives, CardTerms, Outcome

CLAIMED = "claimed now"
ON_THE_CARD = "amount on the card"
DOES_NOT_STACK = "does not stack"
CUT_OFF = "cut off by the cap, and kept by the council"
PAID = "paid"


def fact_of(outcome: Outcome) -> str:
    """Return the path of the fact that says whether a claim is for an outcome."""
    return f"{outcome.name}{PATH}{CLAIMED}"


def less_progress(amount: Amount, progress: Amount) -> Amount:
    """What progress towards an outcome pays comes off it, down to nothing."""
    return at_least(amount - progress, nothing)


def the_best_paid(amounts: Sequence[Amount]) -> Amount:
    """Of outcomes that do not stack, the one that comes to most is paid."""
    best = amounts[0]
    for amount in amounts[1:]:
        best = at_least(best, amount)
    return best


def the_first_achieved(amounts: Sequence[Amount], now: Sequence[Amount], before: Amount) -> tuple[Amount, Amount]:
    """Of outcomes that do not stack, the one first achieved is paid, whatever follows; return it and its number.

    `now` says which is claimed now, and `before` the number of the one achieved first, from 1, or nought.
    """
    numbers = [constant(number, count) for number in range(1, len(amounts) + 1)]
    of_now = total(choose(claimed, number, nothing) for claimed, number in zip(now, numbers, strict=True))
    first = choose(equals(before, nothing), of_now, before)
    paid = total(
        choose(equals(first, number), amount, nothing) for number, amount in zip(numbers, amounts, strict=True)
    )
    return paid, first


def record_claim(card: CardTerms) -> None:
    """Record what one claim of a person pays, on top of that person's claims before it."""
    now: dict[str, Amount] = {}
    due: dict[str, Amount] = {}
    for outcome in card.outcomes:
        with scope(outcome.name):
            now[outcome.name] = fact(CLAIMED, truth, 0, (0, 1))
            times = previous("times claimed", constant(0, count)) + choose(
                now[outcome.name], constant(1, count), nothing
            )
            carry("times claimed", times)
            due[outcome.name] = constant(outcome.amount, money.times(count, -1)) * times
    on_the_card = named(
        ON_THE_CARD, total(choose(now[each.name], pounds(each.amount), nothing) for each in card.outcomes)
    )
    to_date, before = _to_date(card, due, now), previous("outcomes to date", pounds(0))
    carry("outcomes to date", named("outcomes to date", to_date))
    unstacked = named(DOES_NOT_STACK, on_the_card - (to_date - before))
    paid = on_the_card - unstacked
    paid_before = previous("paid to date", pounds(0))
    if card.cap_per_person is not None:
        room = pounds(card.cap_per_person) - paid_before
        paid = paid - named(CUT_OFF, at_least(paid - room, nothing))
    named(PAID, paid)
    carry("paid to date", named("paid to date", paid_before + paid))


def _to_date(card: CardTerms, due: Mapping[str, Amount], now: Mapping[str, Amount]) -> Amount:
    """Return what a person's outcomes so far come to, before any cap."""
    net = dict(due)
    for each in card.outcomes:
        progress = [due[other.name] for other in card.outcomes if other.credited_against == each.name]
        if progress:
            net[each.name] = less_progress(due[each.name], total(progress))
    alone = set(card.names)
    parts = []
    for group in card.alternatives:
        alone -= set(group.outcomes)
        parts.append(_one_of(group, net, now))
    return total([*parts, *(net[name] for name in card.names if name in alone)])


def _one_of(group: Alternatives, net: Mapping[str, Amount], now: Mapping[str, Amount]) -> Amount:
    amounts = [net[name] for name in group.outcomes]
    if group.counts == "the best paid":
        return the_best_paid(amounts)
    with scope(f"{group.outcomes[0]} or another"):
        before = previous("the first achieved", constant(0, count))
        paid, first = the_first_achieved(amounts, [now[name] for name in group.outcomes], before)
        carry("the first achieved", first)
        return paid
