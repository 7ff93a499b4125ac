"""What to know before signing a contract, or before relying on a statement: every finding, with its figures."""

from collections.abc import Callable, Iterator

from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions import evidence, fee, guarantee, payment, saving
from riskreward.findings import Finding
from riskreward.settlement import Settled

Caution = Callable[[Agreement, Settled | None], Iterator[Finding]]

CAUTIONS: tuple[Caution, ...] = (
    payment.out_of_pocket,
    saving.indexed_baseline,
    saving.income_beside_the_saving,
    evidence.published_rounded,
    evidence.illustrative,
    saving.not_cash,
    saving.income_in_the_saving,
    saving.ring_fenced,
    fee.on_guaranteed_pounds,
    fee.without_a_cap,
    fee.beyond_the_last_band,
    fee.cliffs,
    fee.gates,
    guarantee.cost_cover_cliff,
    fee.threshold_nearly_met,
    fee.unusual_order,
    payment.retention_left_over,
    guarantee.security_too_small,
    guarantee.security_expires,
    guarantee.owed_beyond_security,
    guarantee.repaired_in_kind,
    evidence.baseline_evidence,
    evidence.outturn_evidence,
)
"""Every caution, in the order they are told; without a statement they speak of the terms alone."""


def cautions(agreement: Agreement, statement: Settled | None = None) -> tuple[Finding, ...]:
    """Return every finding of the terms, or of what was settled under them."""
    return tuple(finding for caution in CAUTIONS for finding in caution(agreement, statement))
