"""What a contract comes to over many paths of a scenario: what is paid, when, how likely, and what is kept."""

from collections.abc import Callable
from concurrent.futures import Executor

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED
from riskreward.fees.limits.cap import Cap
from riskreward.findings import InputError, Problem
from riskreward.kernel.words import PATH
from riskreward.promises.sentences import NEVER_OUT_OF_POCKET, SHORTFALL
from riskreward.promises.worst import KEPT
from riskreward.refusals import described
from riskreward.scenarios.batches import (
    Asked,
    Chance,
    Progress,
    Settling,
    Tallied,
    Task,
    kept_line,
    made_ready,
    refusals,
    settle_in_batches,
)
from riskreward.scenarios.discount import GREEN_BOOK, DiscountRate, discount_problems
from riskreward.scenarios.scenario import Scenario, Source, scenario
from riskreward.scenarios.simulated import BY_PERIOD, Simulation
from riskreward.scenarios.workers import executor_problems

MOST_PATHS = 10**12
"""So many paths, which a large cluster settles in days, are taken for no slip of the pen."""


def simulate(
    contract: Contract,
    scenario: Scenario | Source,
    *,
    paths: int = 100_000,
    seed: int = 0,
    discount: DiscountRate | None = GREEN_BOOK,
    named: str = "",
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: bool = False,
) -> Simulation:
    """Return what a contract comes to over so many paths of a scenario, each settled to the penny.

    The same `seed` draws the same paths on every machine. `discount` is the rate that the council's position is
    discounted at; the Green Book's is offered. `named` draws the paths that a portfolio of the same seed draws for the
    contract of this name. An `executor` of concurrent.futures shares out the work, and `progress` is told how many
    paths are settled, and of how many. `compiled` takes a few seconds to make ready and then settles faster, to the
    same figures; drawing and counting take as long as before. Raises InputError with every problem of the input before
    any work begins, and ImportError, with the line that installs it, without numpy, or without numba for what is
    compiled.
    """
    task = _task(contract, scenario, seed, asked(contract, discount), named)._replace(compiled=compiled)
    settling = ready(task, paths, discount, executor, progress)
    run = runs(paths, executor, progress)
    return Simulation(contract, settling, task, run(settling, task), discount, run)


def runs(paths: int, executor: Executor | None, progress: Progress | None) -> Callable[[Settling, Task], Tallied]:
    """Return what settles a task over so many paths."""

    def run(settling: Settling, task: Task) -> Tallied:
        return settle_in_batches(settling, task, paths, executor, progress)

    return run


def _task(contract: Contract, given: Scenario | Source, seed: int, asked: Asked, named: str) -> Task:
    return Task(contract, given if isinstance(given, Scenario) else scenario(given), seed, asked, named)


def paths_problems(paths: object) -> list[Problem]:
    """Return what is wrong with a number of paths that is not a whole number from one on."""
    if isinstance(paths, bool) or not isinstance(paths, int) or paths < 1:
        return [Problem("paths", f"is {paths!r}", "write a whole number from 1")]
    if paths > MOST_PATHS:
        return [Problem("paths", f"is more than {MOST_PATHS:,}", "check the number of noughts")]
    return []


def ready(
    task: Task, paths: int, discount: DiscountRate | None, executor: Executor | None, progress: object = None
) -> Settling:
    """Return a task made ready. Raises InputError with every problem of the scenario and of what else is given."""
    problems = [*paths_problems(paths), *discount_problems(discount), *executor_problems(executor)]
    if progress is not None and not callable(progress):
        what = f"is {described(progress)}, which cannot be called"
        problems.append(Problem("progress", what, "give a function of how many paths are settled, and of how many"))
    settling = None
    try:
        settling = made_ready(task)
    except InputError as error:
        problems += error.problems
    if settling is not None and not problems:
        most = settling.drawing.paths
        if most is not None and paths > most:
            problems.append(Problem("paths", f"is {paths:,}, but your own figures have {most:,}", f"write {most:,}"))
    if problems or settling is None:
        raise InputError(problems)
    return settling


def asked(contract: Contract, discount: DiscountRate | None) -> Asked:
    """Return what is asked of every path of a simulation."""
    from riskreward.contract.varying import in_force

    stages = in_force(contract)
    paths = dict.fromkeys(line.path for stage in stages for line in stage.assembled.program.lines)
    steps = [step for stage in stages for step in stage.terms.fee.step]
    cut_off = {f"above the {step.title}, falls to the authority" for step in steps if isinstance(step, Cap)}
    caps = tuple(path for path in paths if path.split(PATH)[-1] in cut_off)
    short = tuple(path for path in paths if path == SHORTFALL)
    chances = [Chance("a fee is earned", (EARNED,))]
    chances += [Chance("a cap takes off part of the fee", caps)] if caps else []
    chances += [Chance("a shortfall is paid", short)] if short else []
    if not NEVER_OUT_OF_POCKET.why_not(contract):
        chances.append(
            Chance("the council has paid more than it saved at some settlement", (kept_line(),), is_kept=True)
        )
    chances.append(Chance("the council is worse off in the end", (KEPT,), is_loss=True))
    chances += refusals(stages)
    discounted = None
    if isinstance(discount, DiscountRate):  # `ready` refuses what is none
        years = dict.fromkeys(period.year for period in stages[-1].assembled.periods)
        factors = {year: discount.factor(number) for number, year in enumerate(years)}
        discounted = KEPT, tuple(factors[period.year] for period in stages[-1].assembled.periods)
    return Asked(tuple(BY_PERIOD.values()), tuple(chances), (EARNED, KEPT), discounted=discounted)
