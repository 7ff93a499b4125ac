"""Where the order of two offers turns, in words: over which savings and which baselines each is ahead, as tried."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from riskreward.contract.trying import listed
from riskreward.figures import rounded, share_text
from riskreward.scenarios.turning import (
    SHARE_RUNGS,
    SHARE_STEP,
    SHARES,
    TIMES,
    TIMES_RUNGS,
    TIMES_STEP,
    BreakEven,
    Rung,
    Switching,
)

BEYOND = "the outturn would leave its range, or be refused"


def break_even_text(each: BreakEven, money: Callable[[Fraction], str]) -> str:
    """Return which of two offers is ahead over which multiples of the scenario's savings."""
    if len(each.tried) == 1:
        return f"{each.one} and {each.other}: where the order turns cannot be said, for {BEYOND}"
    least, most = each.tried[0], each.tried[-1]
    told = []
    for number, stretch in enumerate(each.stretches):
        saved = f" ({money(stretch.saved)} saved on average)" if number else ""
        who = "alike" if stretch.ahead is None else f"{stretch.ahead} is ahead"
        told.append(f"{who} {_from_to(_times(stretch.first), _times(stretch.last), saved)}")
    if len(told) == 1:
        told[0] += ", wherever it was tried"
    if (least, most) != (TIMES[0], TIMES[-1]):
        told.append(f"not tried beyond {_times(least)} to {_times(most)}, where {BEYOND}")
    return f"{each.one} and {each.other}, by how many times the savings of the scenario: {'; '.join(told)}"


def _from_to(first: str, last: str, beside: str = "") -> str:
    return f"at {first}{beside}" if first == last else f"from {first}{beside} to {last}"


def _times(times: Fraction) -> str:
    return f"{rounded(times, 2).normalize():f}"


def switching_text(each: Switching) -> str:
    """Return by how much a baseline is wrong where the offer in the lower rank is ahead."""
    return f"{each.other} against {each.better}: {'; '.join(_switched(each))}"


def _switched(each: Switching) -> Iterator[str]:
    if any(stretch.ahead == each.other and stretch.first <= 0 <= stretch.last for stretch in each.stretches):
        yield "ahead already where the baseline is right"
    for wrong, found, most in (
        ("overstated", each.overstated, each.tried[-1]),
        ("understated", each.understated, -each.tried[0]),
    ):
        if not most:
            yield f"whether it is ahead where the baseline is {wrong} cannot be said, for {BEYOND}"
            continue
        tried = f"tried up to {share_text(most)}"
        tried += f", beyond which {BEYOND}" if most < SHARES[-1] else ""
        if found:
            yield f"ahead where the baseline is {wrong} by {' or '.join(_by(*ends) for ends in found)} ({tried})"
        else:
            yield f"nowhere ahead where the baseline is {wrong} ({tried})"


def _by(first: Fraction, last: Fraction) -> str:
    if not first:
        return f"up to {share_text(last)}"
    return share_text(first) if first == last else f"{share_text(first)} to {share_text(last)}"


def _steps(rungs: Sequence[Rung], text: Callable[[Fraction], str]) -> str:
    return listed([f"every {text(each.step)} from {text(each.low)} to {text(each.high)}" for each in rungs])


LOOKED = (
    f"Tried are savings of {_steps(TIMES_RUNGS, _times)} times the scenario's, and baselines that are wrong by "
    f"{_steps(SHARE_RUNGS, share_text)}, either way. Where the order differs between two that are next to one another, "
    f"the turn is found to {_times(TIMES_STEP)} times or {share_text(SHARE_STEP)}; an order that turns and turns back "
    "between the two is not seen."
)
"""Where the order was looked at, and what may be missed."""
