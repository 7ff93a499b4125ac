"""Cautions about the saving: is it cash, whose is it, and what else moved."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.baselines import Trended
from riskreward.contract.against import agreed_parts
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import listed, of_measure, pounds_text, summed
from riskreward.findings import Finding
from riskreward.improvements import CASH, RING_FENCED, Measure
from riskreward.settlement.settled import Settled


def indexed_baseline(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """An indexed or trended baseline saves cash only if the budget was uplifted alike."""
    for measure in agreement.earning:
        if measure.baseline is None or not (measure.baseline.indices or isinstance(measure.baseline, Trended)):
            continue
        moved_by = ("a trended", "trend") if isinstance(measure.baseline, Trended) else ("an indexed", "index")
        figures = {}
        text = f"The saving of {measure.name} is against {moved_by[0]} baseline"
        if statement is not None:
            change = _cash_change(agreement, measure, statement)
            figures = {"change in cash spending": change}
            amount = pounds_text(abs(change), agreement.currency)
            moved = f"rose {amount}" if change > 0 else f"fell {amount}" if change < 0 else "did not change"
            text += f": cash spending over {_span(agreement, statement)} {moved} against the amount first agreed"
        uplifted = measure.baseline.budget_uplifted
        says = {
            True: "the contract says it was",
            False: "the contract says it was not, so the saving is cost avoidance",
            None: "the contract does not say",
        }[uplifted]
        text += f"; it is cash only if the budget was uplifted by the same {moved_by[1]} ({says})."
        yield Finding(f"{moved_by[0].split()[1]} baseline", text, "note" if uplifted else "serious", figures)


def _span(agreement: Agreement, statement: Settled) -> str:
    count = sum(not period.run_off for period in statement.settled)
    words = {1: "the one", 2: "the two", 3: "the three", 4: "the four", 5: "the five"}
    unit = "year" if agreement.settled == "yearly" else "period"
    return f"{words.get(count, f'the {count}')} {unit}{'' if count == 1 else 's'}"


def _cash_change(agreement: Agreement, measure: Measure, statement: Settled) -> Fraction:
    agreed = agreed_parts(agreement, measure)
    return sum(
        (
            period.exact(f"{measure.name} / outturn") - part
            for part, period in zip(agreed, statement.periods, strict=False)
            if part is not None and period.has(f"{measure.name} / outturn")
        ),
        Fraction(0),
    )


def income_beside_the_saving(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Income is shown and never earns, unless the contract says so."""
    for measure in agreement.measure:
        if measure.benefit != "income" or measure.baseline is None or "income" in agreement.fee.earns_on:
            continue
        if statement is None:
            yield Finding("income", f"{measure.name.capitalize()} is shown and never earns.")
            continue
        changes = {
            period.label: period.exact(f"{measure.name} / {own.saved_as}")
            for period, own in of_measure(statement, measure)
            if own.in_money and _is_income(own)
        }
        told = listed(
            [
                f"{pounds_text(change, agreement.currency)} of the net change in {label}"
                for label, change in changes.items()
                if change
            ][-4:]
        )
        if told:
            yield Finding("income", f"{told} is income, which is shown and never earns.", "note", changes)


def income_in_the_saving(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Income that earns a fee has been found unlawful where the law speaks of savings."""
    names = [measure for measure in agreement.earning if measure.benefit == "income"]
    if not names:
        return
    figures = {}
    text = f"Income earns a fee here ({', '.join(measure.name for measure in names)})"
    if statement is not None:
        sums = sum((summed(statement, measure, _counted, _is_income) for measure in names), Fraction(0))
        figures = {"income in the saving": sums}
        text += f": {pounds_text(sums, agreement.currency)} of what was counted is income, not a saving"
    yield Finding("income in the saving", f"{text}; check that the contract may count it.", "warning", figures)


def not_cash(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A fee on what frees no budget is paid from other money."""
    for measure in agreement.earning:
        if not _frees_no_budget(measure):
            continue
        figures = {}
        text = f"{measure.name.capitalize()} is {measure.benefit}: it frees no budget, yet it earns a fee"
        if statement is not None:
            counted = summed(statement, measure, _counted, _frees_no_budget)
            figures = {"counted without cash": counted}
            text += f" on {pounds_text(counted, agreement.currency)}"
        yield Finding("not cashable", f"{text}; the council pays that fee from other money.", "serious", figures)


def ring_fenced(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A saving of a ring-fenced fund cannot pay a fee of another."""
    paid_from = agreement.settlement.paid_from
    for measure in agreement.earning:
        if measure.fund not in RING_FENCED or measure.fund == paid_from:
            continue
        figures = {}
        text = f"{measure.name.capitalize()} saves money of the {measure.fund}, which is ring-fenced"
        if statement is not None:
            saved = summed(statement, measure, lambda own: own.saved_as, lambda own: own.fund in RING_FENCED)
            figures = {"ring-fenced saving": saved}
            text += f" ({pounds_text(saved, agreement.currency)})"
        yield Finding("ring-fenced fund", f"{text}, but the fee is paid from the {paid_from}.", "serious", figures)


def _counted(own: Measure) -> str:
    return own.counted


def _is_income(own: Measure) -> bool:
    return own.benefit == "income"


def _frees_no_budget(own: Measure) -> bool:
    return own.benefit not in CASH and not _is_income(own)
