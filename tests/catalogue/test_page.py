"""The page of complete contracts has a row for each, and every figure of it is one that a test or its docstring has."""

import re
from pathlib import Path

import pytest

import riskreward as rr
from riskreward import catalogue
from tests.catalogue.reading import refusals
from tests.test_mechanisms import numbers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
ROWS = {row[0]: row[2] for row in re.findall(r"^\| `(\w+)` \| (.+) \| ([^|]*\d[^|]*) \|$", PAGE, re.MULTILINE)}


@pytest.mark.parametrize("name", catalogue.__all__)
def test_every_contract_has_a_row_whose_figures_its_tests_have(name: str) -> None:
    test = ROOT / "tests" / "catalogue" / f"test_{name}.py"
    worked = getattr(rr, name).__doc__ + (test.read_text(encoding="utf-8") if test.exists() else "")
    assert numbers(ROWS[name]) <= numbers(worked)
    assert "Source: " in worked
    assert ">>> " in worked


def test_what_the_page_shows_of_a_question_is_what_is_said() -> None:
    code, text = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]  # the page has one
    assert refusals(lambda: exec(code, {})) == [" ".join(text.split())]  # type: ignore[func-returns-value]  # it raises


def test_every_term_that_is_asked_for_is_one_of_the_functions() -> None:
    name = ""
    for function, terms in re.findall(r"^\| (`\w+`|) \| (`[^|]+`) \| [^|\d]+ \|$", PAGE, re.MULTILINE):
        name = function.strip("`") or name
        assert set(re.findall(r"`(\w+)`", terms)) <= set(getattr(rr, name).__annotations__)
