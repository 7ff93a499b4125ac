"""What a portfolio of many contracts came to over many paths: a record that shows itself."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.calendar import day_text
from riskreward.contract.trying import pounds_text
from riskreward.figures import rounded
from riskreward.portfolios.cap import OVER
from riskreward.scenarios.capped import Capped
from riskreward.scenarios.given import read_path
from riskreward.scenarios.portfolio_tallies import COUNTED, Counted, Work
from riskreward.scenarios.spread import Spread
from riskreward.scenarios.tallies import Figures, added
from riskreward.tables import Document, Paragraph, Points, Shown, Table

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

SHOWN = 20
"""How many contracts are shown; the records hold all."""

PENCE = 100
CALLED = {"fee": "fee earned", "paid": "paid to the provider", "kept": "kept by the council"}


class OfYear(NamedTuple):
    """How what all contracts come to in a financial year, from 1 April, is spread over the paths."""

    financial_year: str
    fee: Spread
    paid: Spread
    kept: Spread


class OfContract(NamedTuple):
    """What one contract is expected to come to over its whole term, before any cap over all."""

    name: str
    fee: Fraction
    paid: Fraction
    kept: Fraction


class OnPath(NamedTuple):
    """What all contracts came to on one path over their whole terms, before any cap over all."""

    fee: Fraction
    paid: Fraction
    kept: Fraction


class PortfolioSimulation(Shown):
    """What many contracts come to together over the paths of their scenarios.

    Money is in pounds, or the contracts' currency, as exact fractions; `fee`, `paid` and `kept` are spreads of what
    all come to over their whole terms, each before a cap over all. `under_cap` is what such a cap leaves of the fees
    and cuts off; None where there is none.
    """

    def __init__(
        self, counted: Counted, work: Work, currency: str, sentences: tuple[str, ...], under_cap: Capped | None
    ) -> None:
        self.paths, self.seed, self.currency = work.paths, work.seed, currency
        self.under_cap = under_cap
        self._counted = counted
        self._sentences = sentences

    def __len__(self) -> int:
        return len(self._counted.contracts)

    @cached_property
    def fee(self) -> Spread:
        """What all providers earn."""
        return self._spread("fee", self._whole["fee"])

    @cached_property
    def paid(self) -> Spread:
        """What all providers are paid, less what they give back."""
        return self._spread("paid", self._whole["paid"])

    @cached_property
    def kept(self) -> Spread:
        """What all councils keep."""
        return self._spread("kept", self._whole["kept"])

    @cached_property
    def _whole(self) -> "dict[str, IntArray]":
        found: dict[str, IntArray] = {}
        for year in self._counted.years.values():
            for name, each in year.items():
                found[name] = added(found[name], each) if name in found else each
        return found

    def _spread(self, name: str, values: "IntArray") -> Spread:
        return Spread(CALLED[name], Figures(values.copy()), PENCE, currency=self.currency)

    @cached_property
    def by_year(self) -> tuple[OfYear, ...]:
        """What all contracts come to in each financial year, what follows their terms included."""
        return tuple(
            OfYear(year, *(self._spread(name, figures[name]) for name in COUNTED))
            for year, figures in sorted(self._counted.years.items())
        )

    @property
    def by_contract(self) -> Iterator[OfContract]:
        """What each contract is expected to come to, in the order given."""
        parts = PENCE * self.paths
        for name, *sums in self._counted.contracts:
            yield OfContract(name, *(Fraction(each, parts) for each in sums))

    def on_path(self, number: int) -> OnPath:
        """Return what all contracts came to on one path, by its number from nought. Raises InputError."""
        number = read_path(number, self.paths)
        return OnPath(*(Fraction(int(self._whole[name][number]), PENCE) for name in COUNTED))

    # How it shows itself

    @property
    def sentence(self) -> str:
        """What it comes to, in a sentence or two."""
        of = f"{len(self):,} contract{'' if len(self) == 1 else 's'}"
        text = (
            f"Over {self.paths:,} paths the fees of {of} come to {self._text(self.fee.mean)} on "
            f"average{self._between(self.fee)}; the councils keep {self._text(self.kept.mean)} on average."
        )
        if self.under_cap is None:
            return text
        cap, left = self.under_cap.cap, self._text(self.under_cap.within.mean)
        return (
            f"{text} The cap of {self._text(cap.amount)} over {OVER[cap.over]} leaves {left} of the fees on average; "
            "the councils keep what it cuts off."
        )

    def _between(self, spread: Spread) -> str:
        low, high = (self._text(spread.quantile(each)) for each in ("10%", "90%"))
        return f", and from {low} to {high} in eight cases of ten" if low != high else ""

    @property
    def _spreads(self) -> list[tuple[str, Spread]]:
        found = [(CALLED[name], getattr(self, name)) for name in COUNTED]
        if self.under_cap is not None:
            found += [(each.of, each) for each in (self.under_cap.within, self.under_cap.cut_off)]
        return found

    def document(self) -> Document:
        """Return the figures: of all over the whole terms and by financial year, and of each contract on average."""
        columns = ("of all contracts", "on average", "1 in 10 is below", "half are below", "1 in 10 is above")
        rows = [
            (name, *map(self._text, (each.mean, *(each.quantile(share) for share in ("10%", "50%", "90%")))))
            for name, each in self._spreads
        ]
        whole = Table("What all come to", columns, tuple(rows), figures=tuple(range(1, 5)))
        heads = ("financial year", *CALLED.values())
        years = tuple((each.financial_year, *(self._text(spread.mean) for spread in each[1:])) for each in self.by_year)
        by_year = Table("On average in each financial year", heads, years, figures=(1, 2, 3))
        first = [each for each, _ in zip(self.by_contract, range(SHOWN), strict=False)]
        listed = tuple((name, *map(self._text, figures)) for name, *figures in first)
        by_contract = Table("On average by contract", ("contract", *CALLED.values()), listed, figures=(1, 2, 3))
        blocks: list[Paragraph | Table | Points] = [Paragraph(self.sentence), whole, by_year]
        if self.under_cap is not None:
            blocks.append(self._under_cap(self.under_cap))
        blocks.append(by_contract)
        if len(self) > SHOWN:
            blocks.append(Paragraph(f"Not shown: {len(self) - SHOWN:,} more contracts."))
        drawn = f"{self.paths:,} paths drawn with seed {self.seed}, each contract independently but for what is common"
        blocks.append(Points((drawn, *self._sentences), "What this rests on"))
        return Document("A portfolio: what it may come to", tuple(blocks))

    def _under_cap(self, capped: Capped) -> Table:
        rows = tuple(
            (f"{year}, from {day_text(begins)}", *map(self._text, (fee, cut, fee - cut)))
            for year, begins, fee, cut in capped.by_contract_year
        )
        heads = ("contract year", "fee earned", "cut off by the cap", "fee within the cap")
        return Table("On average under the cap in each contract year", heads, rows, figures=(1, 2, 3))

    def _text(self, amount: Fraction) -> str:
        return pounds_text(Fraction(rounded(amount, 2)), self.currency)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every figure as a record, with the contract, the year, or none, and the statistic.

        Money is rounded to the penny. A year is a financial year, or a contract year: that of a cap over all, which
        begins when the terms do.
        """
        keys = ("contract", "figure", "financial_year", "contract_year", "statistic", "value")
        return [dict(zip(keys, each, strict=True)) for each in self._records()]

    def _records(self) -> Iterator[tuple[str | None, str, str | None, str | None, str, Decimal]]:
        for name, spread in self._spreads:
            yield from ((None, name, None, None, *each) for each in _statistics(spread))
        for year, *spreads in self.by_year:
            for spread in spreads:
                yield from ((None, spread.of, year, None, *each) for each in _statistics(spread))
        for of_year in self.under_cap.by_contract_year if self.under_cap is not None else ():
            yield None, "cut off by the cap", None, of_year.contract_year, "mean", rounded(of_year.cut_off, 2)
            left = of_year.fee - of_year.cut_off
            yield None, "fee within the cap", None, of_year.contract_year, "mean", rounded(left, 2)
        for contract, *figures in self.by_contract:
            for name, figure in zip(CALLED.values(), figures, strict=True):
                yield contract, name, None, None, "mean", rounded(figure, 2)


def _statistics(spread: Spread) -> Iterator[tuple[str, Decimal]]:
    yield "mean", rounded(spread.mean, 2)
    yield "least", rounded(spread.lowest, 2)
    for share in ("1%", "5%", "10%", "25%", "50%", "75%", "90%", "95%", "99%"):
        yield f"quantile {share}", rounded(spread.quantile(share), 2)
    yield "most", rounded(spread.highest, 2)
