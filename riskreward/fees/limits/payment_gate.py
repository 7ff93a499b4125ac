"""A payment gate: in a period that fails its standard no further fee is earned."""

from typing import ClassVar, Literal

from riskreward.fees.counting.quality_gate import QualityGate
from riskreward.fees.step import Seen, Stage
from riskreward.kernel import Amount, at_most, choose, nothing


def gated_fee(fee: Amount, passed: Amount, earned_before: Amount | None) -> Amount:
    """A period that fails earns nothing further; what it saved still counts, and what is owed stays owed."""
    return choose(passed, fee, at_most(fee, nothing if earned_before is None else earned_before))


class PaymentGate(QualityGate):
    """A measure must meet its standard before any further fee is earned; the saving counts all the same.

    Source: Northeast Pennsylvania medical home pilot: no share where eight or fewer of 14 standards are met.
    """

    takes: ClassVar[Stage] = "fee"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 50

    rule: Literal["payment gate"] = "payment gate"  # type: ignore[assignment]  # a rule of its own, with the same terms

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee after the {self.title}"

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the fee that may be earned."""
        return gated_fee(amount, self.passed(seen), seen.earned_before)
