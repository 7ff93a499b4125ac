"""The fee: where it starts, how the saving is counted, and the steps from saving to fee."""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from riskreward.fees.counting import CountingStep
from riskreward.fees.limits import LimitingStep
from riskreward.fees.outcomes import OutcomeStep
from riskreward.fees.sharing import SharingStep
from riskreward.fees.step import Counted, Step
from riskreward.improvements import Benefit
from riskreward.terms import Terms

Starts = Literal["first pound", "above the guarantee", "after the council has its guaranteed amount"]

AnyStep = Annotated[CountingStep | SharingStep | OutcomeStep | LimitingStep, Field(discriminator="rule")]


class Fee(Terms):
    """The fee's terms; its steps run in the order written, and nothing runs that is not written.

    `starts` picks what the fee is measured from: the whole saving; what exceeds the guarantee; or the whole
    saving, the fee limited so that the council has its guaranteed amount first. `counted` says whether each
    period or each year stands alone, or everything to date counts together. Only the benefits in `earns_on`
    earn.

    Counted to date, the fee may be `assessed` only in some periods, between which it stands as it was last assessed;
    what is then forecast to be `still_to_come` of cost is taken off the saving.

    Source: Barnet's gain share, paid from the first pound although part was guaranteed.
    """

    starts: Starts
    counted: Counted
    earns_on: tuple[Benefit, ...] = ("cashable",)
    assessed: tuple[str, ...] = Field(default=(), description="The only periods in which the fee to date is assessed.")
    still_to_come: str | None = Field(
        default=None, description="The measure that forecasts, at each assessment, the cost that is still to come."
    )
    step: tuple[AnyStep, ...] = Field(min_length=1)

    @property
    def measured_from(self) -> str:
        """What the statement calls the amount that the steps begin with."""
        return "above (below) the guarantee" if self.starts == "above the guarantee" else "saving counted"

    @property
    def takes_a_saving(self) -> bool:
        """Whether any step takes or reads what is saved."""
        return any(step.takes != "fee" or "saving" in step.reads for step in self.step)

    @property
    def may_owe(self) -> bool:
        """Whether the fee may be below nothing, which the provider then owes."""
        return any(step.may_owe for step in self.step)


class Placed(NamedTuple):
    """A step and where it stands in the file."""

    where: str
    step: Step


def placed(fee: Fee) -> list[Placed]:
    """Return the fee's steps with where each stands."""
    return [Placed(f"fee.step[{number}]", step) for number, step in enumerate(fee.step)]
