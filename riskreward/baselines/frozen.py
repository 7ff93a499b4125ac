"""A baseline is frozen before its term: the years that it was read out of are over when the term begins."""

from collections.abc import Iterator, Mapping
from datetime import date

from riskreward.baselines.historic import Historic
from riskreward.baselines.history import by_year
from riskreward.baselines.observations import Stretch
from riskreward.baselines.terms import BaselineTerms
from riskreward.calendar import Calendar
from riskreward.findings import Problem


def read_out_of(baseline: BaselineTerms) -> Mapping[str, Mapping[str, object]]:
    """Return the tables by year that a baseline is read out of or held against, each under its term."""
    means = {"years": baseline.years} if isinstance(baseline, Historic) else {}
    return {**means, "history": baseline.history}


def own_years(where: str, baseline: BaselineTerms, term: Calendar) -> Iterator[Problem]:
    """Yield the years of a mean or a history that begin with the term or after: of them nothing was known yet."""
    for name, table in read_out_of(baseline).items():
        for year in by_year(table):
            if Stretch(year, 0, 1).months(term)[0] >= 0:
                what = f"has {year.label}, a year of the term, which begins with {term.year_labels[0]}"
                yield Problem(f"{where}.{name}", what, "write years before the term: a baseline is frozen before it")


def years_not_over(tables: Mapping[str, Mapping[str, object]], term: Calendar, on: date) -> Iterator[tuple[str, str]]:
    """Yield the years of tables that were not over on a day, each with the name of its table."""
    month = (on.year - term.starts.year) * 12 + on.month - term.starts.month
    for name, table in tables.items():
        for year in by_year(table):
            if Stretch(year, 0, 1).months(term)[1] >= month:
                yield name, year.label


def begun_before(baseline: BaselineTerms, term: Calendar) -> list[str]:
    """Return the years read out that begin before the term and run into it."""
    tables = read_out_of(baseline).values()
    years = {year: Stretch(year, 0, 1).months(term) for table in tables for year in by_year(table)}
    return [year.label for year, (first, last) in sorted(years.items()) if first < 0 <= last]
