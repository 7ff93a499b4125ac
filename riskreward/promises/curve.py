"""What a council pays for each pound saved in a period: cliffs, dead zones and slopes, with their exact places."""

from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.agreement import Agreement, rounding_text
from riskreward.contract.trying import EARNED, listed, pounds_text
from riskreward.contract.varying import in_force
from riskreward.figures import number_text, rounded, shown, terminates
from riskreward.findings import InputError, Problem
from riskreward.improvements import Measure
from riskreward.kernel import Kind, money, share
from riskreward.kernel.words import PATH
from riskreward.promises.one_period import OUTTURN, OnePeriod, one_period
from riskreward.readers.curve import curve_of, curves
from riskreward.readers.pieces import Curve, Straight
from riskreward.readers.words import figure_text
from riskreward.tables import Document, Paragraph, Shown, Table

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Cliff:
    """A place where the fee jumps by `height` at once, below nought where it falls.

    `reached` says whether the place itself has the fee of what lies above it. `away` is how far today's figure must
    rise to it, below nought where it lies below; None where there is no figure of today.
    """

    at: Fraction
    height: Fraction
    reached: bool
    away: Fraction | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one place to another, the fee for each one more: nothing in a dead zone, below nought where it falls.

    `rate` is None where the fee is no straight line, and so are the fees just above `low` and just below `high`.
    `has_today` says whether today's figure lies within it; `away` is how far it must rise to reach it, below nought
    where it must fall, and None where there is no figure of today.
    """

    low: Fraction
    high: Fraction
    rate: Fraction | None
    fees: tuple[Fraction, Fraction] | None
    has_today: bool
    away: Fraction | None


@dataclass(frozen=True, slots=True)
class PayoutCurve(Shown):
    """The fee of one period over what one measure saves in it, all else being held: a record that shows itself.

    `over` is "saving", or "outturn" where the saving is not in money; figures are in `kind`. `fee` is the curve itself:
    what is earned in the period less what is clawed back or owed, before it is rounded.
    """

    measure: str
    period: str
    over: str
    kind: Kind
    fee: Curve
    today: Fraction | None
    rests_on: str
    rounding: str
    currency: str

    def fee_at(self, place: Fraction) -> Fraction:
        """Return the fee at a saving, before it is rounded. Raises ValueError outside the range."""
        return self.fee.at(place)

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """The places where the fee jumps by a penny or more, the lowest first."""
        return tuple(
            Cliff(
                each.place, each.height, each.at == each.after, None if self.today is None else each.place - self.today
            )
            for each in self.fee.jumps
            if abs(each.height) >= PENNY
        )

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole curve, stretch by stretch."""
        found: list[Stretch] = []
        cliffs, last = {each.at for each in self.cliffs}, self.fee.edges[-1]
        for piece in self.fee.pieces:
            low, high, straight = piece
            rate = None if straight is None else straight.slope
            fees = None if straight is None else (straight.at(low), straight.at(high))
            if found and found[-1].rate == rate and low not in cliffs:  # no more than part of a penny lies between them
                before = found.pop()
                fees = fees and before.fees and (before.fees[0], fees[1])
                low = before.low
            found.append(Stretch(low, high, rate, fees, *self._from_today(low, high, high == last)))
        return tuple(found)

    def _from_today(self, low: Fraction, high: Fraction, is_last: bool) -> tuple[bool, Fraction | None]:
        """Return whether today's figure lies within a stretch, and how far it is from it."""
        if self.today is None:
            return False, None
        away = max(low - self.today, Fraction(0)) + min(high - self.today, Fraction(0))
        return low <= self.today < high or (is_last and self.today == high), away

    @property
    def dead_zones(self) -> tuple[Stretch, ...]:
        """The stretches in which saving more changes nothing of the fee."""
        return tuple(each for each in self.stretches if each.rate == 0)

    @property
    def slopes(self) -> tuple[Stretch, ...]:
        """The stretches in which each pound more changes the fee."""
        return tuple(each for each in self.stretches if each.rate)

    @property
    def sentence(self) -> str:
        """The curve in one sentence: its cliffs, or that it has none, and what the next pound pays today."""
        cliffs = [self._cliff_text(each) for each in self.cliffs]
        text = listed(cliffs) if cliffs else "there is no saving at which the fee jumps"
        if not cliffs and self.over != "saving":
            text = f"there is no {self._what} at which the fee jumps"
        text = f"In {self.period}, {text}"
        now = next((each for each in self.stretches if each.has_today), None)
        if now is not None and self.today is not None:
            more = "nothing for more" if now.rate == 0 else self._rate_text(now.rate, "the next")
            text += f"; today, at {self._named(self.today)}, the provider has {more}"
        return f"{text}."

    def document(self) -> Document:
        """Return the cliffs and the stretches, with what they rest on."""
        held = (
            f"The fee of {self.period} over the {self._what} in it, {self.rests_on}: what is earned less what is "
            f"clawed back or owed, before it is rounded {self.rounding}."
        )
        rows: list[tuple[str, ...]] = [
            (
                self._text(each.low),
                self._text(each.high),
                self._rate_text(each.rate),
                *(("", "") if each.fees is None else (pounds_text(fee, self.currency) for fee in each.fees)),
                "today" if each.has_today else self._away_text(each.away),
            )
            for each in self.stretches
        ]
        columns = ("from", "to", "the fee for more", "fee at the start", "fee at the end", "distance from today")
        blocks: list[Paragraph | Table] = [Paragraph(self.sentence)]
        if self.cliffs:
            cliffs = tuple(
                (self._text(each.at), pounds_text(each.height, self.currency), self._away_text(each.away))
                for each in self.cliffs
            )
            blocks.append(Table("Cliffs", ("at", "the fee jumps by", "distance from today"), cliffs, figures=(0, 1)))
        blocks += [Table("Slopes and dead zones", columns, tuple(rows), figures=(0, 1, 3, 4)), Paragraph(held)]
        return Document(f"What the fee does as the {self._what} grows", tuple(blocks))

    @property
    def _what(self) -> str:
        return f"{self.over} of {self.measure}" if self.over == "outturn" else f"{self.over} on {self.measure}"

    def _text(self, place: Fraction) -> str:
        if self.kind == money:
            return pounds_text(place, self.currency)
        return figure_text(place, self.kind)

    def _named(self, place: Fraction) -> str:
        return f"{'a saving' if self.over == 'saving' else f'{self.measure}'} of {self._text(place)}"

    def _cliff_text(self, cliff: Cliff) -> str:
        verb = "jumps" if cliff.height > 0 else "falls"
        where = "at" if cliff.reached else "just above"
        text = f"{where} {self._named(cliff.at)} the fee {verb} by {pounds_text(abs(cliff.height), self.currency)}"
        return text if cliff.away is None else f"{text} ({self._away_text(cliff.away)})"

    def _away_text(self, away: Fraction | None) -> str:
        if away is None:
            return ""
        if not away:
            return "where today stands"
        return f"{self._text(abs(away))} {'above' if away > 0 else 'below'} today's"

    def _rate_text(self, rate: Fraction | None, each: str = "each") -> str:
        """Return what is paid of one more, such as 25p of each £1."""
        if rate is None:
            return "no straight line"
        if not rate:
            return "nothing: a dead zone"
        one, by = f"of {each} {self.currency}1", rate
        if self.kind == share:
            one, by = f"for {each} 1%", rate / 100
        elif self.kind != money:
            one = f"for {each} one ({self.kind})"
        return f"{'less ' if by < 0 else ''}{_rate(abs(by), self.currency)} {one}"


