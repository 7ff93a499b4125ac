"""A Dask cluster of two workers gives the figures of one process, and is left with nothing to do."""

from collections.abc import Iterator
from typing import Any

import dask
import pytest
from dask.distributed import Client, LocalCluster

from riskreward.scenarios import batches
from tests.scenarios.test_batches import PATHS, records


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    patient = {"distributed.comm.timeouts.connect": "300s", "distributed.comm.timeouts.tcp": "300s"}
    with (
        dask.config.set(patient),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 300)


def test_a_cluster_gives_the_figures_of_one_process(client: Client) -> None:
    told: list[tuple[int, int]] = []
    found = records(executor=client.get_executor(), progress=lambda *each: told.append(each))
    assert found == records()
    assert told == [(each, PATHS) for each in (300, 600, 900, 1_200, 1_500, 1_800, 2_000)]


def test_a_run_that_is_stopped_leaves_nothing_to_do_on_the_cluster(client: Client) -> None:
    executor = client.get_executor()

    def stop(settled: int, paths: int) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        records(executor=executor, progress=stop)
    assert not _left(client)
    assert records(executor=executor) == records()
    assert not _left(client)


def _left(client: Client) -> dict[str, Any]:
    """Return what the cluster still works on, after a few seconds to end it; a batch that had ended may be held."""

    def unfinished(dask_scheduler: Any) -> dict[str, str]:
        return {str(key): task.state for key, task in dask_scheduler.tasks.items() if task.state != "memory"}

    from time import sleep

    for _ in range(600):
        found = client.run_on_scheduler(unfinished)
        if not found:
            break
        sleep(0.1)
    return found
