"""A document as plain text, for a terminal or a letter in a fixed-width type."""

import textwrap
from collections.abc import Iterable
from itertools import zip_longest

from .document import Block, Document, Heading, Paragraph, Points, Table
from .escaping import lines_of

_GAP = "  "
_INDENT = "  "
_NARROWEST_PAGE = 20
_NARROW_COLUMN = 24
_NARROWEST_COLUMN = 16


def to_text(document: Document, width: int = 100) -> str:
    """Show a document as plain text in aligned columns.

    `width` is the longest line in characters (20 at the least). Words wrap to it, those of the last columns
    first; figures are never cut, so a table with more columns than fit runs past it.

    >>> fee = Table("Fee", ("Line", "Amount"), (("Fee earned", "25.00"), ("Retained", "-5.00")), figures=(1,))
    >>> print(to_text(Document("2022-23", (fee,))), end="")
    2022-23
    =======
    <BLANKLINE>
    Fee
    Line        Amount
    ------------------
    Fee earned   25.00
    Retained     -5.00
    """
    width = max(width, _NARROWEST_PAGE)
    parts = [_underlined(document.title, "=", width), *(_block(block, width) for block in document.blocks)]
    return "\n\n".join("\n".join(part) for part in parts if part).strip("\n") + "\n"


def _block(block: Block, width: int) -> list[str]:
    match block:
        case Table():
            return _table(block, width)
        case Paragraph(text):
            return _wrapped(text, width)
        case Heading(text, level):
            return _underlined(text, "-", width) if level <= 2 else _wrapped(text, width)
        case Points(items, caption):
            points = (_wrapped(item, width, "- ", _INDENT) or ["-"] for item in items)
            return _wrapped(caption, width) + [line for point in points for line in point]


def _table(table: Table, width: int) -> list[str]:
    widths = _widths(table, width)
    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    shown = [*_wrapped(table.caption, width), *_row(table.columns, widths, table, at_foot=True), rule]
    for row in table.rows:
        if not row:
            shown.append(rule)
        elif table.is_section(row):
            gap = [] if shown[-1] == rule else [""]
            shown += gap + _wrapped(row[0], width)
        else:
            shown += _row(row, widths, table)
    return shown


def _row(cells: tuple[str, ...], widths: list[int], table: Table, at_foot: bool = False) -> list[str]:
    columns = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        columns.append(_wrapped(cell, max(width, 1), rest=_indent(column, table)))
    if at_foot:
        height = max(len(column) for column in columns)
        columns = [[""] * (height - len(column)) + column for column in columns]
    shown = []
    for pieces in zip_longest(*columns, fillvalue=""):
        aligned = (
            piece.rjust(width) if column in table.figures else piece.ljust(width)
            for column, (piece, width) in enumerate(zip(pieces, widths, strict=True))
        )
        shown.append(_GAP.join(aligned).rstrip())
    return shown or [""]


def _widths(table: Table, width: int) -> list[int]:
    rows = [row for row in table.rows if row and not table.is_section(row)]
    bodies, widths = [], []
    for column, header in enumerate(table.columns):
        indent = len(_indent(column, table))
        bodies.append(_longest((row[column] for row in rows), indent))
        widths.append(max(bodies[column], _longest([header], indent)))
    # Headers above figures wrap first, since that hides nothing; then words, from the last column back.
    least = [(column, max(bodies[column], _longest(table.columns[column].split()))) for column in sorted(table.figures)]
    for narrow in (_NARROW_COLUMN, _NARROWEST_COLUMN):
        for column in reversed(range(len(widths))):
            if column not in table.figures:
                words = [word for row in [table.columns, *rows] for word in row[column].split()]
                # An amount within the words is not cut over two lines, even where the second is indented.
                whole = min(_longest(words) + len(_INDENT), _NARROW_COLUMN)
                least.append((column, max(whole, narrow)))
    for column, narrowest in least:
        excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
        widths[column] -= max(0, min(excess, widths[column] - narrowest))
    return widths


def _indent(column: int, table: Table) -> str:
    # In the first column a line that carries on is indented, so that it is not taken for a new row.
    return _INDENT if column == 0 and column not in table.figures else ""


def _longest(texts: Iterable[str], indent: int = 0) -> int:
    return max(
        (len(line) + (indent if number else 0) for text in texts for number, line in enumerate(lines_of(text))),
        default=0,
    )


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    shown: list[str] = []
    for line in lines_of(text):
        start = rest if shown else first
        shown += textwrap.wrap(line, width, initial_indent=start, subsequent_indent=rest)
    return shown


def _underlined(text: str, line: str, width: int) -> list[str]:
    shown = _wrapped(text, width)
    return [*shown, line * max(map(len, shown))] if shown else []
