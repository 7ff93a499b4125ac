"""A finder's fee: one share of what is found wrong in either direction, so that the finder favours neither."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, money, named, scope, share_of


def found_either_way(overpayments: Amount, underpayments: Amount, overturned: Amount) -> Amount:
    """What was found wrong in either direction adds up, less what is overturned on appeal."""
    return overpayments + underpayments - overturned


class FindersFee(Step):
    """The finder has one share of the errors found, whether too much was paid or too little.

    What is overturned on appeal takes its share back, so that a settlement may be below nothing: the provider then
    owes it. Each measure is an amount from nought up, whichever way the error went.

    Source: Medicare recovery audit contractors, paid on over- and underpayments alike; repaid on appeal.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 45
    begins_fee: ClassVar[bool] = True
    may_owe: ClassVar[bool] = True

    rule: Literal["finder's fee"] = "finder's fee"
    overpayments: str = Field(description="The measure of what was paid too much and is found, from nought up.")
    underpayments: str = Field(description="The measure of what was paid too little and is found, from nought up.")
    overturned: str = Field(description="The measure of what is overturned on appeal of either, from nought up.")
    share: ShareTerm = Field(description="The share of what is found that the finder has.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """What is found either way, and what is overturned."""
        return tuple((term, getattr(self, term)) for term in ("overpayments", "underpayments", "overturned"))

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield measures that are no money, may be below nought, or are named twice."""
        known: dict[str, str] = {}
        for term, name in self.reads_measures:
            if name in known:
                yield Problem(f"{where}.{term}", f"is {shown(name)}, as {known[name]} is", "measure each by itself")
                continue
            known[name] = term
            measure = around.measures.get(name)
            if measure is not None and measure.kind != money:
                what = f"is {shown(name)}, which is in {shown(measure.unit)} and no money"
                yield Problem(f"{where}.{term}", what, f"name a measure in {around.currency}")
            elif measure is not None and measure.between[0] < 0:
                what = f"is {shown(name)}, which may be below nought and would then count the wrong way"
                yield Problem(f"{where}.{term}", what, "write its outturn_between, such as [0, 1000000]")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with the share of what was found, less that of what was overturned."""
        over, under, overturned = (seen.outturns[name] for _, name in self.reads_measures)
        with scope(self.title):
            found = named("found either way, less what was overturned", found_either_way(over, under, overturned))
            payment = named("payment", share_of(self.share) * found)
            return amount + seen.counted("payment", payment)
