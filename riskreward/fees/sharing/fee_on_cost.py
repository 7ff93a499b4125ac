"""A fee on cost: a percentage of a cost that is measured, whatever is saved."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.flows import flow_problems
from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import share_text
from riskreward.findings import Finding, Problem
from riskreward.kernel import Amount, named, scope, share_of


class FeeOnCost(Step):
    """A percentage of a measured cost is added to the fee, whatever is saved.

    Source: NEC engineering and construction contract, option C, clause 52: the fee percentage on defined cost.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 65
    begins_fee: ClassVar[bool] = True
    pays_for_cost: ClassVar[bool] = True

    rule: Literal["fee on cost"] = "fee on cost"
    measure: str = Field(description="The measure in money that is the cost.")
    share: ShareTerm = Field(description="The percentage of the cost.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The cost."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the cost."""
        yield from flow_problems(f"{where}.measure", self.measure, around)

    def findings(self, where: str, around: Around) -> Iterator[Finding]:
        """Yield that the fee rises with the cost."""
        if self.share:
            text = (
                f"The {self.title} ({where}) is {share_text(self.share)} of {self.measure} whatever is saved: the fee "
                "is not 100% contingent, and rises with what is spent."
            )
            yield Finding("fee not contingent", text, "warning", {"share of the cost": self.share})

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with the percentage of the cost."""
        with scope(self.title):
            payment = named("payment", share_of(self.share) * seen.outturns[self.measure])
            return amount + seen.counted("payment", payment)
