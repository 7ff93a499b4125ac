"""How the "without" figure is agreed: what the service would have cost. One small file a rule."""

from typing import Annotated

from pydantic import Field

from riskreward.baselines.adjustment import Adjustment, record_adjustments
from riskreward.baselines.answer import Questions
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.fixed import Fixed
from riskreward.baselines.historic import Historic
from riskreward.baselines.index import Index, Level
from riskreward.baselines.indexed import Indexed
from riskreward.baselines.present_value import present_value
from riskreward.baselines.terms import SPREADS, Agreed, BaselineTerms, InUnit, Percentage

Baseline = Annotated[Fixed | Historic | Indexed, Field(discriminator="rule")]

__all__ = [
    "SPREADS",
    "Adjustment",
    "Agreed",
    "Baseline",
    "BaselineTerms",
    "Conditions",
    "Fixed",
    "Historic",
    "InUnit",
    "Index",
    "Indexed",
    "Level",
    "Percentage",
    "Questions",
    "present_value",
    "record_adjustments",
]
