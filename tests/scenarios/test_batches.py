"""Whoever settles the batches, and however large they are, the figures are the same; a dead worker costs time alone."""

import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy
import pytest

import riskreward as rr
from riskreward.readers.arrays import Arrays
from riskreward.scenarios import batches, many_paths
from riskreward.scenarios import workers as workers_module
from tests.benchmarks import five_years, simulating

PATHS = 2_000


def contract() -> rr.Contract:
    return rr.gain_share(
        baseline="£12,201,000",
        guarantee="10%",
        share="25%",
        cap="£400,000",
        retention="20%",
        fee_starts="above the guarantee",
        clawback=True,
        starts="2022-04-01",
        years=3,
    )


def what_might_happen() -> Any:
    return rr.scenario(rr.low_likely_high("2%", "10%", "20%", drawn="each period"), shocks=rr.shock("5%", loses="40%"))


def records(**how: Any) -> list[dict[str, Any]]:
    return rr.simulate(contract(), what_might_happen(), paths=PATHS, seed=7, **how).to_records()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 300)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("workers", [1, 2])
def test_processes_and_threads_give_the_figures_of_one_process(workers: int) -> None:
    alone = records()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        assert records(executor=executor) == alone
    with ThreadPoolExecutor(workers) as threads:
        assert records(executor=threads) == alone


