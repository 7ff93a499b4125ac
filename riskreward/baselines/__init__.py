"""How the "without" figure is agreed: what the service would have cost. One small file a rule."""

from typing import Annotated

from pydantic import Field

from riskreward.baselines.adjustment import KINDS, Adjustment, line_of, record_adjustments, scope_problems
from riskreward.baselines.chain import Chained
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.fixed import Fixed
from riskreward.baselines.historic import Historic
from riskreward.baselines.index import Index, Level
from riskreward.baselines.indexed import Indexed
from riskreward.baselines.linear_trend import LinearTrend
from riskreward.baselines.prediction import Prediction
from riskreward.baselines.rebasing import Rebased, rebasing_problems
from riskreward.baselines.regression import Regression
from riskreward.baselines.terms import SPREADS, Agreed, BaselineTerms, InUnit, Percentage, Published
from riskreward.baselines.trended import Trended
from riskreward.baselines.truncated_mean import TruncatedMean

Baseline = Annotated[
    Fixed | Historic | Indexed | Trended | LinearTrend | Regression | Prediction | TruncatedMean,
    Field(discriminator="rule"),
]

__all__ = [
    "KINDS",
    "SPREADS",
    "Adjustment",
    "Agreed",
    "Baseline",
    "BaselineTerms",
    "Chained",
    "Conditions",
    "Fixed",
    "Historic",
    "InUnit",
    "Index",
    "Indexed",
    "Level",
    "LinearTrend",
    "Percentage",
    "Prediction",
    "Published",
    "Rebased",
    "Regression",
    "Trended",
    "TruncatedMean",
    "line_of",
    "rebasing_problems",
    "record_adjustments",
    "scope_problems",
]
