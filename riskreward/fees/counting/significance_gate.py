"""A significance gate: a saving counts only where chance is unlikely to have brought it about."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.fees.counting.quality_gate import QualityGate, Standard
from riskreward.fees.step import Around
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import share
from riskreward.terms import TermsError


class SignificanceGate(QualityGate):
    """A saving counts only where a measured p-value is at most the agreed level; a shortfall counts all the same.

    The test itself is a fact with a working paper; `evidence` says who works it out, and how.

    Source: Transforming Rehabilitation, paid only where the reduction is statistically significant.
    """

    usual_place: ClassVar[int] = 11

    rule: Literal["significance gate"] = "significance gate"  # type: ignore[assignment]  # a gate with terms of its own
    measure: str = Field(description="The measure, in %, that is the p-value.")
    at_least: Standard = Field(default=None, description="Not for this gate: a p-value is held to a most.")
    at_most: Standard = Field(default=None, description="The level of significance, itself included, such as 5%.")
    evidence: str = Field(min_length=1, description="Who works the p-value out, and by which test.")

    @model_validator(mode="after")
    def _held_to_a_most(self) -> "SignificanceGate":
        if self.at_least is not None:
            raise TermsError("at_least", "is for a gate on quality; a p-value is held to a most", "write at_most")
        if self.at_most is None:
            raise TermsError("at_most", "is missing", "write the level of significance, such as 5%")
        return self

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the level, and with a measure that is no p-value."""
        yield from super().problems(where, around)
        measure = around.measures.get(self.measure)
        if measure is not None and measure.kind != share:
            what = f"is {shown(measure.name)}, which is in {shown(measure.unit)}"
            yield Problem(f"{where}.measure", what, "name a measure in %, which a p-value is")
