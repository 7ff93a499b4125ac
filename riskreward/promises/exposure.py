"""How much is at stake: the largest fee, the most that might have to come back, and the worst whole position."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.holding import terms_by_period
from riskreward.contract.largest_fee import EARNED, LargestFee, best_outturn, largest_fee
from riskreward.contract.trying import listed, pounds_text
from riskreward.contract.varying import in_force
from riskreward.figures import Figure, FigureError, read_money_from_nought
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.kernel.rounding import to_step
from riskreward.kernel.words import PATH
from riskreward.promises.worst import (
    KEPT,
    Missing,
    Settlement,
    courses,
    lowest,
    missing_ranges,
    reaches_everything,
    settlements,
)
from riskreward.tables import Document, Paragraph, Points, Shown, Table

PENNY = Fraction(1, 100)
RETAINED = f"settlement{PATH}still retained"
SECURITY = f"guarantee{PATH}security held"


@dataclass(frozen=True, slots=True)
class EstimatedValue:
    """The largest fee of the whole term, None where it is unbounded; `with_vat` is None where no VAT is agreed.

    `rests_on` says why; where `is_tried`, the amount is that of the best outturn tried, and another may earn more.
    """

    amount: Fraction | None
    with_vat: Fraction | None
    rests_on: str
    is_tried: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ClawbackAtRisk:
    """The most that the council might have to claw back, and the day; None where the fee is unbounded.

    It is `earned` by then, were it all to be lost, less what is `retained` and the `security` held on that day.
    """

    amount: Fraction | None
    on: date | None
    period: str
    earned: Fraction
    retained: Fraction
    security: Fraction
    sentence: str


@dataclass(frozen=True, slots=True)
class WorstPosition:
    """The least that the council may have kept, below nought where it is worse off, and the settlement it is at.

    `sum_at_risk` is by how much it may be worse off than with its baseline; `parts` are what the position adds up from.
    Both are None where a range is `missing`.
    """

    amount: Fraction | None
    sum_at_risk: Fraction | None
    on: date | None
    period: str
    parts: tuple[tuple[str, Fraction], ...]
    missing: tuple[Missing, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Exposure(Shown):
    """What the terms of a contract put at stake for the council: a record that shows itself."""

    currency: str
    fee: EstimatedValue
    clawback: ClawbackAtRisk
    position: WorstPosition

    @property
    def sentence(self) -> str:
        """The three answers, one after the other."""
        return " ".join((self.fee.sentence, self.clawback.sentence, self.position.sentence))

    def document(self) -> Document:
        """Return the figures, and each in a sentence."""
        fee = self.fee
        rows = [
            ("the largest fee", self._text(fee.amount)),
            ("the largest fee with VAT", self._text(fee.with_vat) if fee.amount is not None else "unbounded"),
            ("the most to claw back", self._text(self.clawback.amount)),
            ("the council's worst whole position", self._text(self.position.amount, "not known")),
            ("the sum at risk", self._text(self.position.sum_at_risk, "not known")),
        ]
        if fee.amount is not None and fee.with_vat is None:
            rows[1] = ("the largest fee with VAT", "no VAT is agreed")
        blocks: list[Paragraph | Table | Points] = [Table("At stake", ("what", "amount"), tuple(rows), figures=(1,))]
        blocks += [Paragraph(each) for each in (fee.sentence, self.clawback.sentence, self.position.sentence)]
        if self.position.parts:
            parts = tuple((name, self._text(amount)) for name, amount in self.position.parts)
            caption = f"The worst whole position, to the end of {self.position.period}"
            blocks.append(Table(caption, ("part", "amount"), parts, figures=(1,)))
        if self.position.missing:
            blocks.append(Points(tuple(map(str, self.position.missing)), "Ranges that are missing"))
        return Document("What is at stake", tuple(blocks))

    def _text(self, amount: Fraction | None, otherwise: str = "unbounded") -> str:
        return otherwise if amount is None else pounds_text(amount, self.currency)


def exposure(contract: Agreement, *, council_costs: Figure | None = None) -> Exposure:
    """Return the largest fee, the most that might have to be clawed back, and the council's worst whole position.

    `council_costs` are the most that the council's own costs of one settlement can be, where the contract has them: it
    declares no range for them. Raises InputError for costs that are no money.

    Source: Procurement Act 2023, section 4 and Schedule 3: a contract is valued at the most that is expected to be
    paid, VAT included.
    """
    costs = None if council_costs is None else _costs(council_costs, contract)
    fee = _estimated(contract)
    best = [] if fee.amount is None else settlements(contract, best_outturn(contract))
    return Exposure(contract.currency, fee, _clawback(contract, fee, best), _position(contract, costs))


def _costs(value: object, contract: Agreement) -> Fraction:
    if contract.council_costs is None:
        what = "are given, but the contract has none of the council's own"
        raise InputError([Problem("council_costs", what, "leave them out")])
    try:
        return Fraction(read_money_from_nought(value, contract.currency))
    except FigureError as error:
        raise InputError([Problem("council_costs", error.what, error.mend)]) from None


def _estimated(contract: Agreement) -> EstimatedValue:
    largest = largest_fee(contract)
    endless = [each.name for each in contract.measure if each.outturn_between and reaches_everything(each)]
    if endless and largest.amount != largest_fee(_halved(contract)).amount:
        why = f"{listed(endless)} may be as large as any figure, and no cap limits the fee throughout"
        largest = LargestFee(None, why, largest.is_tried)
    if largest.amount is None:
        text = (
            f"The fee is unbounded: {largest.rests_on}. An uncapped fee has no honest estimate: agree a cap, or "
            "declare the range."
        )
        return EstimatedValue(None, None, largest.rests_on, largest.is_tried, text)
    with_vat = _with_vat(contract)
    money = pounds_text(largest.amount, contract.currency)
    said = (
        "of the outturns tried, the largest fee" if largest.is_tried else "the largest fee that the terms can produce"
    )
    text = f"{said[0].upper()}{said[1:]} over the whole term is {money} without VAT"
    if with_vat is None:
        text += "; no VAT is agreed"
    else:
        text += f" and {pounds_text(with_vat, contract.currency)} with it"
    text += f": {largest.rests_on}."
    if contract.settlement.reimbursed is not None:
        text += " The cost that is reimbursed comes on top."
    return EstimatedValue(largest.amount, with_vat, largest.rests_on, largest.is_tried, text)


def _halved(contract: Agreement) -> Agreement:
    """Return the contract with half of every range that bounds nothing: a fee that changes with it rests on it."""

    def halved(measure: Measure) -> Measure:
        if measure.outturn_between is None or not reaches_everything(measure):
            return measure
        low, high = (end / 2 if abs(end) == measure.largest else end for end in measure.outturn_between)
        return measure.model_copy(update={"outturn_between": (low, high)})

    return contract.changed(measure=tuple(map(halved, contract.measure)))


def _with_vat(contract: Agreement) -> Fraction | None:
    """Return the largest fee with the VAT of the terms that each part of it is earned under."""
    terms = terms_by_period(contract)
    if all(each.settlement.vat is None for each in terms):
        return None
    found = before = Fraction(0)
    for each, own in zip(settlements(contract, best_outturn(contract)), terms, strict=False):
        vat, earned = own.settlement.vat, each.line(EARNED)
        rate = Fraction(0) if vat is None or vat.treatment == "outside the scope" else Fraction(vat.rate)
        found += (earned - before) * (1 + rate)
        before = earned
    return to_step(found, PENNY, contract.rounding.mode)


def _clawback(contract: Agreement, fee: EstimatedValue, best: list[Settlement]) -> ClawbackAtRisk:
    """Return the most that would have to come back from the provider, at the settlement where that is most."""
    terms, none = terms_by_period(contract), Fraction(0)
    periods = in_force(contract)[-1].terms.calendar.periods
    if all(each.settlement.clawback is None for each in terms):
        text = "There is no clawback: nothing that is paid would come back if the saving were lost later."
        return ClawbackAtRisk(none, None, "", none, none, none, text)
    if fee.amount is None:
        text = "What might have to be clawed back is unbounded, as the fee is."
        return ClawbackAtRisk(None, None, "", none, none, none, text)
    found: list[tuple[Fraction, Settlement]] = []
    for each in best[: len(periods) - 1]:
        if terms[each.number + 1].settlement.clawback is not None:
            found.append((each.line(EARNED) - each.line(RETAINED) - each.line(SECURITY), each))
    amount, worst = max(found, key=lambda each: each[0], default=(none, None))
    if worst is None or amount <= 0:
        text = "Nothing would have to be clawed back that retention and security do not cover."
        if worst is None:
            text = "Nothing is settled after a fee was paid, so that nothing would be clawed back."
        return ClawbackAtRisk(none, None, "", none, none, none, text)
    period = periods[worst.number]
    earned, retained, security = worst.line(EARNED), worst.line(RETAINED), worst.line(SECURITY)
    in_words = [f"{pounds_text(earned, contract.currency)} earned by then"]
    in_words += [f"less {pounds_text(retained, contract.currency)} retained"] if retained else []
    in_words += [f"less security of {pounds_text(security, contract.currency)}"] if security else []
    held = ", ".join(in_words) if len(in_words) > 1 else f"{in_words[0]}, with nothing retained and no security"
    text = (
        f"The most that might have to be clawed back is {pounds_text(amount, contract.currency)}, if everything saved "
        f"by {day_text(period.last)} were then lost: {held}."
    )
    return ClawbackAtRisk(amount, period.last, period.label, earned, retained, security, text)


_PARTS = (
    ("saved (overspent)", f"to date{PATH}saved to date", 1),
    ("paid for the fee, less what came back", f"to date{PATH}paid to date, less what was given back", -1),
    ("the council's own costs", f"to date{PATH}council costs to date", -1),
    ("shortfall received", f"to date{PATH}shortfall received to date", 1),
    ("compensation owed for ordering less", f"to date{PATH}compensation owed to date", -1),
)


def _position(contract: Agreement, costs: Fraction | None) -> WorstPosition:
    """Return the worst that the council may stand at any settlement, of all courses tried."""
    missing = tuple(missing_ranges(contract, costs is not None))
    if missing:
        whats = [each.what for each in missing]
        whats = whats if len(whats) <= 3 else [*whats[:2], f"{len(whats) - 2} more ranges are missing"]
        text = f"The council's worst whole position is not known: {listed(whats)}."
        return WorstPosition(None, None, None, "", (), missing, text)
    worst = min(courses(contract, costs or Fraction(0)), key=lowest)
    stand = min(worst, key=lambda each: each.line(KEPT))
    period = in_force(contract)[-1].assembled.periods[stand.number]
    amount = stand.line(KEPT)
    parts = tuple((name, sign * stand.line(path)) for name, path, sign in _PARTS if stand.has(path))
    at_risk = max(-amount, Fraction(0))
    text = f"At the worst outturns in the declared ranges that were tried, the council has by {day_text(period.last)} "
    if at_risk:
        text += f"{pounds_text(at_risk, contract.currency)} less than with its baseline: that is the sum at risk"
    else:
        text += f"kept {pounds_text(amount, contract.currency)}, and nothing is at risk"
    text += f" ({', '.join(_told(stand, contract.currency))})."
    return WorstPosition(amount, at_risk, period.last, period.label, parts, (), text)


def _told(stand: Settlement, currency: str) -> Iterator[str]:
    """Yield what a position adds up from, in words: what was saved and paid, and of the rest what there was."""
    (_, saved, _), (_, paid, _), *others = _PARTS
    for path, above, below in ((saved, "saved", "overspent"), (paid, "paid", "received back")):
        yield f"{below if stand.line(path) < 0 else above} {pounds_text(abs(stand.line(path)), currency)}"
    yield from (f"{name} {pounds_text(stand.line(path), currency)}" for name, path, _ in others if stand.line(path))
