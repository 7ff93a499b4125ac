"""Deadweight: the part of an improvement that would have happened anyway, which earns nothing."""

from typing import Literal

from riskreward.kernel import Amount, at_least, named, nothing

Counterfactual = Literal["before and after", "comparator", "trial", "declared"]
"""How it is known what would have happened anyway."""

AFTER_DEADWEIGHT = "after deadweight"


def deadweight_of(saving: Amount, part: Amount) -> Amount:
    """The part of a saving that would have happened anyway; a loss has none, and counts whole."""
    return part * at_least(saving, nothing)


def record_deadweight(saving: Amount, part: Amount) -> Amount:
    """Return the saving less its deadweight, which is a line.

    Source: Troubled Families financial framework, five of every six families are paid for.
    """
    return named(AFTER_DEADWEIGHT, saving - named("deadweight", deadweight_of(saving, part)))
