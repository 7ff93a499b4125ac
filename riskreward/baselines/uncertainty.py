"""How sure a modelled baseline is, and which savings are too small to be told from its noise. Not money."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from typing import Literal, NamedTuple

from riskreward.figures import Figure, FigureError, number_text, read_number, read_rate
from riskreward.findings import InputError, Problem

Data = Literal["billing", "daily"]

COEFFICIENTS: dict[Data, tuple[str, str, str]] = {
    "billing": ("-0.00022", "0.03306", "0.94054"),
    "daily": ("-0.00024", "0.03535", "1.00286"),
}
"""a, b and d of CalTRACK 4.3.2.4.6, which make good for residuals that follow one another."""

PLACES = 6
"""A fraction of uncertainty is given to so many decimal places, half up: 0.123457 is 12.3457%."""

_WORKING = Context(prec=50, rounding=ROUND_HALF_EVEN)
_DAYS_IN_A_MONTH = (28, 31)


class Sure(NamedTuple):
    """A saving, and how far it may be off either way, in the same unit."""

    saving: Figure
    uncertainty: Figure


def savings_uncertainty(
    data: Data,
    *,
    t: Figure,
    cv_rmse: Figure,
    months: Figure,
    baseline_periods: Figure,
    independent_periods: Figure,
    reporting_periods: Figure,
) -> Decimal:
    """Return how far a saving against a fitted baseline may be off, as a share of that baseline.

    `t` is the t-value of the confidence asked for, with the model's degrees of freedom; `cv_rmse` a share. Periods
    are days or bills. `independent_periods` are those of the baseline that residuals following one another leave,
    P(1 - r) / (1 + r) with their correlation r at lag one; never more than the baseline has. Raises InputError
    with every figure that is none, and where days and months of the reporting period do not fit one another.

    Source: CalTRACK 4.3.2.4, after ASHRAE Guideline 14 and Sun and Baltazar (2013).
    """
    problems: list[Problem] = []
    given = {
        "t": t,
        "months": months,
        "baseline_periods": baseline_periods,
        "independent_periods": independent_periods,
        "reporting_periods": reporting_periods,
    }
    read = {name: _above_nought(name, value, problems) for name, value in given.items()}
    spread = _above_nought("cv_rmse", cv_rmse, problems, is_share=True)
    if data not in COEFFICIENTS:
        choices = ", ".join(f"'{each}'" for each in COEFFICIENTS)
        problems.append(Problem("data", f"is {data!r}", f"choose one of {choices}"))
    if not problems:
        problems += _periods_that_do_not_fit(data, read)
    if problems:
        raise InputError(problems)
    with localcontext(_WORKING):
        a, b, d = (Decimal(each) for each in COEFFICIENTS[data])
        total, apart, reported, long = (
            _decimal(read[name]) for name in ("baseline_periods", "independent_periods", "reporting_periods", "months")
        )
        polynomial = a * long**2 + b * long + d
        root = (total / apart * (1 + 2 / apart) / reported).sqrt()
        return _to_places(_decimal(read["t"]) * polynomial * _decimal(spread) * root)


def fractional_savings_uncertainty(uncertainty: Figure, saving: Figure) -> Decimal:
    """Return how far a saving may be off, as a share of the saving; both are given as shares of the baseline.

    An uncertainty of 5% of the baseline is half of a saving of 10%. Raises InputError for a saving of nothing.

    >>> fractional_savings_uncertainty("5%", "10%")
    Decimal('0.500000')

    Source: CalTRACK 4.3.2.4, division by the fraction saved.
    """
    problems: list[Problem] = []
    above = _above_nought("uncertainty", uncertainty, problems, is_share=True)
    below = _above_nought("saving", saving, problems, is_share=True)
    if problems:
        raise InputError(problems)
    with localcontext(_WORKING):
        return _to_places(_decimal(above) / _decimal(below))


def portfolio_uncertainty(savings: Iterable[Sure | tuple[Figure, Figure]]) -> Decimal:
    """Return how far the sum of savings may be off, as a share of it: single errors partly even out.

    Each is a saving and its own uncertainty, in one unit, and independent of the others. Raises InputError where
    the savings do not add up to more than nothing.

    >>> portfolio_uncertainty([(300, 30), (100, 40)])
    Decimal('0.125000')

    Source: CalTRACK 4.3.2.5.
    """
    pairs = [Sure(*each) for each in savings]
    problems: list[Problem] = []
    off = [
        _above_nought(f"savings[{place}].uncertainty", each.uncertainty, problems) for place, each in enumerate(pairs)
    ]
    saved = [_read(f"savings[{place}].saving", each.saving, problems) for place, each in enumerate(pairs)]
    together = sum(saved, Fraction(0))
    if not problems and together <= 0:
        what = f"add up to {number_text(together)}"
        problems.append(Problem("savings", what, "an uncertainty is a share of a saving above nought"))
    if problems:
        raise InputError(problems)
    with localcontext(_WORKING):
        squares = _decimal(sum((each**2 for each in off), Fraction(0)))
        return _to_places(squares.sqrt() / _decimal(together))


def minimum_detectable_saving(baseline: Fraction, uncertainty: Fraction) -> Fraction:
    """Return the saving below which nothing can be told from noise: the share of the baseline that is uncertain.

    >>> minimum_detectable_saving(Fraction(12_201_000), Fraction(6, 100))
    Fraction(732060, 1)

    Source: ASHRAE Guideline 14: a saving smaller than its uncertainty is not shown to be one.
    """
    return abs(baseline) * uncertainty


def _periods_that_do_not_fit(data: Data, read: dict[str, Fraction]) -> list[Problem]:
    found = []
    total, apart = read["baseline_periods"], read["independent_periods"]
    if apart > total:
        what = f"is {number_text(apart)}, more than the {number_text(total)} of the baseline"
        found.append(Problem("independent_periods", what, "write baseline_periods where no residual follows another"))
    days, months = read["reporting_periods"], read["months"]
    low, high = _DAYS_IN_A_MONTH
    if data == "daily" and not low * months <= days <= high * months:
        what = f"is {number_text(months)}, but {number_text(days)} days are reported"
        found.append(Problem("months", what, "write the months that the reported days come to, 365 days as 12"))
    if data == "billing" and days > months:
        what = f"is {number_text(months)}, but {number_text(days)} bills are reported"
        found.append(Problem("months", what, "write the months that the bills cover"))
    return found


def _read(where: str, value: Figure, problems: list[Problem], is_share: bool = False) -> Fraction:
    try:
        return read_rate(value) if is_share else read_number(value)
    except FigureError as error:
        problems.append(Problem(where, error.what, error.mend))
        return Fraction(1)


def _above_nought(where: str, value: Figure, problems: list[Problem], is_share: bool = False) -> Fraction:
    number = _read(where, value, problems, is_share)
    if number <= 0:
        problems.append(Problem(where, f"is {number_text(number)}, not above nought", "check the figure"))
    return number


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _to_places(number: Decimal) -> Decimal:
    return number.quantize(Decimal((0, (1,), -PLACES)), ROUND_HALF_UP)
