"""What docs/promises.md and the README say of promises is what the library says."""

import re
from pathlib import Path

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from riskreward.promises import promises
from tests.promises.contracts import plain

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
CAP = {"rule": "cap", "amount": 100_000, "over": "term"}


def test_every_promise_stands_on_the_page_in_its_own_words() -> None:
    rows = dict(re.findall(r"^\| (.+?) \| (.+?\.) \|$", PAGE, re.MULTILINE))
    listed = {each.name: each.sentence for each in promises(plain(**{"fee.step[1]": CAP}))}
    assert rows == listed


def test_the_story_of_the_page_is_the_unprotected_examples() -> None:
    unprotected = rr.read_contract(EXAMPLE / "south-tyneside-unprotected.toml")
    (asked,) = (each for each in promises(unprotected) if each.name == "never out of pocket")
    story = re.search(r"^> (.+)$", PAGE, re.MULTILINE)
    assert story is not None
    assert rr.check(unprotected, [asked])["never out of pocket"].sentence == story[1]


def test_the_promise_of_ones_own_on_the_page_is_proved() -> None:
    code = re.search(r"```python\n(mine = .*?)```", PAGE, re.DOTALL)
    assert code is not None
    names = {"rr": rr, "contract": plain()}
    exec(code[1].replace("rr.check(contract, [mine])", "found = rr.check(contract, [mine])"), names)
    assert names["found"].sentence == "Of 1 promise to the council: 1 proved."  # type: ignore[attr-defined]  # a Checked
