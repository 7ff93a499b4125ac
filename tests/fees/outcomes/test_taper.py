"""A taper: each outcome beyond a volume is paid for at a lower price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts import contract, fees, outturn, refusals, settle, settled_alike
from tests.fees.outcomes import test_accelerator as accelerator
from tests.fees.outcomes.test_accelerator import JOBS, paying
from tests.generators.drawing import Draw, Terms
from tests.generators.fees import Around


def drawn(draw: Draw, around: Around) -> Terms:
    """Draw an accelerator's terms, with the prices the other way about."""
    return accelerator.drawn(draw, around, tapers=True)


def test_500_jobs_at_1000_and_each_one_beyond_them_at_400() -> None:
    """520 jobs: 500 at £1,000 and 20 at £400 are £508,000."""
    agreed = contract(paying(1000, 500, 400, rule="taper"), others=(JOBS,), years=2)
    assert fees(settle(agreed, 0, 0, jobs=(520, 500))) == [508_000, 500_000]


@pytest.mark.parametrize("price", [1000, 1300])
def test_a_price_that_is_not_lower_is_refused(price: int) -> None:
    assert refusals(paying(1000, 500, price, rule="taper"), others=(JOBS,)) == [
        f"fee.step[0].price_beyond.amount is {price:,}, not below price.amount 1,000; "
        'write one below it, or rule = "accelerator"'
    ]


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3))
def test_more_is_never_paid_less_and_however_it_falls_on_settlements_the_same(jobs: list[int]) -> None:
    agreed = contract(paying(1000, 500, 400, over="term", rule="taper"), others=(JOBS,))
    statement = settled_alike(agreed, outturn(agreed, 0, 0, 0, jobs=tuple(jobs)))
    assert all(fee >= 0 for fee in fees(statement))
    assert sum(fees(statement)) == 1000 * sum(jobs) - 600 * max(sum(jobs) - 500, 0)
