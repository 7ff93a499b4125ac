"""What becomes of a shortfall, worked out a second time: plain fractions, one period after another, no kernel."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from riskreward import Contract, Statement
from riskreward.calendar import Period
from riskreward.guarantees import Guarantee
from riskreward.kernel import share
from riskreward.kernel.rounding import to_step

PENNY = Fraction(1, 100)
NOTHING = Fraction(0)
EARLIER = -1
REFUNDS = {"refunds earlier shortfalls", "refunds earlier shortfalls, then is banked"}
BANKS = {"is banked against later shortfalls", "refunds earlier shortfalls, then is banked"}


@dataclass
class Oracle:
    """The books of a guarantee, kept by hand."""

    contract: Contract
    guarantee: Guarantee
    vintages: dict[int, Fraction] = field(default_factory=dict)
    over: Fraction = NOTHING
    saved: Fraction = NOTHING
    standing: Fraction = NOTHING
    opened: Fraction = NOTHING
    interest: Fraction = NOTHING
    cash: Fraction = NOTHING
    repaired: Fraction = NOTHING
    credit: Fraction = NOTHING

    def pence(self, amount: Fraction) -> Fraction:
        return to_step(amount, PENNY, self.contract.rounding.mode)

    def year(self, period: Period) -> int:
        return self.contract.calendar.year_labels.index(period.year)

    def years_part(self, period: Period) -> Fraction:
        months = sum((Fraction(each.months) for each in self.contract.calendar.periods_in_year(period.year)), NOTHING)
        return months / 12

    def period(
        self, period: Period, above: Fraction, price: Fraction, places: Fraction, saving: Fraction, units: Fraction
    ) -> dict[str, Fraction]:
        """Return the lines of a period, from what is above the guarantee in the unit that it is tested in."""
        guarantee, lines = self.guarantee, {}
        closes = period.last_of_year and not period.run_off
        ends = period.last_of_term
        over = above
        if guarantee.tested == "cumulatively" or (guarantee.tested == "each year" and not self.is_yearly):
            if guarantee.tested == "each year" and period.first_of_year:
                self.over = NOTHING
            over = self.over = self.over + to_step(above, places, self.contract.rounding.mode)
        if guarantee.tested == "each year" and not closes:
            over = NOTHING
        lines["below the guarantee"] = max(-over, NOTHING) * price
        if guarantee.shortfall == "fee only":
            return lines
        short, spare = self.pence(max(-over, NOTHING) * price), self.pence(max(over, NOTHING) * price)
        if guarantee.met_at_cost_cover is not None:
            costs = guarantee.met_at_cost_cover.project_cost
            cost = NOTHING if period.run_off else Fraction(costs[self.year(period) % len(costs)])
            self.saved = self.pence(saving) + (NOTHING if period.first_of_year else self.saved)
            forgiven = short if (saving if self.is_yearly else self.saved) >= cost else NOTHING
            lines["shortfall forgiven at cost cover"] = forgiven
            short -= forgiven
        if guarantee.credited_before_start is not None:
            left = Fraction(guarantee.credited_before_start.amount)
            left -= self.credit if guarantee.tested != "cumulatively" else NOTHING
            covered = min(short, left)
            self.credit += covered
            lines["covered by savings before the start"] = covered
            lines["left of the savings before the start"] = left - covered
            short -= covered
        before = self.standing
        if guarantee.tested == "cumulatively":
            self.standing = short
        else:
            if guarantee.excess in REFUNDS:
                good = min(spare, self.standing - self.repaired)
                lines["excess that makes good earlier shortfalls"] = good
                self.standing -= good
                spare -= good
            if guarantee.excess in BANKS:
                short -= self.bank(period, closes, short, spare, lines)
            self.standing += short
        if guarantee.interest_on_shortfall is not None:
            gained = NOTHING
            if closes:
                part = guarantee.interest_on_shortfall * self.years_part(period)
                gained = self.pence(part * min(self.opened, before))
                self.opened = self.standing
            self.interest += gained
            lines["interest on the shortfall"] = gained
        owed = self.standing + self.interest - self.cash - self.repaired
        due = closes if guarantee.shortfall == "provider pays each year" else ends
        kind = NOTHING
        if guarantee.repair_in_kind is not None:
            deemed = self.pence(units * Fraction(guarantee.repair_in_kind.deemed_value))
            most = guarantee.repair_in_kind.at_most
            kind = min(deemed, max(owed, NOTHING) if due else NOTHING)
            if most is not None:
                kind = min(kind, Fraction(most) - self.repaired)
            lines["repaired in kind"] = kind
            lines["repair in kind that does not count"] = deemed - kind
            self.repaired += kind
        if guarantee.security is not None:
            held = Fraction(guarantee.security.amount) if period.last <= guarantee.security.expires else NOTHING
            held = NOTHING if period.run_off else held
            lines["shortfall owed to date"] = max(owed - kind, NOTHING)
            lines["owed beyond the security held"] = max(max(owed - kind, NOTHING) - held, NOTHING)
        paid = max(owed - kind, NOTHING) if due else NOTHING
        back = max(-owed, NOTHING) if due and guarantee.excess in REFUNDS else NOTHING
        lines["shortfall payable by the provider"] = paid
        if guarantee.excess in REFUNDS:
            lines["shortfall refunded to the provider"] = back
        self.cash += paid - back
        lines["shortfall paid to date"] = self.cash
        return lines

    def bank(
        self, period: Period, closes: bool, short: Fraction, spare: Fraction, lines: dict[str, Fraction]
    ) -> Fraction:
        """Return what the bank covers: excess by the number of the year it is from."""
        terms = self.guarantee.bank
        most = None if terms is None or terms.at_most is None else Fraction(terms.at_most)
        this = self.year(period) if not period.run_off else 10**6
        if terms is not None and terms.interest is not None:
            left = None if most is None else max(most - sum(self.vintages.values()), NOTHING)
            gained = NOTHING
            for year in sorted(self.vintages):
                if closes and year < this:
                    each = self.pence(terms.interest * self.years_part(period) * self.vintages[year])
                    if left is not None:
                        each = min(each, left)
                        left -= each
                    self.vintages[year] += each
                    gained += each
            lines["interest on the bank"] = gained
        covered = NOTHING
        for year in sorted(self.vintages):
            taken = min(self.vintages[year], short - covered)
            self.vintages[year] -= taken
            covered += taken
        banked = spare if most is None else min(spare, max(most - sum(self.vintages.values()), NOTHING))
        self.vintages[this] = self.vintages.get(this, NOTHING) + banked
        if terms is not None and terms.expires_after_years is not None:
            gone = [year for year in self.vintages if closes and year <= this - terms.expires_after_years]
            lines["excess expired"] = sum((self.vintages.pop(year) for year in gone), NOTHING)
        elif closes:  # what never expires is one balance
            self.vintages[EARLIER] = self.vintages.get(EARLIER, NOTHING) + self.vintages.pop(this)
        lines["covered by the bank"] = covered
        lines["excess banked"] = banked
        lines["still banked"] = sum(self.vintages.values(), NOTHING)
        return covered

    @property
    def is_yearly(self) -> bool:
        calendar = self.contract.calendar
        return calendar.settled == "yearly" and not any(period.part for period in calendar.periods)


def by_hand(contract: Contract, statement: Statement) -> Iterator[dict[str, Fraction]]:
    """Yield the lines of each period, from what is above the guarantee in it and the prices of a unit."""
    guarantee = contract.guarantee
    assert guarantee is not None
    oracle = Oracle(contract, guarantee)
    for period in statement.periods:
        above, price, places = period.exact("above (below) the guarantee"), Fraction(1), PENNY
        saving = period.exact("guarantee / guaranteed") + above
        if guarantee.measure is not None:
            above = period.exact("above (below) the guaranteed quantity")
            price = period.exact(f"{guarantee.measure} / price")
            measure = next(each for each in contract.measure if each.name == guarantee.measure)
            places = Fraction(1, 10**measure.places) * (100 if measure.kind == share else 1)  # by the percentage point
        units = period.exact("guarantee / repair in kind") if guarantee.repair_in_kind is not None else NOTHING
        yield oracle.period(period.period, above, price, places, saving, units)
