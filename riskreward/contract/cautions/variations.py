"""Cautions about variations: what each does to the largest fee, to what was settled before, and to the balances."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.largest_fee import LargestFee, largest_fee
from riskreward.contract.settling import settle
from riskreward.contract.trying import EARNED, pounds_text
from riskreward.contract.varying import InForce, in_force
from riskreward.figures import number_text
from riskreward.findings import Finding, InputError
from riskreward.kernel import Kind
from riskreward.settlement.settled import Settled


def largest_fee_varied(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """How much a variation raises the largest fee that the terms can produce."""
    if not agreement.variation:
        return
    fees = [
        largest_fee(agreement.changed(variation=agreement.variation[:number]))
        for number in range(len(agreement.variation) + 1)
    ]
    for stage, before, after in zip(_varied(agreement, statement), fees, fees[1:], strict=False):
        text, figures = _compared(agreement.currency, before, after)
        raised = figures.get("raised by", Fraction(after.amount is None)) > 0
        is_weighty = raised or before.is_tried or after.is_tried
        yield Finding("largest fee varied", f"{_named(stage)} {text}.", "warning" if is_weighty else "note", figures)


def _compared(currency: str, before: LargestFee, after: LargestFee) -> tuple[str, dict[str, Fraction]]:
    tried = before.is_tried or after.is_tried
    name = "fee tried" if tried else "largest fee"
    was, now = (_told(each, currency) for each in (before, after))
    if before.amount is None and after.amount is None:
        return f"leaves the fee without a largest amount: {after.rests_on}", {}
    if after.amount is None and before.amount is not None:
        text = f"leaves the fee without a largest amount, which was {was}: {after.rests_on}"
        return text, {f"{name} before": before.amount}
    assert after.amount is not None
    if before.amount is None:
        text = f"gives the fee a largest amount, {now}, which rests on {after.rests_on}; before it had none"
        return text, {f"{name} after": after.amount}
    raised = after.amount - before.amount
    figures = {f"{name} before": before.amount, f"{name} after": after.amount, "raised by": raised}
    other = f" (before: {before.rests_on})" if before.rests_on != after.rests_on else ""
    if tried:
        return f"may change the largest fee, which was {was} and is now {now}: {after.rests_on}{other}", figures
    rests = f"which rests on {after.rests_on}{other}"
    if not raised:
        return f"leaves the largest fee that the terms can produce at {now}, {rests}", figures
    verb, by = ("raises" if raised > 0 else "lowers"), pounds_text(abs(raised), currency)
    return f"{verb} the largest fee that the terms can produce by {by}, from {was} to {now}, {rests}", figures


def _told(fee: LargestFee, currency: str) -> str:
    at_least = "at least " if fee.is_tried else ""
    return "none" if fee.amount is None else f"{at_least}{pounds_text(fee.amount, currency)}"


def agreed_afterwards(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A variation agreed after its first period has ended changes what has already happened."""
    from riskreward.calendar import day_text

    for stage in _varied(agreement, statement):
        period = stage.terms.calendar.periods[stage.first]
        assert stage.varied is not None
        if stage.varied.agreed_on > period.last:
            text = (
                f"{_named(stage)} is retrospective: it was agreed on {day_text(stage.varied.agreed_on)}, after "
                f"{period.label} had ended."
            )
            yield Finding("retrospective variation", text, "warning")


def balances_dropped(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A balance that was not nothing when a variation closed it is dropped, or replaced where it opens again."""

    def shown(amount: Fraction, kind: Kind) -> str:
        return pounds_text(amount, agreement.currency) if kind.is_money else f"{number_text(amount)} ({kind})"

    for stretch in statement.stretches if statement is not None else ():
        for name, amount, kind, again in stretch.dropped:
            assert stretch.varied is not None
            text = f"{stretch.varied.name} drops the balance '{name}', which stood at {shown(amount, kind)}."
            figures = {"dropped": amount}
            if again is not None:
                by = f"{shown(amount, kind)} by {shown(again, kind)}"
                text = f"{stretch.varied.name} replaces the balance '{name}': {by}."
                figures["replaced by"] = again
            yield Finding("balance dropped", text, "warning", figures)


def reaches_back(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Where the fee counts to date, new terms settle what was saved before them anew."""
    if statement is None:
        return
    for number, stage in enumerate(_varied(agreement, statement), 1):
        if stage.terms.fee.counted != "to date" or not stage.first:
            continue
        assert stage.varied is not None
        label = statement.settled[stage.first - 1].label
        before = agreement.changed(variation=agreement.variation[: number - 1])
        try:
            as_was, anew = (
                settle(each, statement.outturn, label, lambda _: (), supposed=True).exact(EARNED)
                for each in (before, stage.terms)
            )
        except InputError:
            continue
        if anew != as_was:
            text = (
                f"{stage.varied.name} reaches back: the fee counts to date, so that its terms settle the periods up "
                f"to {label} anew, at {pounds_text(anew, agreement.currency)} instead of "
                f"{pounds_text(as_was, agreement.currency)}; the difference is made up from "
                f"{stage.varied.holds_from} on."
            )
            yield Finding("variation reaches back", text, "warning", {"before": as_was, "anew": anew})


def _varied(agreement: Agreement, statement: Settled | None) -> list[InForce]:
    """Return the terms that each variation made, as far as they have been settled where there is a statement."""
    stages = in_force(agreement)[1:]
    return [each for each in stages if statement is None or each.first < len(statement.settled)]


def _named(stage: InForce) -> str:
    assert stage.varied is not None
    return f"{stage.varied.name} (from {stage.varied.holds_from})"
