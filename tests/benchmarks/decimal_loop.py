"""The same contract settled by hand: the loop over Decimal that a council's own developer would write."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from tests.benchmarks.five_years import Month

PENNY = Decimal("0.01")
NOTHING = Decimal(0)

BASELINE = Decimal(12_206_500)
GUARANTEED = Decimal("0.05")
STANDARD = Decimal("0.90")
EDGE = Decimal(500_000)
BELOW_EDGE = Decimal("0.25")
ABOVE_EDGE = Decimal("0.15")
CAP = Decimal(400_000)
RETAINED = Decimal("0.20")
VAT = Decimal("0.20")

LINES = (
    "running costs / baseline",
    "running costs / outturn",
    "running costs / saving",
    "repairs on time / outturn",
    "guarantee / guaranteed",
    "guarantee / above (below) the guarantee",
    "guarantee / below the guarantee",
    "guarantee / shortfall payable by the provider",
    "guarantee / shortfall paid to date",
    "fee / saving after the quality gate",
    "fee / above (below) the guarantee, to date",
    "fee / fee by the bands",
    "fee / above the cap, falls to the authority",
    "fee / fee within the cap",
    "fee / fee to date",
    "settlement / fee of the month",
    "settlement / clawback",
    "settlement / clawed back from retention",
    "settlement / retained",
    "settlement / released from retention",
    "settlement / retention kept by the council",
    "settlement / still retained",
    "settlement / clawed back from the provider",
    "settlement / paid",
    "settlement / VAT on what is paid",
    "settlement / invoice with VAT",
    "settlement / VAT credited on the clawback",
    "settlement / credit note with VAT",
    "to date / saved to date",
    "to date / fee earned to date",
    "to date / clawed back to date",
    "to date / paid to date, less what was given back",
    "to date / shortfall received to date",
    "to date / kept by the council to date",
)
"""What the statement calls the figures of each month, in their order."""


def settle(months: Iterable[Month], months_in_term: int) -> list[tuple[Decimal, ...]]:
    """Return the figures of each month, exact where the contract does not round them."""
    settled: list[tuple[Decimal, ...]] = []
    above_to_date = shortfall_paid = above_in_year = counted = room_used = NOTHING
    retained_now = retained_earlier = NOTHING
    saved = earned_to_date = clawed_back = paid_to_date = shortfall_received = NOTHING
    baseline_before = NOTHING
    for number, (costs, on_time) in enumerate(months):
        month = number % 12 + 1
        if month == 1:
            baseline_before = above_in_year = NOTHING
            retained_earlier = retained_now
        last_of_term = number == months_in_term - 1

        baseline_in_year = (BASELINE * month / 12).quantize(PENNY, ROUND_HALF_UP)
        baseline = baseline_in_year - baseline_before
        baseline_before = baseline_in_year
        saving = baseline - costs

        guaranteed = baseline * GUARANTEED
        above = saving - guaranteed
        above_rounded = above.quantize(PENNY, ROUND_HALF_UP)
        above_to_date += above_rounded
        above_in_year += above_rounded
        below = max(-above_to_date, NOTHING)
        shortfall = max(below - shortfall_paid, NOTHING) if month == 12 else NOTHING
        shortfall_paid += shortfall

        after_gate = above if on_time >= STANDARD else min(above, NOTHING)
        counted += after_gate.quantize(PENNY, ROUND_HALF_UP)
        by_bands = min(max(counted, NOTHING), EDGE) * BELOW_EDGE + max(counted - EDGE, NOTHING) * ABOVE_EDGE
        within_cap = min(by_bands, earned_to_date + max(CAP - room_used, NOTHING))
        fee_to_date = within_cap.quantize(PENNY, ROUND_HALF_UP)

        change = fee_to_date - earned_to_date
        earned = max(change, NOTHING)
        clawback = max(-change, NOTHING)
        from_retention = min(clawback, retained_now)
        retained = (earned * RETAINED).quantize(PENNY, ROUND_HALF_UP)
        retained_earlier -= min(from_retention, retained_earlier)
        released = retained_earlier if month == 12 and above_in_year >= 0 else NOTHING
        retained_earlier -= released
        retained_now += retained - from_retention - released
        kept_back = retained_now if last_of_term else NOTHING
        retained_now -= kept_back
        room_used += change

        repaid = clawback - from_retention
        paid = earned - retained + released
        vat = (paid * VAT).quantize(PENNY, ROUND_HALF_UP)
        vat_credited = (repaid * VAT).quantize(PENNY, ROUND_HALF_UP)

        saved += saving
        earned_to_date += change
        clawed_back += clawback
        paid_to_date += paid - repaid
        shortfall_received += shortfall
        settled.append(
            (
                baseline,
                costs,
                saving,
                on_time,
                guaranteed,
                above,
                below,
                shortfall,
                shortfall_paid,
                after_gate,
                counted,
                by_bands,
                by_bands - within_cap,
                within_cap,
                fee_to_date,
                earned,
                clawback,
                from_retention,
                retained,
                released,
                kept_back,
                retained_now,
                repaid,
                paid,
                vat,
                paid + vat,
                vat_credited,
                repaid + vat_credited,
                saved,
                earned_to_date,
                clawed_back,
                paid_to_date,
                shortfall_received,
                saved - paid_to_date + shortfall_received,
            )
        )
    return settled
