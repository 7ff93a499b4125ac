"""A rate card: what is paid for the outcomes of people, worked out from a table of claims."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, money, named, scope
from riskreward.rows import CardTerms, card_problems


def with_outcomes(fee: Amount, paid_for_outcomes: Amount) -> Amount:
    """What the outcomes of the period come to is added to the fee so far."""
    return fee + paid_for_outcomes


class RateCardPayment(Step, CardTerms):
    """What a table of claims comes to on a rate card is added to the fee so far.

    The measure carries the total of each period, as the working paper of `outcome_payments` has it; the card stands
    here, so that the contract is complete.

    Source: Work Programme, Fair Chance Fund, Troubled Families: a tariff for each outcome, once for each person.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 44
    begins_fee: ClassVar[bool] = True
    pays_totals: ClassVar[bool] = True

    rule: Literal["rate card"] = "rate card"
    measure: str = Field(description="The measure, in the contract's currency, that carries the total of each period.")

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure that carries the total."""
        return (("measure", self.measure),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield what is wrong with the card, and with a measure that is no total of what is paid."""
        yield from card_problems(self, f"{where}.")
        measure = around.measures.get(self.measure)
        if measure is None:
            return
        name, at = shown(measure.name), f"{where}.measure"
        if measure.kind != money:
            what = f"is {name}, in {shown(measure.unit)}, but what is paid is money"
            yield Problem(at, what, f"name a measure in {around.currency}")
        elif measure.baseline is not None:
            yield Problem(at, f"is {name}, which has a baseline", "name a measure that is only measured")
        elif measure.between[0] < 0:
            mend = "give that measure its range, such as outturn_between = [0, 500000]"
            yield Problem(at, f"is {name}, whose outturn may be below nought", mend)

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee with what the outcomes come to."""
        with scope(self.title):
            payment = named("outcome payments", seen.outturns[self.measure])
            return with_outcomes(amount, seen.counted("outcome payments", payment))
