"""What amounts of several years are worth in one of them, in real terms. For appraisal; it settles nothing."""

from collections.abc import Mapping
from fractions import Fraction

from riskreward.baselines.history import Year, check_years, read_year
from riskreward.figures import Figure, FigureError, number_text, read_money, read_number, read_share
from riskreward.findings import InputError, Problem
from riskreward.terms import TermsError


def present_value(
    amounts: Mapping[str, Figure],
    *,
    rate: Figure,
    of: str,
    deflator: Mapping[str, Figure] | None = None,
    optimism_bias: Figure = 0,
) -> Fraction:
    """Return what savings (and, below nought, costs) of several years are worth in one of them, exactly.

    `rate` is a share a year; the Green Book's is "3.5%" for the first thirty years. It discounts real amounts:
    where the amounts are in the prices of their own years, `deflator` gives an index of prices for each of those
    years and for the year `of`. `optimism_bias` is the share that is taken off a saving and added to a cost. A
    year left out counts nothing. Raises InputError with every problem.

    >>> present_value({"2026-27": 1035, "2027-28": 2070}, rate="3.5%", of="2026-27")
    Fraction(3035, 1)

    Source: HM Treasury, The Green Book: social time preference rate of 3.5% in real terms, optimism bias.
    """
    problems: list[Problem] = []
    start = _year("of", of, problems)
    yearly = _table("amounts", amounts, problems)
    prices = None if deflator is None else _table("deflator", deflator, problems)
    discount, bias = (_share(name, each, problems) for name, each in (("rate", rate), ("optimism_bias", optimism_bias)))
    if not problems and start is not None:
        problems += _of_other_years(start, yearly, prices)
    if problems or start is None:
        raise InputError(problems)
    worth = Fraction(0)
    for year, amount in yearly.items():
        real = amount if prices is None else amount * prices[start] / prices[year]
        worth += (real - bias * abs(real)) / (1 + discount) ** (year.first - start.first)
    return worth


def _of_other_years(
    start: Year, yearly: Mapping[Year, Fraction], prices: Mapping[Year, Fraction] | None
) -> list[Problem]:
    found = []
    for year in yearly:
        if year.is_financial != start.is_financial:
            found.append(Problem(f"amounts.{year.label}", f"is not a year like {start.label}", "use one kind of year"))
    for year in [] if prices is None else sorted({start, *yearly}):
        if prices is not None and year not in prices:
            found.append(Problem("deflator", f"has no level for {year.label}", "write the level of every year"))
        elif prices is not None and prices[year] <= 0:
            what = f"is {number_text(prices[year])}, not above nought"
            found.append(Problem(f"deflator.{year.label}", what, "check the level"))
    return found


def _table(where: str, table: Mapping[str, Figure], problems: list[Problem]) -> dict[Year, Fraction]:
    try:
        check_years(where, table)
    except TermsError as error:
        problems.append(Problem(error.where, error.what, error.mend))
        return {}
    read: dict[Year, Fraction] = {}
    for label, value in table.items():
        year = read_year(label)
        assert year is not None
        try:
            read[year] = Fraction(read_money(value)) if isinstance(value, str) else read_number(value)
        except FigureError as error:
            problems.append(Problem(f"{where}.{label}", error.what, error.mend))
    return read


def _year(where: str, label: str, problems: list[Problem]) -> Year | None:
    year = read_year(label)
    if year is None:
        problems.append(Problem(where, f"is {label!r}, which is no year", "write it as 2026-27, or as 2026"))
    return year


def _share(where: str, value: Figure, problems: list[Problem]) -> Fraction:
    try:
        return read_share(value)
    except FigureError as error:
        problems.append(Problem(where, error.what, error.mend))
        return Fraction(0)
