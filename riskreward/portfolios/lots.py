"""Lots under one cap: each settled by its own contract, and their fees together held within an amount of money."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from riskreward.figures import money_text
from riskreward.portfolios.cap import OVER, Cap, Over, within_each_year
from riskreward.portfolios.largest_remainder import by_largest_remainder
from riskreward.settlement.statement import Statement
from riskreward.tables import Document, Paragraph, Shown, Table

SharedOut = Literal["pro rata", "in order"]

EARNED = "to date / fee earned to date"


@dataclass(frozen=True, slots=True)
class LotFee:
    """A lot's fee in a year of its contract, what the cap cuts off it, and what is within the cap.

    A fee that falls is below nought.
    """

    contract_year: str
    lot: str
    fee: Fraction
    cut_off: Fraction

    @property
    def within(self) -> Fraction:
        """What is left of the fee."""
        return self.fee - self.cut_off


@dataclass(frozen=True, eq=False)
class Lots(Shown):
    """Several lots' fees under one cap: what each earned by its own contract, and what the cap cuts off it.

    What is cut off stays with the council; each lot's statement, and what it pays, are as they were before it.
    """

    statements: Mapping[str, Statement]
    cap: Fraction
    over: Over
    shared_out: SharedOut
    netted: bool
    currency: str

    @cached_property
    def fees(self) -> tuple[LotFee, ...]:
        """The fee of each lot in each year, in their order, with what is cut off."""
        return tuple(self._cut())

    @property
    def fee(self) -> Fraction:
        """What all lots earned, before the cap."""
        return sum((each.fee for each in self.fees), Fraction(0))

    @property
    def within(self) -> Fraction:
        """What all lots have within the cap."""
        return sum((each.within for each in self.fees), Fraction(0))

    @property
    def cut_off(self) -> dict[str, Fraction]:
        """What the cap cuts off each lot, by its name."""
        return {
            name: sum((each.cut_off for each in self.fees if each.lot == name), Fraction(0)) for name in self.statements
        }

    def fee_of(self, lot: str) -> Fraction:
        """Return what a lot earned over all its years, before the cap."""
        return sum((each.fee for each in self.fees if each.lot == lot), Fraction(0))

    def of(self, lot: str, year: str) -> LotFee:
        """Return what a lot has in a year. Raises KeyError where it has none."""
        for each in self.fees:
            if (each.lot, each.contract_year) == (lot, year):
                return each
        raise KeyError(f"{lot!r} has no fee in {year!r}")

    def _cut(self) -> Iterator[LotFee]:
        by_year = earned_by_year(self.statements)
        gained = [sum((fee for fee in fees.values() if fee > 0), Fraction(0)) for fees in by_year.values()]
        given_back = [-sum((fee for fee in fees.values() if fee < 0), Fraction(0)) for fees in by_year.values()]
        within = within_each_year(Cap(self.cap, self.over, self.netted), gained, given_back)
        for (year, fees), room in zip(by_year.items(), within, strict=True):
            kept = self._kept({name: fee for name, fee in fees.items() if fee > 0}, room)
            for name, fee in fees.items():
                yield LotFee(year, name, fee, fee - kept[name] if name in kept else Fraction(0))

    def _kept(self, gains: Mapping[str, Fraction], room: Fraction) -> dict[str, Fraction]:
        """Return what each lot keeps of what it gained, of which so much is within the cap."""
        if sum(gains.values()) <= room:
            return dict(gains)
        if self.shared_out == "pro rata":
            return dict(zip(gains, by_largest_remainder(room, list(gains.values())), strict=True))
        kept = {}
        for name, gain in gains.items():
            kept[name] = min(gain, room)
            room -= kept[name]
        return kept

    @property
    def sentence(self) -> str:
        """What the cap does, in one sentence."""

        def money(amount: Fraction) -> str:
            return money_text(amount, self.currency)

        cut = {name: amount for name, amount in self.cut_off.items() if amount}
        cap = f"the cap of {money(self.cap)} over {OVER[self.over]}"
        text = f"The fees of {len(self.statements)} lots come to {money(self.fee)}; "
        if not cut:
            return f"{text}{cap} cuts nothing off."
        each = " and ".join(f"{money(amount)} of {name}" for name, amount in cut.items())
        return (
            f"{text}{cap} cuts off {money(sum(cut.values(), Fraction(0)))}, which the council keeps: {each}. "
            f"{money(self.within)} is left."
        )

    def document(self) -> Document:
        """Return each year's fees, lot by lot, with what the cap does and how it is shared out."""
        columns = ("lot", "fee", "cut off by the cap", "within the cap")
        rows: list[tuple[str, ...]] = []
        for year in dict.fromkeys(each.contract_year for each in self.fees):
            of_the_year = [each for each in self.fees if each.contract_year == year]
            rows.append((year,))
            rows += [(each.lot, *_amounts(each.fee, each.cut_off, each.within)) for each in of_the_year]
        totals = _amounts(self.fee, self.fee - self.within, self.within)
        table = Table("Fees by lot", columns, (*rows, (), ("all lots", *totals)), figures=(1, 2, 3))
        return Document("Lots under one cap", (Paragraph(self.sentence), table, Paragraph(self._terms)))

    @property
    def _terms(self) -> str:
        how = {
            "pro rata": "in proportion to the fees, to the penny by largest remainder, ties in the order given",
            "in order": "in the order given, until nothing is left",
        }[self.shared_out]
        losses = (
            "nets off the other lots' fees under the cap" if self.netted else "leaves the cap of the others as it is"
        )
        return f"The room under the cap is shared out {how}. What one lot's fee falls by {losses}."


def earned_by_year(statements: Mapping[str, Statement]) -> dict[str, dict[str, Fraction]]:
    """Return what each lot earned in each year, less what was clawed back in it; the years in order."""
    found: dict[str, dict[str, Fraction]] = {}
    for name, statement in statements.items():
        before = Fraction(0)
        for period in statement.periods:
            if period.period.run_off:  # nothing is earned after the term
                break
            to_date = period.exact(EARNED)
            of_the_year = found.setdefault(period.period.year, {})
            of_the_year[name] = of_the_year.get(name, Fraction(0)) + to_date - before
            before = to_date
    return {year: {name: found[year][name] for name in statements if name in found[year]} for year in sorted(found)}


def _amounts(*amounts: Fraction) -> tuple[str, ...]:
    return tuple(money_text(amount, "") for amount in amounts)
