"""What the page on answers shows is what the library says."""

import re
from pathlib import Path

import pytest

import riskreward as rr
from riskreward.__main__ import EXAMPLE

PAGE = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_each_answer_of_the_page_begins_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "agency.toml").write_text(blocks("toml")[0], encoding="utf-8")
    for example in EXAMPLE.iterdir():
        if example.suffix == ".toml":
            (tmp_path / example.name).write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked, told = blocks("python"), blocks("text")
    assert len(asked) == len(told) == 2
    for code, text in zip(asked, told, strict=True):
        *before, last = code.strip().split("\n")
        names = {"rr": rr}
        exec("\n".join(before), names)
        assert str(eval(last, names)).startswith(text.strip())


def test_every_figure_of_the_page_is_in_the_answers() -> None:
    contract = rr.read_contract(EXAMPLE / "south-tyneside.toml")
    found = rr.exposure(contract).sentence
    for figure in ("£400,000", "31 March 2024", "£32,584,626.94"):
        assert figure in found
        assert figure in PAGE.split("## What is at stake")[1]


def test_the_names_of_the_page_are_public() -> None:
    for name in set(re.findall(r"rr\.(\w+)\(", PAGE)):
        assert name in rr.__all__
    curve = rr.payout_curve(rr.contract_from_toml(blocks("toml")[0]))
    for name in re.findall(r"`curve\.(\w+)", PAGE):
        assert hasattr(curve, name)
