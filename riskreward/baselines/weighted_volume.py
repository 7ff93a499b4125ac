"""A baseline from weighted volume: long cases count for more than short ones, before volumes are compared."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines.base_year import AgreedAboveNought, Measured
from riskreward.baselines.conditions import Conditions
from riskreward.baselines.drivers import Driver
from riskreward.baselines.in_unit import Percentage
from riskreward.baselines.terms import BaselineTerms
from riskreward.baselines.unit_cost import at_unit_cost
from riskreward.figures import share_text, shown
from riskreward.kernel import Amount, constant, named, quantity, total
from riskreward.terms import Terms, TermsError

WEIGHTED_UNITS = quantity("weighted units")


def weighted(volumes: Sequence[Amount], weights: Sequence[Amount]) -> Amount:
    """The volumes of several types of case, each times the weight of one such case."""
    return total(weight * volume for volume, weight in zip(volumes, weights, strict=True))


class CaseType(Terms):
    """One type of case: the measure that counts it, how many the base year had, and what one weighs."""

    measure: str
    volume: Measured
    weight: Measured


class WeightedVolume(BaselineTerms):
    """The cost of a weighted unit in the base year, times the weighted volume measured in each settlement.

    Source: Transforming Rehabilitation, weighted annual volume (orders by type and length).
    """

    is_for_a_year: ClassVar[bool] = False

    rule: Literal["weighted volume"] = "weighted volume"
    cost: AgreedAboveNought
    cases: tuple[CaseType, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_type_once(self) -> "WeightedVolume":
        known: dict[str, int] = {}
        for number, case in enumerate(self.cases):
            if case.measure in known:
                what = f"is {shown(case.measure)}, as cases[{known[case.measure]}] is"
                raise TermsError(f"cases[{number}].measure", what, "weigh each measure once")
            if isinstance(case.weight, Percentage):
                what = f"is {share_text(case.weight)}, where a number belongs"
                raise TermsError(f"cases[{number}].weight", what, "write what one case weighs, such as 1.5")
            known[case.measure] = number
        return self

    def amount_of(self, conditions: Conditions) -> Amount:
        """Return what the period's weighted volume would have cost."""
        volumes = [conditions.outturns[case.measure] for case in self.cases]
        weights = [
            constant(case.weight, WEIGHTED_UNITS.times(volume.kind, -1))
            for case, volume in zip(self.cases, volumes, strict=True)
        ]
        base = weighted(
            [constant(case.volume, volume.kind) for case, volume in zip(self.cases, volumes, strict=True)], weights
        )
        cost = conditions.agreed("cost of the base year", self.cost)
        unit_cost = named("cost of a weighted unit", cost / named("weighted volume of the base year", base))
        return at_unit_cost(named("weighted volume", weighted(volumes, weights)), unit_cost)

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """The measures that count each type of case, and how many the base year had."""
        return tuple(
            Driver(f"cases[{number}].measure", case.measure, ((f"cases[{number}].volume", case.volume),))
            for number, case in enumerate(self.cases)
        )

    @property
    def figures(self) -> Iterator[tuple[str, Decimal | Percentage]]:
        """The cost of the base year."""
        yield "cost", self.cost
