"""What is kept back, given back, advanced, taxed, and when it is paid."""

from typing import get_args

from riskreward.settlement.interim import LATER
from riskreward.settlement.reversal import OVERTURNED
from riskreward.settlement.terms import AtTheEnd
from tests.generators.drawing import Draw, Terms, a_share, chosen, pick, whole
from tests.generators.measures import FUNDS
from tests.generators.vocabulary import RELEASED, Vocabulary

BY_AGE = RELEASED[3]


def settlement(
    draw: Draw, wanted: Vocabulary, settled: str, counted: str, guaranteed: bool, of_one_kind: bool
) -> Terms:
    """Return the terms of a settlement."""
    terms: Terms = {}
    if counted == "each year" and settled != "yearly" and chosen(draw, wanted.interim):
        terms["interim"] = _interim(draw)
    by_guarantee = RELEASED[0]
    if chosen(draw, wanted.retention):
        known = [each for each in wanted.released if guaranteed or each != by_guarantee]
        released = pick(draw, [*known[:1], *known])
        terms["retention"] = {"share": a_share(draw), "released": released}
        if released == BY_AGE:
            terms["retention"]["after_settlements"] = pick(draw, (1, 2, 3, 5))
        at_the_end = pick(draw, (None, *get_args(AtTheEnd))) if released == by_guarantee else None
        if at_the_end is not None:
            terms["retention"]["at_the_end"] = at_the_end
    may_claw_back = pick(draw, (False, True, True)) if wanted.clawback is None else wanted.clawback
    to_date = counted == "to date"
    if (to_date and may_claw_back) or (of_one_kind and not to_date and chosen(draw, wanted.overturned)):
        held = "retention" in terms
        first = pick(draw, [each for each in wanted.first_from if held or each == "the provider"])
        terms["clawback"] = {"first_from": first, "restores_cap": chosen(draw, wanted.restores_cap)}
        terms["clawback"] |= {} if to_date else {"when": OVERTURNED}
        needed = "retention" in terms and (settled != "yearly" or terms["retention"]["released"] == BY_AGE)
        vintage = pick(draw, ("oldest first", "newest first") if needed else (None, "oldest first", "newest first"))
        terms["clawback"] |= {} if vintage is None else {"vintage": vintage}
    if chosen(draw, wanted.vat):
        treatment = pick(draw, ("standard", "reverse charge", "outside the scope"))
        terms["vat"] = {"rate": pick(draw, ("20%", "5%")), "treatment": treatment}
        terms["vat"] |= {"rounded": pick(draw, ("per line", "per invoice"))} if chosen(draw) else {}
    if chosen(draw):
        terms["provider"] = _providers(draw)
    if chosen(draw):
        terms["payment_days"] = pick(draw, (14, 30, 60))
        terms["not_before_days_after_period"] = pick(draw, (0, 45))
        terms["paid_from"] = pick(draw, FUNDS)
    return terms


def _providers(draw: Draw) -> list[Terms]:
    """Return providers whose shares add up to the whole."""
    parts = [whole(draw, 9) + 1 for _ in range(whole(draw, 2) + 1)]
    names = ("North Ltd", "South Ltd", "West Ltd")
    return [{"name": name, "share": f"{part}/{sum(parts)}"} for name, part in zip(names, parts, strict=False)]


def _interim(draw: Draw) -> Terms:
    """Return how a year's fee is paid on account."""
    overpaid = pick(draw, (LATER, "provider repays"))
    terms: Terms = {"share": pick(draw, ("100%", a_share(draw))), "overpaid": overpaid}
    return terms | ({"at_the_end": pick(draw, ("provider repays", "written off"))} if overpaid == LATER else {})