def _rate(by: Fraction, currency: str) -> str:
    """Return what is paid for one more: 25p, £1.50, or a fraction of a pound."""
    if by >= 1 or not terminates(by):
        return pounds_text(by, currency) if (by * 100).denominator == 1 else f"{currency}{_short(by)}"
    return f"{_short(by * 100)}p" if currency == "£" else f"{_short(by * 100)} cents"


def _short(number: Fraction) -> str:
    """Return a number in full where it is short, and to six places where it is not."""
    return number_text(number) if terminates(number) and number.denominator <= 10**6 else str(rounded(number, 6))


def payout_curve(
    contract: Agreement, outturn: object = None, measure: str | None = None, period: str | None = None
) -> PayoutCurve:
    """Return what the fee of a period does as the saving on one measure grows: its cliffs, dead zones and slopes.

    The period is the one named, or the next that an `outturn` (or statement) does not settle yet, or else the first
    whole period. The measure is the one named, or the first that earns. All else is held: as in the outturn given, as
    in its last period, or with nothing saved and every gate passed. Places are exact, found by solving and not on a
    grid. Raises InputError for a measure, a period or an outturn that cannot be asked about.
    """
    asked = _measure(contract, measure)
    found = one_period(contract, outturn, period)
    program = found.program
    free = f"{asked.name}{OUTTURN}"
    if free not in program.fact_numbers:
        what = f"is {shown(asked.name)}, which is not measured by itself in {found.period.label}"
        raise InputError([Problem("measure", what, "name one that the outturn has a column of")])
    reader = curves(program, found.facts, found.opening, free, _range(contract, asked, found))
    fee = curve_of(EARNED, program, reader)
    earned = [each.path for each in program.balances].index(EARNED)
    fee = fee.raised(-Fraction(found.opening[earned], program.balances[earned].denominator))
    today = found.fact(free) if outturn is not None else None
    over, kind, line = "outturn", asked.kind, _saving(asked, found, reader)
    if line is not None:
        over, kind = "saving", money
        fee, today = fee.against(line), None if today is None else line.at(today)
    return PayoutCurve(
        asked.name,
        found.period.label,
        over,
        kind,
        fee,
        today,
        found.rests_on,
        rounding_text(contract.rounding),
        contract.currency,
    )


