"""Who bears which risk: of each pound less or more saved, what falls on the provider and what on the council."""

from fractions import Fraction
from typing import NamedTuple

from riskreward.scenarios.moving import Move, MovedPaths

ONE_PER_CENT = Fraction(1, 100)


class Bearing(NamedTuple):
    """What of each pound falls on the provider, on average; the rest is the council's.

    `of_less` is what the provider bears of a pound less saved, `of_more` what it has of a pound more, both where every
    saving moves by 1% of its baseline; None where the outturn would leave its range, or be refused. Of a pound by which
    a baseline is overstated the council loses `of_more`. `if_nothing` is what is paid, less what comes back, where
    nothing is saved.
    """

    name: str
    of_less: Fraction | None
    of_more: Fraction | None
    if_nothing: Fraction | None


def bearing(name: str, asked: MovedPaths) -> Bearing:
    """Return who bears what under an offer."""
    nothing = Move(times=Fraction(0))
    paid = asked.expected(nothing).to_the_provider if asked.why_not(nothing) is None else None
    return Bearing(name, _borne(asked, -ONE_PER_CENT), _borne(asked, ONE_PER_CENT), paid)


def _borne(asked: MovedPaths, share: Fraction) -> Fraction | None:
    move = Move(share=share)
    if asked.why_not(move) is not None:
        return None
    before, after = asked.expected(), asked.expected(move)
    saved = after.saved - before.saved
    return (after.to_the_provider - before.to_the_provider) / saved if saved else None
