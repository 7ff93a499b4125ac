"""Sharing work out among the workers of any executor, a bounded part of it at a time; what they find comes in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from functools import partial
from typing import TypeVar
from uuid import uuid4

from riskreward.findings import InputError, Problem
from riskreward.refusals import described

Given = TypeVar("Given")
Found = TypeVar("Found")


class NoWorkTakenError(InputError):
    """An executor that takes no work at all, as it was shut down before."""


WAITING = 32
"""Parts that are given out at once, which bounds what is held."""


def executor_problems(executor: object) -> list[Problem]:
    """Return what is wrong with what is given for an executor, or for none."""
    if executor is None or isinstance(executor, Executor):
        return []
    mend = "give one of concurrent.futures, such as ProcessPoolExecutor(2), or Dask's client.get_executor()"
    return [Problem("executor", f"is {described(executor)}, which is no executor", mend)]


def shared_out(
    executor: Executor, work: Callable[[Given], Found], parts: Iterable[Given], here: Callable[[Given], Found]
) -> Generator[Found, None, None]:
    """Yield what is found in each part, in their order, as the executor's workers do the work.

    A part that a worker dies over is done `here`. What is given out is withdrawn where anything goes wrong. Raises
    InputError for an executor that takes no work, or is shut down before all is done.
    """
    run = uuid4().hex
    waiting: deque[tuple[Given, Future[Found] | None]] = deque()

    def first_found() -> Found:
        part, future = waiting.popleft()
        try:
            return here(part) if future is None else future.result()
        except BrokenExecutor:
            return here(part)
        except CancelledError:
            raise _shut_down("has withdrawn what it was given") from None

    try:
        for number, part in enumerate(parts):
            waiting.append((part, _submitted(executor, partial(_of_run, run, work), part, is_first=number == 0)))
            if len(waiting) == WAITING:
                yield first_found()
        while waiting:
            yield first_found()
    finally:
        while waiting:  # not one is held on to, whatever still holds on to this frame
            _, future = waiting.popleft()
            if future is not None:
                future.cancel()


def _of_run(run: str, work: Callable[[Given], Found], part: Given) -> Found:
    """Do a part of a run; a cluster that knows work by its name would take that of a run that was stopped for this."""
    return work(part)


def _submitted(executor: Executor, work: Callable[[Given], Found], part: Given, is_first: bool) -> Future[Found] | None:
    """Return the future of a part; None where the workers have died since the first."""
    try:
        return executor.submit(work, part)
    except BrokenExecutor:
        return None
    except Exception as error:  # a Dask client that is closed has an error of its own, which is no RuntimeError
        if not is_first:
            raise _shut_down(f"takes no more work: {error}") from None
        what = f"takes no work: {error}"
        mend = "give one that is open, or leave it out to settle here"
        raise NoWorkTakenError([Problem("executor", what, mend)]) from None


def _shut_down(what: str) -> InputError:
    """Return the refusal of an executor that was closed while it was at work."""
    mend = "keep it open until all is done, or leave it out to settle here"
    return InputError([Problem("executor", f"was shut down while at work, and {what}", mend)])
