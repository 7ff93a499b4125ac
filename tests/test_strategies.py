"""The published strategies draw only what settles, and reach where terms turn."""

import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskreward import Contract, Outturn
from riskreward.fees import Cap
from riskreward.settlement.statement import Statement
from riskreward.strategies import Settlement, outturns, settlements
from tests.promises.contracts import of_the_catalogue

ROOT = Path(__file__).parents[1]
LINES = ("clawback", "retained", "shortfall payable by the provider")
REACHED: Counter[str] = Counter()


def noted(contract: Contract, statement: Statement) -> None:
    """Count the statements that reach where terms turn, each once for what it reaches."""
    caps = {step.amount for step in contract.fee.step if isinstance(step, Cap)}
    reached = set()
    for line in (line for period in statement.periods for line in period.lines):
        name = line.path.split(" / ")[-1]
        reached |= {each for each in LINES if name == each and line.exact}
        reached |= {"loss"} if name == "saving" and line.exact < 0 else set()
        reached |= {"cap"} if name == "fee within the cap" and line.exact in caps else set()
    REACHED.update(reached)


@settings(
    max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(settlements())
def every_drawn_contract_settles(drawn: Settlement) -> None:
    noted(drawn.contract, drawn.contract.settle(drawn.outturn))


def test_every_drawn_contract_settles_its_outturn_and_they_reach_where_terms_turn() -> None:
    REACHED.clear()
    every_drawn_contract_settles()
    print(dict(REACHED))
    assert all(REACHED[each] >= 1 for each in ("loss", "cap", *LINES))


CATALOGUE = dict(of_the_catalogue())


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(st.sampled_from(sorted(CATALOGUE)).flatmap(lambda name: st.tuples(st.just(name), outturns(CATALOGUE[name]))))
def test_outturns_of_every_contract_of_the_catalogue_settle(drawn: tuple[str, Outturn]) -> None:
    name, outturn = drawn
    assert len(CATALOGUE[name].settle(outturn).periods) >= len(outturn)


def in_a_fresh_process(code: str, folder: Path) -> str:
    """Run code where the entry point of the project's own file is installed."""
    made = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]["hypothesis"]
    installed = folder / "drawn-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: drawn\nVersion: 0\n")
    entries = "\n".join(f"{name} = {value}" for name, value in made.items())
    (installed / "entry_points.txt").write_text(f"[hypothesis]\n{entries}\n")
    found = os.pathsep.join([str(ROOT), str(folder)])
    run = [sys.executable, "-c", code]
    return subprocess.run(
        run, env=os.environ | {"PYTHONPATH": found}, capture_output=True, text=True, check=True
    ).stdout


DRAWN = (
    "\nimport sys; assert 'riskreward.strategies' not in sys.modules; print(st.from_type(rr.Contract).example().title)"
)


def test_contracts_are_drawn_from_their_type_whichever_library_is_imported_first(tmp_path: Path) -> None:
    for number, first in enumerate(
        ("import hypothesis.strategies as st, riskreward as rr", "import riskreward as rr, hypothesis.strategies as st")
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert in_a_fresh_process(first + DRAWN, folder).strip()


def test_hypothesis_alone_does_not_import_the_library(tmp_path: Path) -> None:
    code = (
        "import hypothesis, sys; print([each in sys.modules for each in ('riskreward_for_hypothesis', 'riskreward')])"
    )
    assert in_a_fresh_process(code, tmp_path).strip() == "[True, False]"


def test_without_hypothesis_one_error_says_what_to_install(tmp_path: Path) -> None:
    code = """
import sys; sys.modules['hypothesis'] = None
try: import riskreward.strategies
except ImportError as error: print(error)"""
    assert "pip install 'riskreward[tests]'" in in_a_fresh_process(code, tmp_path)
