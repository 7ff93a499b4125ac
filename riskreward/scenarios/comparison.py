"""Offers side by side: on an outturn, to the penny, or on the same paths of a scenario."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from riskreward.contract.contract import Contract
from riskreward.findings import InputError, Problem
from riskreward.scenarios.batches import Progress
from riskreward.scenarios.discount import GREEN_BOOK, DiscountRate
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.draws import seed_problems
from riskreward.scenarios.given import option_problems
from riskreward.scenarios.offers import offers_of
from riskreward.scenarios.on_outturn import OutturnComparison, on_outturn
from riskreward.scenarios.on_paths import Comparison, on_paths
from riskreward.scenarios.own_figures import OwnFigures
from riskreward.scenarios.scenario import Scenario, scenario


def compare(
    *offers_then_what_happens: object,
    names: Sequence[str] | None = None,
    paths: int = 100_000,
    seed: int = 0,
    discount: DiscountRate | None = GREEN_BOOK,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Comparison | OutturnComparison:
    """Return offers side by side on what happens, which stands last: an outturn, or a scenario.

    Offers are contracts that measure the same over the same term. The outturn is anything that a contract settles, or
    a statement; every offer is settled on it to the penny. On a scenario, a distribution, or a table of distributions
    by the names of measures, every offer is settled on the same paths, and shown with its rank, with who bears which
    risk, and with what would turn the order; `paths`, `seed`, `discount`, `executor` and `progress` are those of
    `simulate`. Offers are called by their titles, by the terms in which they differ, or by `names`. Raises InputError
    with every problem of the offers and of what is asked, or else of what happens too.

    >>> from riskreward import gain_share
    >>> offer = gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=2)
    >>> compare(offer, offer.replace(share="20%"), {"2026-27": 900_000})["share 20%"].in_all("fee earned")
    Decimal('20000.00')
    """
    *contracts, happens = offers_then_what_happens or (None,)
    if not contracts or isinstance(happens, Contract):
        what = "is a contract, where" if isinstance(happens, Contract) else "is missing:"
        mend = "write compare(one, other, outturn) or compare(one, other, scenario)"
        raise InputError([Problem("what happens", f"{what} an outturn or a scenario belongs last", mend)])
    problems = [*option_problems(paths, discount, executor, progress), *seed_problems(seed)]
    paths = paths if problems else int(paths)
    try:
        offers = offers_of(contracts, names)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if _is_scenario(happens):
        happens = scenario(happens)  # type: ignore[arg-type]  # it refuses what is no distribution
    if isinstance(happens, Scenario):
        return on_paths(offers, happens, paths, seed, discount, executor, progress, problems)
    return on_outturn(offers, happens, problems)


def _is_scenario(happens: object) -> bool:
    """Return whether this is a distribution, or a table that has one: no outturn has any."""
    given = happens.values() if isinstance(happens, Mapping) else [happens]
    return any(isinstance(each, Distribution | OwnFigures) for each in given)
