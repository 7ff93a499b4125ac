"""What a contract's baselines were read out of, held against its own term."""

from riskreward.baselines.frozen import own_years
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
