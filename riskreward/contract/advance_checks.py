"""An advance held against what the terms can ever earn: one that fees could never recover is refused."""

from collections.abc import Iterator

from riskreward.contract.agreement import Agreement
from riskreward.contract.largest_fee import largest_fee
from riskreward.figures import money_text
from riskreward.findings import Problem


def advance_problems(agreement: Agreement) -> Iterator[Problem]:
    """Yield that an advance is greater than the largest fee of the terms first agreed, where these have a largest.

    Where the term was ended early the advance has been paid, and stands.
    """
    advance = agreement.settlement.advance
    if advance is None or agreement.termination is not None:
        return
    largest = largest_fee(agreement.changed(variation=()))
    if largest.amount is None or largest.is_tried or advance.amount <= largest.amount:
        return
    amount, most = (
        money_text(each, agreement.currency).removesuffix(".00") for each in (advance.amount, largest.amount)
    )
    what = f"is {amount}, above the largest fee that the terms can produce, {most} ({largest.rests_on})"
    yield Problem("settlement.advance.amount", what, "advance no more than that, or raise what limits the fee")
