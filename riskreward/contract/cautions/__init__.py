"""What to know before signing a contract, or before relying on a statement: every finding, with its figures."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions import (
    below_nil,
    declared,
    efficiency,
    eligible,
    ending,
    evidence,
    fee,
    fitted,
    guarantee,
    outcomes,
    partnership,
    payment,
    prices,
    ratios,
    saving,
    succession,
    variations,
)
from riskreward.contract.varying import in_force
from riskreward.findings import Finding
from riskreward.settlement.settled import Settled

Caution = Callable[[Agreement, Settled | None], Iterator[Finding]]

CAUTIONS: tuple[Caution, ...] = (
    payment.out_of_pocket,
    outcomes.paid_for_outcomes,
    variations.largest_fee_varied,
    variations.reaches_back,
    variations.balances_dropped,
    variations.agreed_afterwards,
    partnership.core_volume,
    partnership.advance,
    payment.paid_on_account,
    ending.ended_early,
    succession.succeeds,
    below_nil.baseline_below_nil,
    saving.indexed_baseline,
    saving.income_beside_the_saving,
    evidence.published_rounded,
    evidence.assumed_figures,
    evidence.illustrative,
    saving.not_cash,
    saving.income_in_the_saving,
    saving.ring_fenced,
    efficiency.not_an_efficiency,
    efficiency.one_off_again,
    prices.prices_paid,
    ratios.better_on_less,
    ratios.worked_out_on_too_little,
    eligible.deadweight,
    eligible.without_a_counterfactual,
    eligible.claims_reduced,
    eligible.deemed_realised,
    eligible.stage_fell,
    eligible.waiting_at_the_end,
    eligible.rejected,
    fee.on_guaranteed_pounds,
    fee.without_a_cap,
    fee.beyond_the_last_band,
    fee.cliffs,
    fee.gates,
    fee.of_the_steps,
    outcomes.jumps,
    guarantee.cost_cover_cliff,
    fee.threshold_nearly_met,
    fee.unusual_order,
    fee.corridor_takes_nothing_off,
    payment.retention_left_over,
    payment.overturned_after_the_term,
    guarantee.security_too_small,
    guarantee.security_expires,
    guarantee.owed_beyond_security,
    guarantee.repaired_in_kind,
    declared.declared_baseline,
    fitted.extrapolated,
    fitted.held_to_no_bar,
    fitted.normalised,
    fitted.outliers_truncated,
    fitted.rebased,
    evidence.baseline_evidence,
    evidence.outturn_evidence,
)
"""Every caution, in the order they are told; without a statement they speak of the terms alone."""

OVER_THE_TERM: tuple[Caution, ...] = (
    partnership.core_volume,
    ending.ended_early,
    payment.retention_left_over,
    guarantee.cost_cover_cliff,
    guarantee.security_too_small,
    guarantee.security_expires,
)
"""Those that take each period by the terms that hold in it, so that they are told once however terms are varied."""


def cautions(agreement: Agreement, statement: Settled | None = None) -> tuple[Finding, ...]:
    """Return every finding of the terms, or of what was settled under them; of varied terms, what they add."""
    first = _as_first_agreed(agreement) if agreement.variation else agreement
    found = [finding for caution in CAUTIONS for finding in caution(first, statement)]
    stages = [each for each in in_force(agreement) if statement is None or each.first < len(statement.settled)]
    if len(stages) > 1:
        known = [*found, *_of_the_terms(stages[0].terms)]
        for each in stages[1:]:
            added = [finding for finding in _of_the_terms(each.terms) if finding not in known]
            known += added
            assert each.varied is not None
            under = f"From {each.varied.holds_from} ({each.varied.name})"
            found += [replace(finding, sentence=f"{under}: {finding.sentence}") for finding in added]
    return tuple(found)


def _as_first_agreed(agreement: Agreement) -> Agreement:
    """Return varied terms over the term that was first agreed, which may have been another."""
    first = agreement.changed()
    first.once("in force", lambda: in_force(agreement))
    return first


def _of_the_terms(agreement: Agreement) -> list[Finding]:
    of_their_own = (caution for caution in CAUTIONS if caution not in OVER_THE_TERM)
    return [finding for caution in of_their_own for finding in caution(agreement, None)]
