"""Where a successor's contract comes from: the contracts before it, and what they had left open."""

from pydantic import Field

from riskreward.baselines import Agreed
from riskreward.figures import Money, Share
from riskreward.terms import Terms


class Succession(Terms):
    """What a reorganisation made of earlier contracts: whose they were, and by what order.

    `share` is what the successor has of the amounts of one contract that was split. `left_open` are the balances
    with which the contracts before it ended, in money.

    Source: Local Government and Public Involvement in Health Act 2007, part 1: structural changes orders, under which
    rights and liabilities go over to successor councils.
    """

    contracts: tuple[str, ...] = Field(min_length=1)
    share: Share | None = None
    agreed: Agreed
    source: str = Field(min_length=1)
    left_open: dict[str, Money] = Field(default_factory=dict)
