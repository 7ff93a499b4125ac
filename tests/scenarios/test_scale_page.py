"""Every example of docs/scale.md runs as it stands, in a Python of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "scale.md").read_text(encoding="utf-8"), re.DOTALL)


def test_there_are_examples_of_processes_of_a_cluster_and_of_progress() -> None:
    assert [any(word in each for each in EXAMPLES) for word in ("ProcessPoolExecutor", "LocalCluster", "tqdm")] == [
        True
    ] * 3


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(number: int, tmp_path: Path) -> None:
    script = tmp_path / "example.py"
    script.write_text(EXAMPLES[number], encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, script]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    if "LocalCluster" in EXAMPLES[number]:
        assert done.stdout.startswith("Over 300,000 paths the fee is £")
    if "tqdm" in EXAMPLES[number]:
        assert "600000/600000" in done.stderr
