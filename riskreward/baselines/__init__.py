"""How the "without" figure is agreed: what the service would have cost. One small file a rule."""

from typing import Annotated

from pydantic import Field

from riskreward.baselines.adjustment import Adjustment, record_adjustments
from riskreward.baselines.answer import Questions
from riskreward.baselines.case_mix import CaseMix
from riskreward.baselines.comparator import Comparator
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.difference_in_differences import DifferenceInDifferences
from riskreward.baselines.drivers import Driver
from riskreward.baselines.fixed import Fixed
from riskreward.baselines.historic import Historic
from riskreward.baselines.index import Index, Level
from riskreward.baselines.indexed import Indexed
from riskreward.baselines.present_value import present_value
from riskreward.baselines.repriced import RepricedVolume
from riskreward.baselines.stipulated import Stipulated
from riskreward.baselines.terms import SPREADS, Agreed, BaselineTerms, InUnit, Percentage
from riskreward.baselines.unit_cost import UnitCost
from riskreward.baselines.weighted_volume import CaseType, WeightedVolume

Baseline = Annotated[
    Fixed
    | Historic
    | Indexed
    | UnitCost
    | RepricedVolume
    | WeightedVolume
    | CaseMix
    | Comparator
    | DifferenceInDifferences
    | Stipulated,
    Field(discriminator="rule"),
]

__all__ = [
    "SPREADS",
    "Adjustment",
    "Agreed",
    "Baseline",
    "BaselineTerms",
    "CaseMix",
    "CaseType",
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
    "Percentage",
    "Questions",
    "present_value",
    "RepricedVolume",
    "Stipulated",
    "UnitCost",
    "WeightedVolume",
    "record_adjustments",
]
