"""What money of a later year is worth today: a stated rate, with its source."""

from dataclasses import dataclass
from fractions import Fraction

from riskreward.figures import Figure, FigureError, read_share, share_text, shown
from riskreward.findings import InputError, Problem

PLACES = 6
"""Decimal places of a year's factor, as the Green Book's tables could be written out."""


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """A rate a year, and where it is from; the first year of the term is not discounted.

    It may change: `later` has pairs of a number of years after the first, and the rate from then on.
    """

    rate: Fraction
    source: str
    later: tuple[tuple[int, Fraction], ...] = ()

    def factor(self, years: int) -> int:
        """Return what a million of a later year is worth in the first, to the nearest whole number."""
        worth = Fraction(10**PLACES)
        for year in range(1, years + 1):
            worth /= 1 + next((rate for first, rate in reversed(self.later) if year >= first), self.rate)
        return (2 * worth.numerator + worth.denominator) // (2 * worth.denominator)

    @property
    def sentence(self) -> str:
        """The rate with its source."""
        return f"{share_text(self.rate)} a year from the first year of the term ({self.source})"


GREEN_BOOK = DiscountRate(
    Fraction(35, 1000),
    "HM Treasury, The Green Book, 2022: social time preference rate in real terms; 3% beyond 30 years, 2.5% beyond 75",
    ((31, Fraction(3, 100)), (76, Fraction(25, 1000))),
)


def discount_problems(discount: object) -> list[Problem]:
    """Return what is wrong with what is given for a rate with its source, or for none."""
    if discount is None or isinstance(discount, DiscountRate):
        return []
    mend = 'write rr.discount_rate("5%", "the council\'s own, 2026"), or None for no discount'
    return [Problem("discount", f"is {shown(discount)}, which has no source", mend)]


def discount_rate(rate: Figure, source: str) -> DiscountRate:
    """Return a rate of discount with its source, such as 5.57% for 3.5% in real terms with inflation of 2%.

    Amounts are money of the day: a rate in real terms alone fits where they carry no inflation. Raises InputError for
    a rate that is no share from nought to one.
    """
    problems = []
    read = Fraction(0)
    try:
        read = Fraction(read_share(rate))
    except FigureError as error:
        problems.append(Problem("rate", error.what, error.mend))
    if not isinstance(source, str) or not source.strip():
        problems.append(Problem("source", "is empty", "say where the rate is from"))
    if problems:
        raise InputError(problems)
    return DiscountRate(read, source)
