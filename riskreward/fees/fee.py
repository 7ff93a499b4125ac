"""The fee: where it starts, how the saving is counted, and the steps from saving to fee."""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from riskreward.fees.bands import Bands
from riskreward.fees.cap import Cap
from riskreward.fees.cost_recovery import CostRecovery
from riskreward.fees.deficit import DeficitCarryForward
from riskreward.fees.payment_gate import PaymentGate
from riskreward.fees.quality_gate import QualityGate
from riskreward.fees.share import Share
from riskreward.fees.step import ORDER, Stage, Step
from riskreward.fees.threshold import Threshold
from riskreward.findings import Problem
from riskreward.improvements import Benefit
from riskreward.terms import Terms

Starts = Literal["first pound", "above the guarantee", "after the council has its guaranteed amount"]
Counted = Literal["each period", "each year", "to date"]

AnyStep = Annotated[
    Share | Bands | CostRecovery | Threshold | QualityGate | PaymentGate | DeficitCarryForward | Cap,
    Field(discriminator="rule"),
]


class Fee(Terms):
    """The fee's terms; its steps run in the order written, and nothing runs that is not written.

    `starts` picks what the fee is measured from: the whole saving; what exceeds the guarantee; or the whole
    saving, the fee limited so that the council has its guaranteed amount first. `counted` says whether each
    period or each year stands alone, or everything to date counts together. Only the benefits in `earns_on`
    earn.

    Source: Barnet's gain share, paid from the first pound although part was guaranteed.
    """

    starts: Starts
    counted: Counted
    earns_on: tuple[Benefit, ...] = ("cashable",)
    step: tuple[AnyStep, ...] = Field(min_length=1)

    @property
    def measured_from(self) -> str:
        """What the statement calls the amount that the steps begin with."""
        return "above (below) the guarantee" if self.starts == "above the guarantee" else "saving counted"


class Placed(NamedTuple):
    """A step and where it stands in the file."""

    where: str
    step: Step


def placed(fee: Fee) -> list[Placed]:
    """Return the fee's steps with where each stands."""
    return [Placed(f"fee.step[{number}]", step) for number, step in enumerate(fee.step)]


def order_problems(fee: Fee) -> list[Problem]:
    """Return what is wrong with the order of the steps, each naming the step and its clause."""
    problems = []
    stage: Stage = ORDER[0]
    before = "the saving"
    titles: dict[str, str] = {}
    for where, step in placed(fee):
        if step.title in titles:
            mend = f"give one of them a name of its own (the other is {titles[step.title]})"
            problems.append(Problem(where, f"is a second {step.title!r}", mend))
        titles[step.title] = where
        if ORDER.index(step.takes) < ORDER.index(stage):
            clause = f", clause {step.clause}" if step.clause else ""
            problems.append(
                Problem(
                    where,
                    f"({step.title}{clause}) takes the {step.takes}, but {before} has already made it the {stage}",
                    f"move it before {before}",
                )
            )
            continue
        if step.takes == "fee" and stage != "fee":
            problems.append(
                Problem(where, f"({step.title}) takes the fee, but no share or bands stand before it", "move it down")
            )
        if step.gives != stage:
            stage, before = step.gives, f"{where} ({step.title})"
    if stage != "fee":
        problems.append(Problem("fee.step", "never becomes a fee", 'add a step with rule = "share" or "bands"'))
    return problems
