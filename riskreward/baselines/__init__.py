"""How the "without" figure is agreed: what the service would have cost. One small file a rule."""

from typing import Annotated

from pydantic import Field

from riskreward.baselines.adjustment import KINDS, Adjustment, line_of, record_adjustments, scope_problems
from riskreward.baselines.case_mix import CaseMix
from riskreward.baselines.chain import Chained
from riskreward.baselines.comparator import Comparator
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.difference_in_differences import DifferenceInDifferences
from riskreward.baselines.drivers import Driver
from riskreward.baselines.fixed import Fixed
from riskreward.baselines.historic import Historic
from riskreward.baselines.in_unit import InUnit, Percentage
from riskreward.baselines.index import Index, Level
from riskreward.baselines.indexed import Indexed
from riskreward.baselines.linear_trend import LinearTrend
from riskreward.baselines.prediction import Prediction
from riskreward.baselines.rebasing import Rebased, rebasing_problems
from riskreward.baselines.regression import Regression
from riskreward.baselines.repriced import RepricedVolume
from riskreward.baselines.stipulated import Stipulated
from riskreward.baselines.target_price import TargetPrice
from riskreward.baselines.terms import SPREADS, Agreed, BaselineTerms, Published
from riskreward.baselines.trended import Trended
from riskreward.baselines.truncated_mean import TruncatedMean
from riskreward.baselines.unit_cost import UnitCost
from riskreward.baselines.weighted_volume import CaseType, WeightedVolume

Baseline = Annotated[
    Fixed
    | Historic
    | Indexed
    | Trended
    | LinearTrend
    | UnitCost
    | RepricedVolume
    | WeightedVolume
    | CaseMix
    | TruncatedMean
    | Comparator
    | DifferenceInDifferences
    | Stipulated
    | Regression
    | Prediction
    | TargetPrice,
    Field(discriminator="rule"),
]

__all__ = [
    "KINDS",
    "SPREADS",
    "Adjustment",
    "Agreed",
    "Baseline",
    "BaselineTerms",
    "CaseMix",
    "CaseType",
    "Chained",
    "Comparator",
    "Conditions",
    "DifferenceInDifferences",
    "Driver",
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
    "RepricedVolume",
    "Stipulated",
    "TargetPrice",
    "Trended",
    "TruncatedMean",
    "UnitCost",
    "WeightedVolume",
    "line_of",
    "rebasing_problems",
    "record_adjustments",
    "scope_problems",
]
