"""A portfolio: many different contracts of twelve months over a thousand paths, streamed; in a process of its own.

`python -m tests.benchmarks.portfolio 10000` prints how many contracts a second are made, read and counted, the most
memory that it took, and the share of the time that is spent outside the compiled programs.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from random import Random
from time import process_time
from typing import Any

import riskreward as rr
from riskreward.figures import rounded
from riskreward.readers.arrays import Arrays
from riskreward.terms import read_terms

PATHS = 1_000
SCENARIO = rr.low_likely_high("-2%", "8%", "15%")


def contract(number: int) -> rr.Contract:
    """Return a contract of twelve months that no other is like: its baseline, guarantee, share, cap and retention."""
    chance = Random(number)

    def per_cent(low: int, high: int) -> str:
        return f"{chance.randrange(10 * low, 10 * high) / 10}%"

    baseline = chance.randrange(1_000_000, 20_000_000)
    costs = {
        "name": "running costs",
        "unit": "£",
        "benefit": "cashable",
        "baseline": {"rule": "fixed", "amount": baseline, "spread": "evenly over the months"},
    }
    cap = {"rule": "cap", "amount": baseline // chance.randrange(30, 90), "over": "term"}
    terms = {
        "title": f"Contract {number}",
        "starts": "2026-04-01",
        "years": 1,
        "settled": "monthly",
        "rounding": "half up to the penny",
        "measure": [costs],
        "guarantee": {"share_of_baseline": per_cent(1, 6), "tested": "cumulatively", "shortfall": "fee only"},
        "fee": {
            "starts": "above the guarantee",
            "counted": "to date",
            "step": [{"rule": "share", "share": per_cent(10, 40)}, {**cap, "room_used_by": "what is earned"}],
        },
        "settlement": {
            "retention": {"share": per_cent(5, 30), "released": "at the end of the term"},
            "clawback": {"first_from": "retention", "restores_cap": True, "vintage": "oldest first"},
        },
    }
    return read_terms(rr.Contract, terms)


class Stopwatch:
    """Adds up the seconds that calls take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is, of which every call is timed."""

        def run(*given: Any) -> Any:
            begun = process_time()
            try:
                return call(*given)
            finally:
                self.seconds += process_time() - begun

        return run


def measured(contracts: int, paths: int = PATHS) -> str:
    """Return what it took to simulate so many contracts, in words."""
    programs, making = Stopwatch(), Stopwatch()
    step = Arrays.step

    def timed_step(arrays: Arrays, *given: Any) -> Callable[..., Any]:
        return programs.timed(step(arrays, *given))

    make = making.timed(contract)

    def coming() -> Iterator[rr.Contract]:
        return (make(number) for number in range(1, contracts + 1))

    rr.simulate_portfolio([contract(0)], SCENARIO, paths=paths)  # what is made once is not counted
    Arrays.step = timed_step  # type: ignore[method-assign, assignment]  # every program that it makes is timed
    try:
        begun = process_time()
        found = rr.simulate_portfolio(coming(), SCENARIO, paths=paths)
        seconds = process_time() - begun
    finally:
        Arrays.step = step  # type: ignore[method-assign]  # as it was
    counting = seconds - making.seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{len(found):,} contracts x 12 months x {paths:,} paths: {len(found) / seconds:,.0f} contracts a second, and "
        f"{len(found) / counting:,.0f} once they are read, on one core; {memory:,.0f} MB at most; "
        f"{1 - programs.seconds / counting:.0%} of the time outside the compiled programs; "
        f"fees of {rounded(found.fee.mean, 2):,} on average"
    )


if __name__ == "__main__":
    print(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
