"""A cap over the contracts of a portfolio, on every path: what is within it, and what it cuts off each."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from riskreward.figures import Figure, FigureError, read_money_from_nought
from riskreward.findings import InputError, Problem
from riskreward.portfolios.cap import Cap, Over
from riskreward.portfolios.lots import LotFee, SharedOut
from riskreward.portfolios.settling_lots import choices, overlapping_years
from riskreward.scenarios.cap_over_paths import Fees, within_cap
from riskreward.scenarios.given import read_path
from riskreward.scenarios.portfolio_members import Member
from riskreward.scenarios.portfolio_tallies import ByYear
from riskreward.scenarios.spread import Spread
from riskreward.scenarios.tallies import Figures, added, total

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray


class Aggregate(NamedTuple):
    """A cap over all contracts, and how what is within it is shared out."""

    cap: Cap
    shared_out: SharedOut


def read_aggregate(
    cap: Figure | None,
    over: Over | None,
    shared_out: SharedOut | None,
    netted: bool | None,
    lots: Sequence[Member],
) -> Aggregate | None:
    """Return a cap as it is given, None where there is none. Raises InputError with every problem of it."""
    given = {"over": over, "shared_out": shared_out, "netted": netted}
    if cap is None:
        needless = [name for name, choice in given.items() if choice is not None]
        if needless:
            what = f"is missing, but {' and '.join(needless)} given"
            raise InputError([Problem("cap", what, "give the amount of the cap, or leave the choice out")])
        return None
    problems = list(choices(given))
    limit = Fraction(0)
    try:
        limit = Fraction(read_money_from_nought(cap, lots[0].contract.currency if lots else "£"))
    except FigureError as error:
        problems.append(Problem("cap", error.what, error.mend))
    if over == "year":
        problems += overlapping_years({each.name: each.contract.calendar.periods for each in lots})
    if problems or over is None or shared_out is None or netted is None:
        raise InputError(problems)
    return Aggregate(Cap(limit, over, netted), shared_out)


class OfContractYear(NamedTuple):
    """What all contracts are expected to earn in a year of their own, and what a cap cuts off it; `begins` is its day.

    Under a cap over the term, contracts may begin a year of one label on several days: `begins` is the first.
    """

    contract_year: str
    begins: date
    fee: Fraction
    cut_off: Fraction


class Capped:
    """What a cap leaves of the fees of all contracts, and what it cuts off, path by path, in pounds.

    What is cut off stays with the council.
    """

    def __init__(self, aggregate: Aggregate, fees: ByYear, members: Sequence[Member]) -> None:
        self.cap, self.shared_out = aggregate
        self._lots = lots = [each.name for each in members]
        self._currency = members[0].contract.currency
        self._begins = _first_days(members)
        self._fees = {year: {lot: fees[year][lot] for lot in lots if lot in fees[year]} for year in sorted(fees)}
        self._within = within_cap(self.cap, self.shared_out, self._fees)

    @cached_property
    def within(self) -> Spread:
        """What is left of the fees of all."""
        return Spread("fee within the cap", Figures(_all(self._within)), 100, currency=self._currency)

    @cached_property
    def cut_off(self) -> Spread:
        """What is cut off the fees of all."""
        return Spread("cut off by the cap", Figures(self.cut_off_in_order()), 100, currency=self._currency)

    def cut_off_in_order(self) -> "IntArray":
        """Return what is cut off on each path, in pence."""
        return added(_all(self._fees), -_all(self._within))

    @cached_property
    def expected_cut_off(self) -> dict[str, Fraction]:
        """What the cap cuts off each contract on average, by its name."""
        found = dict.fromkeys(self._lots, Fraction(0))
        for year, fees in self._fees.items():
            for lot, fee in fees.items():
                cut = fee - self._within[year][lot]
                found[lot] += Fraction(total(cut, len(cut)), 100 * len(cut))
        return found

    @cached_property
    def by_contract_year(self) -> tuple[OfContractYear, ...]:
        """What all earn on average in each year of the contracts, and what the cap cuts off."""

        def mean(of_year: Fees) -> Fraction:
            return sum((Fraction(total(each, len(each)), 100 * len(each)) for each in of_year.values()), Fraction(0))

        return tuple(
            OfContractYear(year, self._begins[year], mean(fees), mean(fees) - mean(self._within[year]))
            for year, fees in self._fees.items()
        )

    def fees(self, path: int) -> tuple[LotFee, ...]:
        """Return each contract's fee in each of its years on one path, and what is cut off, as `settle_lots` has it.

        Raises InputError for a path that there is not.
        """
        path = read_path(path, len(self.cut_off_in_order()))
        return tuple(
            LotFee(
                year, lot, Fraction(int(fee[path]), 100), Fraction(int(fee[path] - self._within[year][lot][path]), 100)
            )
            for year, fees in self._fees.items()
            for lot, fee in fees.items()
        )


def _first_days(members: Sequence[Member]) -> dict[str, date]:
    """Return the day on which the contracts first begin each of their years."""
    found: dict[str, date] = {}
    for member in members:
        for period in member.contract.calendar.periods:
            found[period.year] = min(found.get(period.year, period.first), period.first)
    return found


def _all(by_year: ByYear) -> "IntArray":
    """Return the sum over all lots and years, path by path."""
    figures = [each for of_year in by_year.values() for each in of_year.values()]
    found = figures[0].copy()
    for each in figures[1:]:
        found = added(found, each)
    return found
