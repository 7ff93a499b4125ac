"""The page of complete contracts has a row for each, and every figure of it is one that a test or its docstring has."""

import re
from pathlib import Path

import pytest

import riskreward as rr
from tests.catalogue.reading import refusals
from tests.test_mechanisms import numbers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| (`[^|]+`) \| [^|]+ \| ([^|]*\d[^|]*) \|$", PAGE, re.MULTILINE)
ROWS = {name: figures for names, figures in TABLE for name in re.findall(r"`(\w+)`", names)}
FORMS = [
    name for name in rr.__all__ if getattr(getattr(rr, name), "__module__", "").startswith("riskreward.catalogue.")
]


@pytest.mark.parametrize("name", FORMS)
def test_every_contract_has_a_row_whose_figures_its_tests_have(name: str) -> None:
    function = getattr(rr, name)
    test = ROOT / "tests" / "catalogue" / f"test_{function.__module__.rpartition('.')[2]}.py"
    assert numbers(ROWS[name]) <= numbers(function.__doc__ + test.read_text(encoding="utf-8"))
    assert "Source: " in function.__doc__
    assert ">>> " in function.__doc__


def test_what_the_page_shows_of_a_question_is_what_is_said() -> None:
    code, text = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]  # the page has one
    assert refusals(lambda: exec(code, {})) == [" ".join(text.split())]  # type: ignore[func-returns-value]  # it raises


def test_every_term_that_is_asked_for_is_one_of_the_functions() -> None:
    name = ""
    for function, terms in re.findall(r"^\| (`\w+`|) \| (`[^|]+`) \| [^|\d]+ \|$", PAGE, re.MULTILINE):
        name = function.strip("`") or name
        assert set(re.findall(r"`(\w+)`", terms)) <= set(getattr(rr, name).__annotations__)
