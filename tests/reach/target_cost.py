"""What happened to losses that are shared, a ceiling price, a fee that is assessed, and the cost reimbursed."""

from collections.abc import Iterator

from riskreward.fees.limits.ceiling_price import CeilingPrice
from riskreward.fees.sharing.loss_share import LossShare
from tests.reach.seen import Seen


def target_cost_events(each: Seen) -> Iterator[str]:
    """Yield what happened in a period."""
    for step, taken, gave in each.steps:
        if isinstance(step, LossShare):
            yield from _loss_events(each, step)
        elif isinstance(step, CeilingPrice):
            yield f"a ceiling price, {'binds' if gave < taken else 'leaves room'}"
    fee = each.contract.fee
    if fee.assessed:
        is_due = each.period.label in fee.assessed
        yield f"a fee to date, {'assessed' if is_due else 'stands as it was assessed'}"
    reimbursed = each.contract.settlement.reimbursed
    if reimbursed is not None and reimbursed.retention is not None and reimbursed.retention.share:
        change = each.line("cost reimbursed") - each.line("paid for the cost")
        if change > 0:
            yield "of the cost reimbursed, a part is held back"
        elif change < 0:
            left = each.line("held back of the cost")
            yield f"of the cost reimbursed, {'a part' if left else 'the rest'} is released"


def _loss_events(each: Seen, step: LossShare) -> Iterator[str]:
    path = f"fee / {step.title} / "
    borne, overspend = each.line(f"{path}borne by the provider"), each.line(f"{path}overspend")
    shared = each.line(f"{path}share of the overspend")
    if borne:
        yield "a loss share, borne"
    if step.limit is not None and shared:
        cut = each.line(f"{path}beyond the limit, borne by the authority")
        yield f"a loss share, {'at' if cut else 'within'} its limit"
        shared -= cut
    if step.adjustment is not None and borne < shared:
        yield "a loss share, less an adjustment"
    if step.once_met is not None and overspend and not each.line(f"{path}overspend that counts"):
        yield "a loss share, below its least"
