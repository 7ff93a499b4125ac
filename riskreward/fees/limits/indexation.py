"""Fee indexation: the fee at the prices of its year, by a published index."""

from typing import ClassVar, Literal

from pydantic import Field

from riskreward.baselines import Index, Published
from riskreward.fees.step import Seen, Stage, Step
from riskreward.kernel import Amount, scope


class FeeIndexation(Step):
    """The fee times the level of a published index over the level agreed as its base; what is owed too.

    The index says the month whose level counts; its `places` round the factor. A fee counted to date is not indexed,
    as it is earned at the prices of several years.

    Source: outcome tariffs and fees indexed at a stated month, as the UK Contracts for Difference index a price.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 52
    not_to_date: ClassVar[str] = (
        "indexes a fee to the prices of one year, but a fee counted to date is earned at those of several"
    )

    rule: Literal["fee indexation"] = "fee indexation"
    index: Index = Field(description="The index, with the month whose level counts.")

    @property
    def published(self) -> tuple[Published, ...]:
        """The levels of the index, which are published in time."""
        return (Published("index.levels", "level", self.index.levels),)

    @property
    def may_raise(self) -> bool:
        """A level above the base raises the fee."""
        return True

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee at the prices of the period."""
        with scope(self.title):
            return self.index.record(seen.schedule, amount)
