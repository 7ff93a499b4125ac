"""A document as a section of HTML, for a notebook or a page."""

from .document import Block, Document, Heading, Paragraph, Points, Table
from .escaping import for_attribute, for_html
from .style import STYLE

LABEL = 12
"""The most letters of a single word that is kept on one line; a longer one, such as an address, may break."""


def to_html(document: Document) -> str:
    """Show a document as one section of HTML that takes its colours from the page around it.

    The title is a heading of level 2, and headings within are one level deeper than they say, since the
    section stands in a page that has a title of its own.
    """
    parts = ['<section class="riskreward">', STYLE, _heading(document.title, 1)]
    parts += [_block(block, document.title) for block in document.blocks]
    return "\n".join(part for part in [*parts, "</section>"] if part) + "\n"


def _block(block: Block, title: str) -> str:
    match block:
        case Table():
            return _table(block, title)
        case Paragraph(text):
            return _element("p", for_html(text))
        case Heading(text, level):
            return _heading(text, level)
        case Points(items, caption):
            above = _element("p", _element("strong", for_html(caption)))
            points = "\n".join(f"<li>{for_html(item)}</li>" for item in items)
            return "\n".join(part for part in (above, _element("ul", points)) if part)


def _table(table: Table, title: str) -> str:
    # A frame that scrolls must have a name, as it can be reached from the keyboard.
    name = for_attribute(table.caption) or for_attribute(title) or "Table"
    headers = "".join(
        f'<th scope="col"{_figure(column, table)}>{for_html(header)}</th>'
        for column, header in enumerate(table.columns)
    )
    parts = [
        f'<div class="riskreward-frame" tabindex="0" role="region" aria-label="{name}">',
        "<table>",
        _element("caption", for_html(table.caption)),
        f"<thead>\n<tr>{headers}</tr>\n</thead>",
    ]
    for section in _sections(table):
        parts += ["<tbody>", *section, "</tbody>"]
    return "\n".join(part for part in [*parts, "</table>", "</div>"] if part)


def _sections(table: Table) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    ruled = False
    for row in table.rows:
        if table.is_section(row):
            sections.append([])
        if row:
            line = ' class="riskreward-ruled"' if ruled else ""
            sections[-1].append(f"<tr{line}>{_cells(row, table)}</tr>")
        ruled = not row
    return [section for section in sections if section]


def _cells(row: tuple[str, ...], table: Table) -> str:
    if table.is_section(row):
        span = f'scope="rowgroup" colspan="{len(table.columns)}"'
        return f'<th class="riskreward-section" {span}>{for_html(row[0])}</th>'
    heading = f'<th scope="row"{_figure(0, table)}>{for_html(row[0])}</th>'
    others = (
        f"<td{_figure(column, table) or _unbroken(cell)}>{for_html(cell)}</td>"
        for column, cell in enumerate(row[1:], start=1)
    )
    return heading + "".join(others)


def _unbroken(cell: str) -> str:
    """Return what keeps a label or a date on one line, which would break at its hyphens."""
    return ' class="riskreward-unbroken"' if "-" in cell and " " not in cell and len(cell) <= LABEL else ""


def _figure(column: int, table: Table) -> str:
    return ' class="riskreward-figure"' if column in table.figures else ""


def _heading(text: str, level: int) -> str:
    return _element(f"h{min(level + 1, 6)}", for_html(text))


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""
