"""What might happen: scenarios of savings and outcomes, drawn as whole numbers, alike on every machine."""

from riskreward.scenarios.arrays import ArraysMissingError
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.history import certain, history
from riskreward.scenarios.low_likely_high import low_likely_high
from riskreward.scenarios.normal import lognormal, normal
from riskreward.scenarios.own_figures import OwnFigures, own_figures
from riskreward.scenarios.scenario import Scenario, scenario
from riskreward.scenarios.shocks import Shock, shock

__all__ = [
    "ArraysMissingError",
    "Distribution",
    "Drawing",
    "OwnFigures",
    "Scenario",
    "Shock",
    "certain",
    "history",
    "lognormal",
    "low_likely_high",
    "normal",
    "own_figures",
    "scenario",
    "shock",
]
