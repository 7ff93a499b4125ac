"""What a contract comes to over many paths of a scenario: what is paid, when, how likely, and what is kept."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from numbers import Integral

from riskreward.contract.cautions.below_nil import BELOW_THE_GUARANTEE
from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED
from riskreward.contract.varying import InForce
from riskreward.fees.limits.cap import Cap
from riskreward.findings import InputError, Problem
from riskreward.kernel.words import PATH
from riskreward.promises.sentences import NEVER_OUT_OF_POCKET, SHORTFALL
from riskreward.promises.worst import KEPT
from riskreward.scenarios.asking import Asked, Chance
from riskreward.scenarios.batches import Progress, Settling, Tallied, Task, kept_line, made_ready, settle_in_batches
from riskreward.scenarios.discount import GREEN_BOOK, DiscountRate
from riskreward.scenarios.draws import seed_problems
from riskreward.scenarios.expected import BY_PERIOD
from riskreward.scenarios.given import contract_problems, drawing_problems, option_problems, read_scenario
from riskreward.scenarios.refusing import refusals
from riskreward.scenarios.scenario import Scenario, Source
from riskreward.scenarios.simulated import Simulation
from riskreward.scenarios.workers import NoWorkTakenError

SHORTFALL_LEFT = f"guarantee{PATH}shortfall that is left"
"""What is below the guarantee, less what its cost cover and the savings before the start forgive."""


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
    problems = [*contract_problems(contract), *drawing_problems(named, compiled)]
    happens = read_scenario(scenario, problems)
    problems += option_problems(paths, discount, executor, progress)
    if not isinstance(contract, Contract) or happens is None:
        raise InputError([*problems, *seed_problems(seed)])
    task = Task(contract, happens, seed, asked(contract, discount), str(named), bool(compiled))
    settling = None
    try:
        settling = ready(task, paths)
    except InputError as error:
        problems += error.problems
    if problems or settling is None:
        raise InputError(problems)
    run = Run(int(paths), executor, progress)
    return Simulation(contract, settling, task, run(settling, task), discount, run.again)


@dataclass(frozen=True)
class Run:
    """Settles a task over so many paths; pickled it leaves the executor and the progress behind."""

    paths: int
    executor: Executor | None
    progress: Progress | None

    def __call__(self, settling: Settling, task: Task) -> Tallied:
        """Return what is counted over the paths."""
        return settle_in_batches(settling, task, self.paths, self.executor, self.progress)

    def again(self, settling: Settling, task: Task) -> Tallied:
        """Return what is counted over the paths, here where the executor has been closed since."""
        try:
            return self(settling, task)
        except NoWorkTakenError:
            return settle_in_batches(settling, task, self.paths, None, self.progress)

    def __reduce__(self) -> tuple[type["Run"], tuple[int, None, None]]:
        return Run, (self.paths, None, None)


def ready(task: Task, paths: object) -> Settling:
    """Return a task made ready. Raises InputError with every problem of it, and for more paths than there are."""
    settling = made_ready(task)
    most = settling.drawing.paths
    if most is not None and isinstance(paths, Integral) and int(paths) > most:
        what = f"is {int(paths):,}, but your own figures have {most:,}"
        raise InputError([Problem("paths", what, f"write {most:,}")])
    return settling


MISSED = {
    "each period": "the guarantee is missed in some period",
    "each year": "the guarantee is missed in some year",
    "cumulatively": "the guarantee is missed over the whole term",
}
"""What it is to miss a guarantee, by how it is tested."""


def _missed(stages: Sequence[InForce]) -> Iterator[Chance]:
    """Yield the chance that a guarantee is missed, after all that counts as meeting it, for each of the terms in turn.

    What is tested over the whole term is tested by the last terms alone.
    """
    ends = [*(each.first for each in stages[1:]), len(stages[-1].assembled.periods)]
    for stage, end in zip(stages, ends, strict=True):
        guarantee = stage.terms.guarantee
        if guarantee is None or (guarantee.tested == "cumulatively" and stage is not stages[-1]):
            continue
        is_left = any(line.path == SHORTFALL_LEFT for line in stage.assembled.program.lines)
        line = SHORTFALL_LEFT if is_left else BELOW_THE_GUARANTEE
        at_the_end = guarantee.tested == "cumulatively"
        yield Chance(MISSED[guarantee.tested], (line,), is_at_the_end=at_the_end, first=stage.first, end=end)


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
    chances += _missed(stages)
    chances += [Chance("a shortfall is paid", short)] if short else []
    if not NEVER_OUT_OF_POCKET.why_not(contract):
        chances.append(
            Chance("the council has paid for savings it did not have at some settlement", (kept_line(),), is_kept=True)
        )
    chances.append(Chance("the council ends worse off than its baseline", (KEPT,), is_loss=True))
    discounted = None
    if isinstance(discount, DiscountRate):  # what is none is refused
        years = dict.fromkeys(period.year for period in stages[-1].assembled.periods)
        factors = {year: discount.factor(number) for number, year in enumerate(years)}
        discounted = KEPT, tuple(factors[period.year] for period in stages[-1].assembled.periods)
    return Asked(
        tuple(BY_PERIOD.values()),
        tuple(chances),
        (EARNED, KEPT),
        discounted=discounted,
        refusals=refusals(stages),
    )
