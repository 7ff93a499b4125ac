"""The table of mechanisms has a row for each of the catalogue's, and every row is what its test works out."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
CATALOGUE = ROOT.parent / "shared" / "MECHANISMS.md"

ROWS = [
    tuple(cell.strip() for cell in line.strip("| \n").split(" | "))
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| mechanism ")
]


@lru_cache
def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def numbers(text: str) -> set[str]:
    """Return the figures in a text, however they are written: 1_040_000, 1,040,000 and 1040000 are one."""
    found = re.findall(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?", text)
    return {re.sub(r"\.(\d*?)0+$", r".\1", each.replace(",", "").replace("_", "")).rstrip(".") for each in found}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_row_has_its_rule_its_test_and_a_figure_that_stands_in_it(row):
    _, written, named, figure = row
    path, _, function = named.strip("`").partition("::")
    file = ROOT / "tests" / path
    assert written.startswith(("`", "a "))
    assert function in functions(file)
    assert figure
    assert numbers(figure) <= numbers(file.read_text(encoding="utf-8"))


def test_no_row_says_partly():
    assert "partly" not in PAGE
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.skipif(not CATALOGUE.exists(), reason=f"the catalogue is not beside this checkout: {CATALOGUE}")
def test_there_is_a_row_for_every_row_of_the_catalogue():
    text = CATALOGUE.read_text(encoding="utf-8")
    named = {row[0] for row in ROWS}
    for section in ("### A1", "### A2"):
        table = text.split(section)[1].split("\n### ")[0]
        rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
        assert len(rows) > 10
        assert set(rows) <= named
    table = text.split("### A5")[1].split("\n### ")[0]
    fees = [line.split("|")[2].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(fees) == 53
    assert set(fees) <= named
    guarantees = text.split("### A3")[1].split("\n### ")[0]
    for name in re.findall(r"^- \*\*(.+?)\*\*", guarantees, re.MULTILINE):
        assert any(re.sub(r" T$", "", name) == each or name.split(" T")[0] == each for each in named), name
    for name in ("A4.1", "A4.2", "A4.3 (a)", "A4.3 (b)", "A4.3 (c)", "A4.3 (d)", "A4.4", "A4.5"):
        assert any(each.startswith(name) for each in named), name