@pytest.mark.parametrize(("chunk", "batch"), [(1, 100), (7, 64), (1_999, 2_000), (16_384, 1)])
def test_the_size_of_chunks_and_batches_changes_no_figure(
    chunk: int, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = 200
    alone = rr.simulate(contract(), what_might_happen(), paths=few, seed=7).to_records()
    monkeypatch.setattr(many_paths, "PATHS", chunk)
    monkeypatch.setattr(batches, "_LAST", [])
    monkeypatch.setattr(batches, "BATCH", batch)
    assert rr.simulate(contract(), what_might_happen(), paths=few, seed=7).to_records() == alone


def dies(*_: object) -> None:
    os._exit(1)


class Deadly(ProcessPoolExecutor):
    """Kills its worker at the third batch."""

    given = 0

    def submit(self, call: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self.given += 1
        return super().submit(dies if self.given == 3 else call, *arguments, **named)


@pytest.mark.usefixtures("small_batches")
def test_a_worker_that_dies_loses_nothing() -> None:
    with Deadly(1, mp_context=get_context("spawn")) as executor:
        assert records(executor=executor) == records()
        assert executor.given >= 3


class Closed(Executor):
    """Refuses work with an error of its own, as Dask's client does once it is closed."""

    def submit(self, *args: Any, **how: Any) -> Any:
        """Refuse it."""
        raise LookupError("the client is closed")


def test_an_executor_that_refuses_in_its_own_way_is_told_as_one_that_is_shut_down() -> None:
    with pytest.raises(rr.InputError, match=r"^executor takes no work: the client is closed; give one that is open"):
        records(executor=Closed())


def test_an_executor_that_is_shut_down_is_told_before_any_work() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    told: list[tuple[int, int]] = []
    with pytest.raises(rr.InputError, match=r"executor takes no work: .*; give one that is open, or leave it out"):
        records(executor=executor, progress=lambda *each: told.append(each))
    assert not told


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(("waiting", "told"), [(2, "takes no more work: "), (32, "has withdrawn what it was given")])
def test_an_executor_that_is_shut_down_midway_is_told(waiting: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "WAITING", waiting)
    executor = ThreadPoolExecutor(1)
    with pytest.raises(rr.InputError, match=f"executor was shut down while at work, and {told}.*; keep it open until"):
        records(executor=executor, progress=lambda *_: executor.shutdown(cancel_futures=True))


def test_what_is_no_executor_is_told_with_every_other_problem() -> None:
    given: Any = 2
    told = "executor is 2, which is no executor; give one of concurrent.futures, such as ProcessPoolExecutor(2)"
    for run in (
        lambda: rr.simulate(contract(), what_might_happen(), paths=0, executor=given),
        lambda: rr.simulate_portfolio([contract()], what_might_happen(), paths=0, executor=given),
    ):
        with pytest.raises(rr.InputError) as caught:
            run()
        assert len(caught.value.problems) == 2
        assert told in str(caught.value)


class Kept(Executor):
    """Settles nothing until it is asked for, and remembers what it was given."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, call: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.futures.append(future)
        if len(self.futures) == 1:
            future.set_result(call(*arguments, **named))
        return future


@pytest.mark.usefixtures("small_batches")
def test_what_was_given_out_is_withdrawn_where_the_progress_callback_stops_the_run() -> None:
    executor = Kept()

    def stop(settled: int, of: int) -> None:
        assert (settled, of) == (300, PATHS)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        records(executor=executor, progress=stop)
    assert len(executor.futures) == 7
    assert all(each.cancelled() for each in executor.futures[1:])


@pytest.mark.usefixtures("small_batches")
def test_progress_is_told_after_every_batch() -> None:
    told: list[tuple[int, int]] = []
    records(progress=lambda *each: told.append(each))
    assert told == [(each, PATHS) for each in (300, 600, 900, 1_200, 1_500, 1_800, 2_000)]


@pytest.mark.parametrize("paths", [0, -1, 2.5, True, "many"])
def test_paths_that_are_no_number_are_refused_with_every_other_problem(paths: Any) -> None:
    with pytest.raises(rr.InputError) as caught:
        rr.simulate(contract(), what_might_happen(), paths=paths, seed="x")  # type: ignore[arg-type]  # on purpose
    assert [each.where for each in caught.value.problems] == ["paths", "seed"]


def test_paths_beyond_any_cluster_are_refused_before_anything_is_held() -> None:
    with pytest.raises(rr.InputError, match=r"paths is more than 1,000,000,000,000; check the number of noughts"):
        rr.simulate(contract(), what_might_happen(), paths=2**70)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds of what was made ready, in order."""
    seeds: list[int] = []

    class Noted(batches.Settling):
        def __init__(self, task: batches.Task) -> None:
            super().__init__(task)
            seeds.append(task.seed)

    monkeypatch.setattr(batches, "Settling", Noted)
    monkeypatch.setattr(batches, "_LAST", [])
    return seeds


def test_the_same_asked_again_is_not_made_ready_again(made: list[int]) -> None:
    first = [simulated(seed=7, paths=each).to_records() for each in (100, 200)]
    assert made == [7]
    assert [simulated(seed=seed, paths=200).to_records() == first[1] for seed in (8, 7)] == [False, True]
    assert made == [7, 8, 7]
    other = rr.simulate(contract().replace(share="20%"), what_might_happen(), paths=200, seed=7)
    assert other.to_records() != first[1]
    assert made == [7, 8, 7, 7]


def test_ones_own_figures_are_let_go(made: list[int]) -> None:
    own = rr.own_figures(numpy.full((50, 3), 100_000_000), counted_in="smallest parts", of="saving")
    for _ in range(2):
        rr.simulate(contract(), own, paths=50, seed=7)
    assert made == [7, 7]


def test_a_seed_that_is_no_number_is_refused_whatever_was_asked_before(made: list[int]) -> None:
    simulated(seed=1, paths=100)
    with pytest.raises(rr.InputError, match="seed"):
        simulated(seed=True, paths=100)
    assert made == [1]


def simulated(**how: Any) -> Any:
    return rr.simulate(contract(), what_might_happen(), **how)


def test_paths_that_are_settled_alone_are_told_as_a_finding_and_come_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreed, might = five_years.contract(60), simulating.scenario()
    usual = rr.simulate(agreed, might, paths=100, seed=7)
    assert usual.findings == ()
    monkeypatch.setattr(many_paths, "Arrays", partial(Arrays, widest=37, in_floats=False))
    told = []
    for batch in (100, 30):
        monkeypatch.setattr(batches, "_LAST", [])
        monkeypatch.setattr(batches, "BATCH", batch)
        told.append(rr.simulate(agreed, might, paths=100, seed=7))
        assert told[-1].to_records() == usual.to_records()
        (finding,) = told[-1].findings
        assert 0 < finding.figures["paths"] < 100
        assert finding.sentence == (
            f"{finding.figures['paths']} of 100 paths were settled one by one, as their figures may need more than "
            "64 bits; the figures are no less exact."
        )
        assert finding.sentence[:-1] in " ".join(str(told[-1]).split())
    assert told[0].findings == told[1].findings
    monkeypatch.setattr(many_paths, "Arrays", partial(Arrays, widest=30, in_floats=False))
    monkeypatch.setattr(batches, "_LAST", [])
    (finding,) = rr.simulate(agreed, might, paths=3, seed=7).findings
    assert finding.sentence.startswith("All paths were settled one by one")
