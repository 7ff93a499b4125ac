"""The cohort bond: each cohort is paid for where it improves enough, the rest at the end if all together have."""

from datetime import date

from riskreward.calendar import Years
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure
from riskreward.terms import read_terms

REDUCTION, POOLED, FEWER = "reduction", "pooled reduction", "events fewer"


def cohort_bond(
    *,
    starts: str | date,
    years: int,
    price: Figure | list[Figure],
    cohort_at_least: Figure,
    pooled_at_least: Figure,
    largest_payment: Figure | None = None,
    years_run: Years = "from the start date",
    title: str = "Cohort bond",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays for each event fewer, cohort by cohort, of cohorts that reduced them enough.

    A year is a cohort: its column `reduction` says by how much, `events fewer` how many are paid for at the `price`.
    A cohort that reaches `cohort_at_least` is paid for at once. The last year also has the `pooled reduction` of all
    cohorts (0 in the others); where it reaches `pooled_at_least`, the cohorts that were not paid for are. Both shares
    are written as `"10%"`. `largest_payment` is the most over the term.

    Raises InputError with every problem of the terms.

    Source: Peterborough social impact bond: 10% for a cohort, or else 7.5% for all pooled. Its first cohort's 8.4% did
    not pay; 9% pooled did.

    >>> bond = cohort_bond(price=1_000, cohort_at_least="10%", pooled_at_least="7.5%", starts="2010-09-01", years=2)
    >>> statement = bond.settle({
    ...     "2010-11": {"reduction": "8.4%", "events fewer": 60, "pooled reduction": 0},
    ...     "2011-12": {"reduction": "9.7%", "events fewer": 40, "pooled reduction": "9%"}})
    >>> [int(each["fee of the year"]) for each in statement.periods]
    [0, 100000]
    """
    step = {
        "rule": "cohort then pooled",
        "measure": REDUCTION,
        "cohort_at_least": cohort_at_least,
        "pooled_measure": POOLED,
        "pooled_at_least": pooled_at_least,
        "units": FEWER,
        "price": {"amount": price},
    }
    cap = {"rule": "cap", "amount": largest_payment, "over": "term", "room_used_by": "what is earned"}
    shares = [{"name": name, "unit": "%", "better": "higher"} for name in (REDUCTION, POOLED)]
    return read_terms(
        Contract,
        {
            "title": title,
            "authority": authority,
            "provider": provider,
            "starts": starts,
            "years": years,
            "settled": "yearly",
            "years_run": years_run,
            "currency": currency,
            "rounding": rounding,
            "measure": [*shares, {"name": FEWER, "unit": "events", "better": "higher"}],
            "fee": {
                "starts": "first pound",
                "counted": "each period",
                "step": [step] if largest_payment is None else [step, cap],
            },
        },
    )
