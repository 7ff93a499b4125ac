"""A minimum requirement: a measure that must be at least, or at most, so much before something is paid."""

from collections.abc import Iterator

from pydantic import Field, model_validator

from riskreward.baselines import InUnit
from riskreward.fees.step import Around, Figure, Seen
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, constant
from riskreward.terms import Terms, TermsError


class Requirement(Terms):
    """A measure that must be at least, or at most, so much in the settlement; the figure itself is enough."""

    measure: str = Field(description="The measure that must meet the requirement.")
    at_least: InUnit | None = Field(default=None, description="The least that meets it.")
    at_most: InUnit | None = Field(default=None, description="The most that meets it.")

    @model_validator(mode="after")
    def _one_side(self) -> "Requirement":
        if (self.at_least is None) == (self.at_most is None):
            raise TermsError("", "needs either at_least or at_most", "write one of them")
        return self

    @property
    def limits(self) -> tuple[Figure | None, Figure | None]:
        """The least and the most that meet it; None for no such limit."""
        return self.at_least, self.at_most

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the figure in its measure's unit."""
        measure = around.measures.get(self.measure)
        if measure is None:
            return
        term = "at_least" if self.at_least is not None else "at_most"
        misfit = measure.misfit(getattr(self, term), measure.name)
        if misfit is not None:
            yield Problem(f"{where}.{term}", *misfit)
        if self.at_most is not None and measure.ratio is not None and measure.ratio.if_below == "nothing counts":
            what = f"where its denominator falls away {shown(self.measure)} is nothing, which would pass"
            yield Problem(f"{where}.at_most", what, 'write ratio.if_below = "settling is refused" for it')

    def met(self, seen: Seen) -> Amount:
        """Return whether the settlement meets it."""
        measured = seen.outturns[self.measure]
        least, most = self.limits
        if least is not None:
            return measured >= constant(least, measured.kind)
        assert most is not None
        return measured <= constant(most, measured.kind)
