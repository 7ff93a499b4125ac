"""What a portfolio of many contracts comes to over many paths: rr.simulate_portfolio."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import islice
from numbers import Integral
from typing import TypeVar, cast

from riskreward.contract.contract import Contract
from riskreward.figures import Figure
from riskreward.findings import InputError, Problem
from riskreward.portfolios.cap import Over
from riskreward.portfolios.lots import SharedOut
from riskreward.scenarios.arrays import need_arrays
from riskreward.scenarios.capped import Aggregate, Capped, read_aggregate
from riskreward.scenarios.draws import seed_problems
from riskreward.scenarios.given import progress_problems
from riskreward.scenarios.portfolio_members import Contracts, Member, Scenarios, read_members
from riskreward.scenarios.portfolio_result import PortfolioSimulation
from riskreward.scenarios.portfolio_tallies import Counted, Work, count
from riskreward.scenarios.tallies import ONE_BY_ONE
from riskreward.scenarios.workers import executor_problems
from riskreward.scenarios.workers import shared_out as shared_out_among

Read = TypeVar("Read")

SENTENCES = 20
"""Sentences of scenarios that are shown."""

TOGETHER = 25
"""Contracts that a worker counts at once: half a second of work."""

Progress = Callable[[int, int | None], object]
"""Is told how many contracts are counted, and of how many; None where they come one after another."""


def simulate_portfolio(
    contracts: Contracts,
    scenarios: Scenarios,
    *,
    paths: int = 1_000,
    seed: int = 0,
    cap: Figure | None = None,
    over: Over | None = None,
    shared_out: SharedOut | None = None,
    netted: bool | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> PortfolioSimulation:
    """Return what many contracts come to together, over so many paths of their scenarios, to the penny.

    `contracts` may come one after another, from a generator: none is held once it is counted. `scenarios` is one for
    all, or one for each by its name. On a path each contract is drawn independently of the others, by the seed and its
    name, but for what a scenario says is common. A `cap` holds the fees of all within an amount, as `settle_lots` does
    and by the same choices, over the contracts' own years; under it each one's fee is held in each year, 8 bytes for
    each path. An `executor` of concurrent.futures shares out the contracts, and `progress` is told how many are
    counted. Raises InputError with every problem of contracts that are all there, and ImportError, with the line that
    installs it, without numpy.
    """
    need_arrays()
    problems = [
        *seed_problems(seed),
        *_path_problems(paths),
        *executor_problems(executor),
        *progress_problems(progress),
    ]

    def attempt(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except InputError as error:
            problems.extend(error.problems)
            return None

    all_there = isinstance(contracts, Collection | Contract)
    given = (
        contracts
        if all_there or cap is None or not isinstance(contracts, Iterable)
        else cast("Contracts", list(contracts))
    )
    members = attempt(lambda: read_members(given, scenarios))
    lots = [] if cap is None or members is None else list(members)
    aggregate: Aggregate | None = attempt(lambda: read_aggregate(cap, over, shared_out, netted, lots))
    if problems or members is None:
        raise InputError(problems)
    work = Work(int(seed), int(paths), aggregate is not None)
    stream = _Stream(lots or members)
    of = len(given) if isinstance(given, Collection) else None
    whole = Counted()
    for part in _counted(work, stream, executor):
        whole.join(part)
        if progress is not None:
            progress(len(whole.contracts), of)
    capped = None if aggregate is None else Capped(aggregate, whole.lots, lots)
    return PortfolioSimulation(whole, work, stream.currency, tuple(stream.sentences), capped)


def _counted(work: Work, members: Iterable[Member], executor: Executor | None) -> Iterator[Counted]:
    """Yield what the contracts come to, so many at a time, in their order."""
    parts = _together(members)
    do = partial(count, work)
    return map(do, parts) if executor is None else shared_out_among(executor, do, parts, do)


def _together(members: Iterable[Member]) -> Iterator[Sequence[Member]]:
    coming = iter(members)
    while part := tuple(islice(coming, TOGETHER)):
        yield part


class _Stream:
    """Contracts on their way, of which the currency is noted, and what the first scenarios say."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = members
        self.currency = ""
        self.sentences: dict[str, None] = {}

    def __iter__(self) -> Iterator[Member]:
        for member in self._members:
            self.currency = member.contract.currency
            if len(self.sentences) < SENTENCES:
                self.sentences |= dict.fromkeys(member.scenario.sentences)
            yield member


def _path_problems(paths: object) -> list[Problem]:
    if isinstance(paths, bool) or not isinstance(paths, Integral) or not 1 <= int(paths) <= ONE_BY_ONE:
        return [Problem("paths", f"is {paths!r}", f"write a whole number from 1 to {ONE_BY_ONE:,}")]
    return []
