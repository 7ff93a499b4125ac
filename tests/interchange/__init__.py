"""The shipped example as text and as data, with changes; and what is said against an input."""

import copy
import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import riskreward
from riskreward import Contract, InputError
from riskreward.__main__ import EXAMPLE, main
from riskreward.terms import read_terms

CONTRACT = (EXAMPLE / "south-tyneside.toml").read_text(encoding="utf-8")
OUTTURN = (EXAMPLE / "south-tyneside-outturn.csv").read_text(encoding="utf-8")
TERMS = tomllib.loads(CONTRACT, parse_float=Decimal)

LEFT_OUT = object()
"""Stands for a term that is taken out."""

Change = tuple[str, Any]


def changed(*changes: Change) -> dict[str, Any]:
    """Return the example's terms with other values in some places: "fee.step[1].bands[0].share"."""
    terms = copy.deepcopy(TERMS)
    for path, value in changes:
        *within, last = (
            int(part) if part.isdigit() else part for part in path.replace("[", ".").replace("]", "").split(".")
        )
        table: Any = terms
        for part in within:
            table = table[part]
        if value is LEFT_OUT:
            del table[last]
        else:
            table[last] = value
    return terms


def said(attempt: Callable[[], object]) -> list[str]:
    """Return everything that is said against an input."""
    with pytest.raises(InputError) as caught:
        attempt()
    assert caught.value.problems
    return [str(problem) for problem in caught.value.problems]


def said_of(*changes: Change) -> list[str]:
    """Return everything that is said against the example's terms with these changes."""
    return said(lambda: read_terms(Contract, changed(*changes)))


def written(text: str, *pairs: tuple[str, str]) -> str:
    """Return a text with one piece for another, which must be there."""
    for piece, other in pairs:
        assert piece in text, piece
        text = text.replace(piece, other, 1)
    return text


class Desk:
    """A folder with a contract and an outturn in it, and the command run over them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file; return where it is."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def run(self, *arguments: str | Path) -> tuple[int, str, list[str]]:
        """Run the command; return its status, what it wrote, and the lines it complained in."""
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        written = self._capsys.readouterr()
        return status, written.out, written.err.replace(str(self.folder), "folder").splitlines()

    def refused(
        self,
        contract: str | bytes = CONTRACT,
        outturn: str | bytes = OUTTURN,
        *options: str,
        names: Sequence[str] = ("contract.toml", "outturn.csv"),
    ) -> list[str]:
        """Settle an outturn under a contract; return what is said of them, after which there is no figure at all."""
        files = self.put(names[0], contract), self.put(names[1], outturn)
        status, out, complaints = self.run("settle", *files, *options)
        assert status == 2
        assert out == ""
        return complaints


assert riskreward.__file__
