"""Timing side by side: every call in turn, round after round, so that what slows the machine slows them all."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple

import riskreward

ROOT = Path(riskreward.__file__).parent.parent


class Timed(NamedTuple):
    """What is timed, so many times over in each round."""

    call: Callable[[], object]
    times: int = 1


def in_turn(
    timed: Sequence[Timed],
    rounds: int,
    clock: Callable[[], float] = process_time,
    of_rounds: Callable[[Sequence[float]], float] = median,
) -> list[float]:
    """Return the seconds of each call, in the median round; every other round goes through them backwards.

    They are seconds of the processor, which other programs on the machine hardly touch, unless told otherwise.
    """
    seconds: list[list[float]] = [[] for _ in timed]
    for number in range(rounds):
        order = range(len(timed)) if number % 2 == 0 else reversed(range(len(timed)))
        for place in order:
            gc.collect()
            seconds[place].append(_seconds(*timed[place], clock))
    return [of_rounds(each) for each in seconds]


def _seconds(call: Callable[[], object], times: int, clock: Callable[[], float]) -> float:
    begun = clock()
    for _ in range(times):
        call()
    return (clock() - begun) / times


def fresh_processes(statements: Sequence[str], rounds: int) -> list[float]:
    """Return the seconds by the clock of each statement in a Python of its own, bytecode written beforehand.

    Of each the shortest is returned, as other programs only ever make a process longer.
    """
    with TemporaryDirectory() as bytecode:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = bytecode

        def process(statement: str) -> Timed:
            command = [sys.executable, "-c", statement]
            return Timed(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True))

        processes = [process(statement) for statement in statements]
        in_turn(processes, 1, perf_counter)
        return in_turn(processes, rounds, perf_counter, min)
