"""What a contract's baselines were read out of, held against its own term."""

from collections.abc import Iterator
from itertools import pairwise

from riskreward.baselines.frozen import own_years, read_out_of, years_not_over
from riskreward.calendar import day_text
from riskreward.contract.agreement import Agreement
from riskreward.findings import InputError, Problem


def problems_of_own_years(agreement: Agreement) -> list[Problem]:
    """Return the years of the term that a baseline first agreed is read out of; a variation may look back on them."""
    try:
        term = agreement.changed(variation=()).calendar.agreed
    except InputError:  # told with the contract's own problems
        return []
    return [
        problem
        for number, measure in enumerate(agreement.measure)
        if measure.baseline is not None
        for problem in own_years(f"measure[{number}].baseline", measure.baseline, term)
    ]


def problems_of_years_not_over(agreement: Agreement) -> Iterator[Problem]:
    """Yield the years that a variation reads a baseline out of although they are not over when it begins."""
    from riskreward.contract.varying import in_force  # what a contract without a variation never asks

    for before, stage in pairwise(in_force(agreement)):
        term = stage.terms.calendar
        begins = term.periods[stage.first].first
        known = [
            table for each in before.terms.measure if each.baseline for table in read_out_of(each.baseline).values()
        ]
        for number, measure in enumerate(stage.terms.measure):
            tables = {} if measure.baseline is None else read_out_of(measure.baseline)
            new = {name: table for name, table in tables.items() if table not in known}
            for name, year in years_not_over(new, term, begins):
                given = f"measure[{number}].baseline.{name} {year}"
                what = f"give {given}, which is not over when they hold, from {day_text(begins)}"
                mend = "write years that are over by then"
                yield Problem(f"{stage.where}.changes", what, mend)
