"""The rows of many paths: against float64, against a spreadsheet, at any size, and shared out among workers."""

import subprocess
import sys
from collections.abc import Iterator, Mapping

from tests.benchmarks import compiled_paths, paths, pennies, simulating, spreadsheet
from tests.benchmarks.row import Row
from tests.benchmarks.timing import ROOT

MILLION = "1,000,000 paths of 60 months"
TEN_MILLION = "10,000,000 paths of 60 months"
SOME = 16_384
"""Paths that are settled one by one by the exact reader where there is not the time for a million."""


def of_paths(rounds: int = 5, heavy: bool = False) -> Iterator[Row]:
    """Yield the rows of many paths; those that take minutes, or LibreOffice, where `heavy` asks for them."""
    yield from against_floats(paths.PATHS)
    yield from off_by_a_penny(paths.PATHS if heavy else SOME)
    yield from by_size(rounds)
    if heavy:
        yield from at_ten_million()
        yield from shared_out()
        yield from against_a_spreadsheet()


def against_floats(count: int) -> Iterator[Row]:
    """Yield how long settling drawn paths takes, over arrays and compiled."""
    ours, by_hand = paths.seconds(count)
    yield Row(f"settle {MILLION}, once drawn: over arrays against float64 by hand", ours, by_hand, 1.25)
    ours, by_hand = compiled_paths.seconds(count)
    yield Row(f"settle {MILLION}, once drawn: compiled against float64 by hand", ours, by_hand, 0.5)


def off_by_a_penny(count: int) -> Iterator[Row]:
    """Yield how many paths are wrong by a penny in any line of any month."""
    found = pennies.wrong(count)
    name = f"paths of {count:,} with a line not the exact reader's to the penny:"
    yield Row(f"{name} over arrays against float64 by hand", found.ours, found.by_hand, 0, unit="paths")
    yield Row(f"{name} compiled against np.round in pounds", found.compiled, found.in_pounds, 0, unit="paths")


def by_size(rounds: int) -> Iterator[Row]:
    """Yield what a path-period costs in small simulations and in large ones, and what making one ready does."""
    yield _apart(simulating.seconds_by_size(rounds))
    yield Row("make a simulation ready, once for a contract and a scenario", simulating.seconds_to_make_ready(rounds))


def at_ten_million(rounds: int = 3) -> Iterator[Row]:
    """Yield the memory of ten million paths, and what a path-period costs among so many, in processes of their own."""
    sizes = (*simulating.SIZES, simulating.TEN_MILLION)
    measured = [[_alone(size) for size in sizes] for _ in range(rounds)]
    most = max(megabytes for taken in measured for _, megabytes in taken)
    yield Row(f"most memory at {TEN_MILLION}", most, None, 500, unit="MB")
    by_size = zip(sizes, zip(*measured, strict=True), strict=True)
    yield _apart({size: min(seconds for seconds, _ in taken) for size, taken in by_size})


def _apart(seconds: Mapping[int, float]) -> Row:
    """Return what a path-period costs where it is dearest, against where it is cheapest, by the number of paths."""
    costs = {paths: each / paths / simulating.MONTHS for paths, each in seconds.items()}
    (cheapest, least), *_, (dearest, most) = sorted(costs.items(), key=lambda each: each[1])
    among = ", ".join(f"{paths:,}" for paths in costs)
    name = f"a path-period simulated of {dearest:,} paths, the dearest of {among}, against {cheapest:,}"
    return Row(name, most, least, 1.2)


def _alone(count: int) -> tuple[float, float]:
    """Return the seconds and megabytes that so many paths take in a process of its own, made ready before."""
    command = [sys.executable, "-m", "tests.benchmarks.simulating", str(count)]
    seconds, megabytes = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def shared_out() -> Iterator[Row]:
    """Yield what two processes and a Dask cluster of two workers make of a run of more than twenty seconds.

    The targets are of the clock, which tells of other programs too; the processor's time of the busiest process, which
    hardly does, is told beside it.
    """
    at_first, with_dask = simulating.seconds_shared_out()
    one, two = at_first[simulating.ONE], at_first[simulating.TWO]
    name = f"simulate {simulating.LONG_RUN:,} paths of 60 months"
    yield Row(f"{name}: one process against two", one.by_clock, two.by_clock, 1.7, "higher")
    yield Row(f"{name}: one process against the busiest of two", one.by_busiest, two.by_busiest)
    dask, two = with_dask[simulating.DASK], with_dask[simulating.TWO]
    yield Row(f"{name}: a Dask cluster of two workers against two processes", dask.by_clock, two.by_clock, 1.15)
    yield Row(f"{name}: the busiest of a Dask cluster against that of two", dask.by_busiest, two.by_busiest)


def against_a_spreadsheet() -> Iterator[Row]:
    """Yield a settlement among a million simulated against one in LibreOffice, and how many months it has wrong."""
    name = "one settlement of 60 months: simulated against recalculated by LibreOffice"
    off = f"months of {spreadsheet.SETTLEMENTS * simulating.MONTHS:,} that the spreadsheet has a penny wrong"
    missing = spreadsheet.why_not()
    if missing is not None:
        yield Row(name, None, None, 0.001, not_measured=missing)
        yield Row(off, None, not_measured=missing)
        return
    (taken,) = [simulating.seconds_by_size(1)[size] / size for size in simulating.SIZES[-1:]]
    theirs = spreadsheet.measured()
    yield Row(name, taken, theirs.seconds, 0.001)
    yield Row(off, theirs.months_wrong, unit="months")
