"""A step table: a payment for the band that an outcome falls in, each band a cliff."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from riskreward.baselines import InUnit
from riskreward.baselines.in_unit import in_unit_text
from riskreward.fees.outcomes.so_far import Over, measured_before, paid_once
from riskreward.fees.step import Around, Jump, Seen, Stage, Step
from riskreward.figures import MoneyFromNought, money_text, number_text
from riskreward.findings import Problem
from riskreward.kernel import Amount, choose, constant, named, pounds, scope
from riskreward.terms import Terms, TermsError


def for_the_band(reached: Amount, bands: Sequence[tuple[Amount, Amount]]) -> Amount:
    """What the highest band that is reached pays, its edge included; below the first there is nothing."""
    pays = pounds(0)
    for edge, payment in bands:
        pays = choose(reached >= edge, payment, pays)
    return pays


class Rung(Terms):
    """A band of outcomes: the figure that it begins at, itself included, and what is paid for it."""

    splits: ClassVar[frozenset[str]] = frozenset({"pays"})

    at_least: InUnit = Field(description="The figure of the measure at which the band begins; it belongs to the band.")
    pays: MoneyFromNought = Field(description="What is paid for an outcome in the band, in all.")


class StepTable(Step):
    """The outcome's band says what is paid for it; below the first band nothing is.

    The edge of a band belongs to it. `over` has no default: each settlement's figure is paid for by itself, or what
    was measured over the year or the term so far is, less what the table has paid for it before; what was once paid
    is not taken back. A measure in % does not add up: over the year or the term its highest figure is paid for once.

    Source: Rikers Island social impact bond: nothing below a reduction of 8.5%, the principal at 10%, more to 20%.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True
    adds_bounded: ClassVar[bool] = True

    rule: Literal["step table"] = "step table"
    measure: str = Field(description="The measure whose band is looked up.")
    over: Over = Field(description="What of the measure is looked up: one settlement's, the year's or the term's.")
    steps: tuple[Rung, ...] = Field(min_length=1, description="The bands, in rising order.")

    @model_validator(mode="after")
    def _in_rising_order(self) -> "StepTable":
        if self.steps[0].at_least <= 0:
            what = f"is {in_unit_text(self.steps[0].at_least)}, which pays where nothing is achieved"
            raise TermsError("steps[0].at_least", what, "begin the first band above nought")
        for number, (before, rung) in enumerate(pairwise(self.steps), start=1):
            where = f"steps[{number}]"
            if Fraction(rung.at_least) <= Fraction(before.at_least):
                what = (
                    f"is {in_unit_text(rung.at_least)}, "
                    f"not above steps[{number - 1}].at_least {in_unit_text(before.at_least)}"
                )
                raise TermsError(f"{where}.at_least", what, "list the bands in rising order")
            if rung.pays < before.pays:
                what = f"is {number_text(Fraction(rung.pays))}, less than the band below it pays"
                raise TermsError(f"{where}.pays", what, "let a better outcome pay no less")
        return self

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that is looked up."""
        return (("measure", self.measure),)

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Each band's edge, with how much more is paid from there on."""
        before = (Fraction(0), *(Fraction(rung.pays) for rung in self.steps))
        return tuple(
            Jump(self.measure, rung.at_least, Fraction(rung.pays) - less)
            for rung, less in zip(self.steps, before, strict=False)
        )

    @property
    def pays_without_end(self) -> tuple[str, ...]:
        """None: the last band pays the most."""
        return ()

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield the bands that are not in the measure's unit, and a table that pays nothing at all."""
        measure = around.measures.get(self.measure)
        for number, rung in enumerate(self.steps):
            misfit = None if measure is None else measure.misfit(rung.at_least, measure.name)
            if misfit is not None:
                yield Problem(f"{where}.steps[{number}].at_least", *misfit)
        if not self.steps[-1].pays:
            nil = money_text(Fraction(0), around.currency)
            yield Problem(f"{where}.steps", f"pay {nil} for every outcome", "write what the best one pays")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the table pays."""
        measured = seen.outturns[self.measure]
        with scope(self.title):
            reached = measured_before(measured, self.over, seen) + measured
            if self.over != "period":
                reached = named("measured so far", reached)
            rungs = [(constant(rung.at_least, measured.kind), pounds(rung.pays)) for rung in self.steps]
            for_band = named("for the band", for_the_band(reached, rungs))
            payment = named("payment", paid_once(for_band, self.over, seen))
            return amount + seen.counted("payment", payment)
