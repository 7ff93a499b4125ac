"""The same contract as a spreadsheet, recalculated by LibreOffice in batch: what users have."""

import csv
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.paths import LINES, MONTHS, Facts, Ours, drawn

PROGRAM = "soffice"
SETTLEMENTS = 200

FORMULAS = {
    "baseline": "ROUND(12206500*{month}/12;2)-IF({month}=1;0;ROUND(12206500*({month}-1)/12;2))",
    "saving": "{baseline}-{costs}",
    "above": "{saving}-{baseline}*0.05",
    "above rounded": "ROUND({above};2)",
    "above to date": "{^above to date}+{above rounded}",
    "above in year": "IF({month}=1;0;{^above in year})+{above rounded}",
    "shortfall": "IF({month}=12;MAX({^shortfall};-{above to date};0);{^shortfall})",
    "after the gate": "IF({on time}>=0.9;{above};MIN({above};0))",
    "counted": "{^counted}+ROUND({after the gate};2)",
    "by bands": "MIN(MAX({counted};0);500000)*0.25+MAX({counted}-500000;0)*0.15",
    "fee to date": "ROUND(MIN({by bands};{^fee to date}+MAX(400000-{^fee to date};0));2)",
    "change": "{fee to date}-{^fee to date}",
    "earned": "MAX({change};0)",
    "clawback": "MAX(-{change};0)",
    "from retention": "MIN({clawback};{^retained now})",
    "retained": "ROUND({earned}*0.2;2)",
    "earlier before": "IF({month}=1;{^retained now};{^earlier})",
    "earlier left": "{earlier before}-MIN({from retention};{earlier before})",
    "released": "IF(AND({month}=12;ROUND({above in year};2)>=0);{earlier left};0)",
    "earlier": "{earlier left}-{released}",
    "retained before": "{^retained now}+{retained}-{from retention}-{released}",
    "retained now": "IF({number}=60;0;{retained before})",
    "repaid": "{clawback}-{from retention}",
    "paid": "{earned}-{retained}+{released}",
    "vat": "ROUND({paid}*0.2;2)",
    "invoice": "{paid}+{vat}",
    "vat credited": "ROUND({repaid}*0.2;2)",
    "credit note": "{repaid}+{vat credited}",
    "saved": "{^saved}+{saving}",
    "paid to date": "{^paid to date}+{paid}-{repaid}",
    "kept": "{saved}-{paid to date}+{shortfall}",
}
"""What each column works out in a month, where `^` is the month before; the first month has nothing before it."""

TYPED = ("number", "month", "costs", "on time")
COLUMNS = (*TYPED, *FORMULAS)
TOLD = ("paid", "fee to date", "repaid", "kept")
"""The columns that hold the lines compared, in the order of `LINES`."""

_BEGINS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="settlements">
"""
_ENDS = "</table:table></office:spreadsheet></office:body></office:document>\n"


def why_not() -> str | None:
    """Return why nothing can be measured here; None where it can."""
    return None if shutil.which(PROGRAM) else f"{PROGRAM} is not installed"


def workbook(facts: Sequence[Facts], settlements: int) -> str:
    """Return the settlements one below the other, a row a month, each line a live formula without its value."""
    return _BEGINS + "".join(_rows(facts, settlements)) + _ENDS


def _rows(facts: Sequence[Facts], settlements: int) -> Iterator[str]:
    letters = {name: _letters(number) for number, name in enumerate(COLUMNS)}
    for settlement in range(settlements):
        for number, (costs, on_time) in enumerate(facts, start=1):
            row = settlement * MONTHS + number
            cells = {name: f"[.{letter}{row}]" for name, letter in letters.items()}
            before = {f"^{name}": f"[.{letter}{row - 1}]" if number > 1 else "0" for name, letter in letters.items()}
            share = f"{int(on_time[settlement]) / 10_000:.4f}"
            typed = (number, (number - 1) % 12 + 1, Decimal(int(costs[settlement])) / 100, share)
            values = "".join(f'<table:table-cell office:value-type="float" office:value="{each}"/>' for each in typed)
            formulas = "".join(
                f'<table:table-cell table:formula="of:={_escaped(text.format_map(cells | before))}"/>'
                for text in FORMULAS.values()
            )
            yield f"<table:table-row>{values}{formulas}</table:table-row>\n"


def _letters(number: int) -> str:
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def recalculated(text: str) -> tuple[float, list[list[str]]]:
    """Return the seconds of the processor that LibreOffice takes to work out a workbook, and its cells."""
    with TemporaryDirectory() as held:
        folder = Path(held)
        (folder / "workbook.fods").write_text(text, encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [PROGRAM, profile, "--headless", "--convert-to", "csv", "--outdir", held]
        first = [*command, str(folder / "workbook.fods")]
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(first, check=True, capture_output=True, timeout=900)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        with (folder / "workbook.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime, cells


class Measured(NamedTuple):
    """The seconds of one settlement, and how many months of them all have a line that is a penny wrong."""

    seconds: float
    months_wrong: int


def measured(settlements: int = SETTLEMENTS) -> Measured:
    """Return what LibreOffice takes for a settlement, less what an empty workbook takes.

    Raises AssertionError where one month in a hundred differs from the exact reader's, or any by more than 2p.
    """
    facts = drawn(0, settlements)
    empty, _ = recalculated(_BEGINS + "<table:table-row/>" + _ENDS)
    taken, cells = recalculated(workbook(facts, settlements))
    pairs = [
        (theirs, ours)
        for settled, exactly in zip(pence(cells), Ours(settlements).exactly(facts, slice(settlements)), strict=True)
        for theirs, ours in zip(settled, exactly, strict=True)
    ]
    wrong = sum(theirs != ours for theirs, ours in pairs)
    furthest = max(abs(one - other) for theirs, ours in pairs for one, other in zip(theirs, ours, strict=True))
    assert wrong * 100 < MONTHS * settlements
    assert furthest <= 2
    return Measured((taken - empty) / settlements, wrong)


def pence(cells: Sequence[Sequence[str]]) -> list[list[list[int]]]:
    """Return the lines of each month of each settlement, in the order of `LINES`."""
    places = [COLUMNS.index(name) for name in TOLD]
    assert len(places) == len(LINES)
    rows = [[round(Decimal(row[place]) * 100) for place in places] for row in cells]
    return [rows[first : first + MONTHS] for first in range(0, len(rows), MONTHS)]