def _measure(contract: Agreement, name: str | None) -> Measure:
    """Return the measure of a name; or the first that earns, or that the fee pays by."""
    if name is None:
        paid_by = {each for step in contract.fee.step if not step.is_gate for _, each in step.reads_measures}
        usual = [*contract.earning, *(each for each in contract.measure if each.name in paid_by), *contract.measure]
        return next((each for each in usual if each.ratio is None), usual[0])
    measures = {each.name: each for stage in in_force(contract) for each in stage.terms.measure}
    if name not in measures:
        raise InputError([Problem("measure", f"is {shown(name)}", f"name one of {', '.join(map(repr, measures))}")])
    return measures[name]


def _range(contract: Agreement, measure: Measure, found: OnePeriod) -> tuple[Fraction, Fraction]:
    """Return the range of the outturn: as declared, or from nothing to twice the baseline, today's figure included."""
    here = found.fact(f"{measure.name}{OUTTURN}")
    if measure.outturn_between is not None:
        low, high = measure.outturn_between
        return min(low, here), max(high, here)
    most = measure.largest if measure.kind != share else Fraction(1)
    if measure.baseline is not None:
        most = 2 * abs(found.line(f"{measure.name}{PATH}baseline")) or most
    return min(Fraction(0), here), max(most, here)


def _saving(measure: Measure, found: OnePeriod, reader: tuple[Curve, ...]) -> Straight | None:
    """Return the saving in money over the outturn, where it is one straight line; None where it is not."""
    if not measure.in_money:
        return None
    line = curve_of(f"{measure.name}{PATH}{measure.saved_as}", found.program, reader)
    (straight, *others) = line.between
    return straight if straight is not None and straight.slope and not others else None
