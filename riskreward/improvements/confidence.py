"""Confidence: a saving weighed by how sure it is, the same throughout or by the stage that it has reached."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from riskreward.figures import Share, share_text
from riskreward.improvements.stages import STAGES, has_reached, is_rejected
from riskreward.kernel import Amount, at_least, at_most, choose, named, nothing, share_of
from riskreward.terms import Terms, TermsError

AFTER_CONFIDENCE = "weighed by confidence"


class Confidence(Terms):
    """How sure a saving is: one share, or a share for each stage.

    A stage that is not listed has the share of the one before it; shares do not fall from stage to stage.

    Source: Croydon and Newton: GBP 3.9m of confidence-weighted savings against a target of GBP 15m.
    """

    share: Share | None = None
    identified: Share | None = None
    accepted: Share | None = None
    implemented: Share | None = None
    realised: Share | None = None
    sustained: Share | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Confidence":
        stages = self.by_stage
        if (self.share is None) == (not stages):
            raise TermsError(
                "", "needs one share, or a share by stage", 'write "80%", or { identified = "25%", realised = "100%" }'
            )
        before = None
        for name, part in stages.items():
            if before is not None and part < stages[before]:
                what = f"is {share_text(part)}, below {before} {share_text(stages[before])}"
                raise TermsError(name, what, "let the shares rise, or stay, from stage to stage")
            before = name
        return self

    @property
    def by_stage(self) -> Mapping[str, Fraction]:
        """The share of each stage that is listed, in order."""
        shares = {name: getattr(self, name) for name in STAGES}
        return {name: part for name, part in shares.items() if part is not None}


def _read(value: object) -> object:
    return value if isinstance(value, Mapping | Confidence) else {"share": value}


ConfidenceTerm = Annotated[Confidence, BeforeValidator(_read)]
"""A share, or a share by stage."""


def weighed(saving: Amount, confidence: Amount) -> Amount:
    """A saving counts for its share; a loss counts whole."""
    return confidence * at_least(saving, nothing) + at_most(saving, nothing)


def at_its_stage(steps: Sequence[tuple[Amount, Amount]], first: Amount) -> Amount:
    """The share of the last of the stages that is reached, each a truth with its share; `first` where none is."""
    found = first
    for reached, part in steps:
        found = choose(reached, part, found)
    return found


def record_confidence(saving: Amount, confidence: Confidence, may_be_rejected: bool) -> Amount:
    """Return the saving weighed by confidence; where it `may_be_rejected`, a rejected one counts for nothing."""
    if confidence.share is not None:
        part = share_of(confidence.share)
    else:
        (_, first), *later = confidence.by_stage.items()
        steps = [(has_reached(name), share_of(each)) for name, each in later]
        part = at_its_stage(steps, share_of(first))
        if may_be_rejected:
            part = choose(is_rejected(), nothing, part)
    return named(AFTER_CONFIDENCE, weighed(saving, named("confidence", part)))
