"""What contracts are drawn from, where a property is about a part of the vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from riskreward.fees import Counted, Starts
from riskreward.fees.counting.threshold import OnceMet
from riskreward.settlement.terms import Released
from tests.generators.rules import STEPS

COUNTED: tuple[str, ...] = get_args(Counted)
ONCE_MET: tuple[str, ...] = get_args(OnceMet)
RELEASED: tuple[str, ...] = get_args(Released)
STARTS: tuple[str, ...] = get_args(Starts)
RECOVERY = "cost recovery, then share"
RULES = ("share", "bands", RECOVERY, "threshold", "deficit carry-forward", "quality gate", "payment gate", "cap")
"""The rules that others build upon, drawn in tests/generators/fees.py."""

ALL_RULES = (*RULES, *(rule for rule in STEPS if rule not in RULES))


@dataclass(frozen=True)
class Vocabulary:
    """What contracts are drawn from; None is no restriction."""

    counted: Sequence[str] = COUNTED
    rules: Sequence[str] = RULES
    starts: Sequence[str] = STARTS
    interim: bool | None = None
    retention: bool | None = None
    released: Sequence[str] = RELEASED
    clawback: bool | None = None
    overturned: bool | None = None
    """Whether the fee on what is overturned later is returned, where it is not counted to date."""
    first_from: Sequence[str] = ("retention", "the provider")
    restores_cap: bool | None = None
    guarantee: bool | None = None
    vat: bool | None = None
    advance: bool | None = None
    ends_early: bool | None = None
    over: Sequence[str] = ("term", "year", "period")
    ends_with: str | None = None
    """A rule that the fee's last step has, whatever is drawn before it."""
    by_measure: bool = False
    """Whether a cap may be by a measure."""
    gates_on_savings: bool = True
    """Whether a gate may read a measure that saves."""
    baselines: tuple[str, ...] = ()
    """The rules of baselines; none is no restriction."""
    in_units: bool | None = None
    eligible: bool | None = None
    """Whether claims, deadweight, confidence or stages stand between a saving and what counts."""
    outcomes_alone: bool | None = False
    """Whether the fee pays for outcomes alone, and no measure has a baseline."""
    target_cost: bool = False
    """Whether a target may stand for the whole term, the fee be assessed in some periods only, and cost reimbursed."""
    varied: bool | None = None
    """Whether the terms change from a period on; a property of one set of terms is about contracts that are not."""


EVERYTHING = Vocabulary(rules=ALL_RULES, outcomes_alone=None, target_cost=True, by_measure=True)
BY_HAND = Vocabulary()
"""What the promises are worked out for by hand, in plain fractions."""
UNVARIED = Vocabulary(varied=False)
TWO_SIDED = Vocabulary(
    rules=("share", "bands", "loss share"),
    starts=("first pound",),
    interim=False,
    clawback=False,
    overturned=False,
    ends_with="loss share",
)
"""A fee from which a share of every overspend comes off."""
