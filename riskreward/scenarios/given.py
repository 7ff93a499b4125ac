"""What is given to a simulation beside its figures: what is wrong with it, before any work begins."""

from collections.abc import Iterator
from numbers import Integral

from riskreward.catalogue.given import unclear_truth
from riskreward.contract.contract import Contract
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.scenarios.discount import discount_problems
from riskreward.scenarios.scenario import Scenario, scenario
from riskreward.scenarios.workers import executor_problems

MOST_PATHS = 10**12
"""So many paths, which a large cluster settles in days, are taken for no slip of the pen."""


def paths_problems(paths: object) -> list[Problem]:
    """Return what is wrong with a number of paths that is not a whole number from one on."""
    if isinstance(paths, bool) or not isinstance(paths, Integral) or int(paths) < 1:
        return [Problem("paths", f"is {shown(paths)}", "write a whole number from 1")]
    if int(paths) > MOST_PATHS:
        return [Problem("paths", f"is more than {MOST_PATHS:,}", "check the number of noughts")]
    return []


def read_path(number: object, paths: int) -> int:
    """Return the number of one of so many paths, from nought. Raises InputError for one that there is not."""
    if isinstance(number, bool) or not isinstance(number, Integral) or not 0 <= int(number) < paths:
        mend = f"write a whole number from 0 to {paths - 1:,}"
        raise InputError([Problem("path", f"is {shown(number)}, which is no path of this simulation", mend)])
    return int(number)


def contract_problems(contract: object, where: str = "contract") -> list[Problem]:
    """Return what is wrong with what is given for a contract."""
    if isinstance(contract, Contract):
        return []
    what = f"is {described(contract)}, where a contract belongs"
    return [Problem(where, what, "write it with a function such as rr.gain_share, or read it with rr.read_contract")]


def progress_problems(progress: object) -> list[Problem]:
    """Return what is wrong with what is told how far the work is, or with none."""
    if progress is None or callable(progress):
        return []
    what = f"is {described(progress)}, which cannot be called"
    return [Problem("progress", what, "give a function of how much is done, and of how much")]


def option_problems(paths: object, discount: object, executor: object, progress: object) -> list[Problem]:
    """Return what is wrong with how a simulation is asked to be settled."""
    found = [*paths_problems(paths), *discount_problems(discount)]
    return [*found, *executor_problems(executor), *progress_problems(progress)]


def drawing_problems(named: object, compiled: object) -> Iterator[Problem]:
    """Yield what is wrong with the name that paths are drawn by, and with whether they are compiled."""
    if not isinstance(named, str):
        mend = "write the name that the portfolio has for the contract, or leave it out"
        yield Problem("named", f"is {described(named)}, which is no name", mend)
    yield from unclear_truth("compiled", compiled)


def read_scenario(given: object, problems: list[Problem]) -> Scenario | None:
    """Return a scenario, or that of one distribution; None, with its problems kept, for what is neither."""
    if isinstance(given, Scenario):
        return given
    try:
        return scenario(given)  # type: ignore[arg-type]  # it refuses what is no scenario
    except InputError as error:
        problems += error.problems
        return None
