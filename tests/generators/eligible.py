"""What of a saving may earn: claims, deadweight, confidence and the stage that pays."""

from typing import Any, get_args

from riskreward.improvements import Counterfactual, Overlap, UntilThen
from riskreward.improvements.stages import STAGES
from tests.generators.drawing import Draw, Terms, a_share, chosen, now_and_then, pick, whole

COUNTERFACTUALS: tuple[str, ...] = get_args(Counterfactual)
OVERLAPS: tuple[str, ...] = get_args(Overlap)
UNTIL_THEN: tuple[str, ...] = get_args(UntilThen)
DEEMED = {"after": "60 days without a decision", "clause": "7.3", "disputable_for_days": 30}
_RISING = ("0%", "25%", "1/3", "80%", "100%")


def terms(draw: Draw, wanted: bool | None) -> Terms:
    """Return none of the terms, one, or several at once."""
    if not now_and_then(draw, wanted):
        return {}
    found: Terms = {}
    if chosen(draw):
        found |= _claims(draw)
    if chosen(draw):
        found |= {"deadweight": pick(draw, ("1/6", "12.5%", "0%")), "counterfactual": pick(draw, COUNTERFACTUALS)}
    pays = 0
    if chosen(draw):
        pays = whole(draw, 3) + 1
        found |= {"counts_when": STAGES[pays], "until_then": pick(draw, UNTIL_THEN)}
    form = pick(draw, (None, "one", "by stage"))
    if form == "one":
        found["confidence"] = a_share(draw)
    elif form == "by stage":
        found["confidence"] = _by_stage(draw, pays)
    may_be_deemed = pays < len(STAGES) - 1  # what is deemed realised is never sustained
    if (pays or form == "by stage") and may_be_deemed and chosen(draw):
        found["deemed"] = DEEMED
    return found


def _claims(draw: Draw) -> Terms:
    claims = [{"name": "a", "by": "us", "ours": True}, {"name": "b"}, {"name": "c", "ours": True}]
    return {"claim": claims[: whole(draw, 2) + 1], "overlap": pick(draw, OVERLAPS)}


def _by_stage(draw: Draw, pays: int) -> dict[str, Any]:
    """Return shares that rise from the stage that pays, which is always listed."""
    listed = [STAGES[pays], *(stage for stage in STAGES[pays + 1 :] if chosen(draw))]
    first = whole(draw, len(_RISING) - len(listed))
    return dict(zip(listed, _RISING[first:], strict=False))
