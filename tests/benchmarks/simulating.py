"""The benchmark contract simulated as a whole: at several sizes, in memory, by two processes and by a Dask cluster."""

import resource
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import NamedTuple

import riskreward as rr
from tests.benchmarks import five_years
from tests.benchmarks.timing import Timed, in_turn

MONTHS = 60
SIZES = (10_000, 1_000_000)
TEN_MILLION = 10_000_000
WORKERS = 2
LONG_RUN = 16_000_000
"""Paths that take two processes more than twenty seconds."""
ONE, TWO, DASK = "one process", "two processes", "a Dask cluster of two workers"


def scenario() -> rr.scenarios.Scenario:
    """Return costs from an overspend to a large saving, and repairs that miss their standard in some months."""
    return rr.scenario(
        {
            five_years.COSTS: rr.low_likely_high("-8%", "8%", "25%", drawn="each period"),
            five_years.ON_TIME: rr.normal("93%", "2%", within=("80%", "100%"), drawn="each period"),
        }
    )


def simulated(paths: int, executor: Executor | None = None) -> rr.Simulation:
    return rr.simulate(five_years.contract(MONTHS), scenario(), paths=paths, seed=2026, executor=executor)


def seconds_by_size(rounds: int) -> dict[int, float]:
    """Return the seconds of the processor that so many paths take, the whole simulation once it has been made ready."""
    contract, drawn = five_years.contract(MONTHS), scenario()

    def run(paths: int) -> Timed:
        times = max(1, SIZES[-1] // 10 // paths)
        return Timed(lambda: rr.simulate(contract, drawn, paths=paths, seed=2026), times)

    rr.simulate(contract, drawn, paths=SIZES[0], seed=2026)
    return dict(zip(SIZES, in_turn([run(paths) for paths in SIZES], rounds), strict=True))


def seconds_to_make_ready(rounds: int) -> float:
    """Return the seconds that a simulation of one path takes where nothing is known of the contract beforehand."""
    drawn = scenario()
    fresh = iter([(five_years.contract(MONTHS), seed) for seed in range(rounds)])

    def first() -> rr.Simulation:
        contract, seed = next(fresh)
        return rr.simulate(contract, drawn, paths=1, seed=seed)

    return in_turn([Timed(first)], rounds)[0]


@contextmanager
def two_processes() -> Iterator[Executor]:
    """Yield two processes that have begun."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def dask_cluster() -> Iterator[Executor]:
    """Yield the executor of a local cluster of two workers."""
    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


class Taken(NamedTuple):
    """The seconds of a run by the clock, and those of the processor of the busiest of its processes.

    The second is what the first would be at best, were every worker given a processor of its own.
    """

    by_clock: float
    by_busiest: float


def seconds_shared_out(paths: int = LONG_RUN, rounds: int = 3) -> tuple[dict[str, Taken], dict[str, Taken]]:
    """Return what a run takes in one process and in two, and in two and on a Dask cluster of two, all made ready.

    Those of a pair take turns, alone on the machine; of each the shortest is returned, as other programs only ever make
    a run longer. Raises AssertionError where the figures differ.
    """
    with two_processes() as processes:
        at_first = _in_pairs({ONE: None, TWO: processes}, paths, rounds)
        with dask_cluster() as dask:
            return at_first, _in_pairs({DASK: dask, TWO: processes}, paths, rounds)


def _in_pairs(executors: dict[str, Executor | None], paths: int, rounds: int) -> dict[str, Taken]:
    for executor in executors.values():
        simulated(WORKERS << 18, executor)
    rows = [[_taken(paths, executor) for executor in executors.values()] for _ in range(rounds)]
    for (_, first), *others in rows:
        assert all(figures == first for _, figures in others)
    each = [[taken for taken, _ in of_one] for of_one in zip(*rows, strict=True)]
    return {
        name: Taken(min(one.by_clock for one in taken), min(one.by_busiest for one in taken))
        for name, taken in zip(executors, each, strict=True)
    }


def _taken(paths: int, executor: Executor | None) -> tuple[Taken, list[object]]:
    """Return what a run takes, and figures of it that need no second run: beyond ten million paths quantiles do."""
    from psutil import Process

    processes = [Process(), *Process().children(recursive=True)]

    def used() -> list[float]:
        return [sum(each.cpu_times()[:2]) for each in processes]

    before, begun = used(), perf_counter()
    result = simulated(paths, executor)
    by_clock = perf_counter() - begun
    busiest = max(after - known for known, after in zip(before, used(), strict=True))
    spreads = [(each.mean, each.lowest, each.highest) for each in (result.fee, result.kept)]
    return Taken(by_clock, busiest), [*spreads, result.chances, result.by_period]


def main(paths: int) -> None:
    """Print the seconds of the processor that so many paths take once made ready, and the most megabytes."""
    contract, drawn = five_years.contract(MONTHS), scenario()

    def run(paths: int) -> None:
        rr.simulate(contract, drawn, paths=paths, seed=2026)

    run(SIZES[0])
    times, begun = max(1, SIZES[-1] // paths), process_time()
    for _ in range(times):
        run(paths)
    print((process_time() - begun) / times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))
