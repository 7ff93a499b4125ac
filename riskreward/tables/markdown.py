"""A document as Markdown, with tables as GitHub and notebooks read them."""

from .document import Block, Document, Heading, Paragraph, Points, Table
from .escaping import for_markdown, for_markdown_start


def to_markdown(document: Document) -> str:
    """Show a document as Markdown.

    Section headings are a bold first cell and ruled lines an empty row, as Markdown has neither.

    >>> fee = Table("Fee", ("Line", "Amount"), (("Fee earned", "25.00"), ("Retained", "-5.00")), figures=(1,))
    >>> print(to_markdown(Document("2022-23", (fee,))), end="")
    # 2022-23
    <BLANKLINE>
    **Fee**
    <BLANKLINE>
    | Line | Amount |
    | --- | ---: |
    | Fee earned | 25.00 |
    | Retained | -5.00 |
    """
    blocks = [_heading(document.title, 1)]
    for block in document.blocks:
        blocks += _block(block)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(block: Block) -> list[str]:
    match block:
        case Table():
            return [_bold(block.caption), _table(block)]
        case Paragraph(text):
            return [for_markdown_start(text)]
        case Heading(text, level):
            return [_heading(text, level)]
        case Points(items, caption):
            return [_bold(caption), "\n".join(f"- {for_markdown_start(item)}".rstrip() for item in items)]


def _table(table: Table) -> str:
    columns = range(len(table.columns))
    lines = [
        _row([for_markdown(header) for header in table.columns]),
        _row(["---:" if column in table.figures else "---" for column in columns]),
    ]
    for row in table.rows:
        cells = [_bold(row[0])] if table.is_section(row) else [for_markdown(cell) for cell in row]
        lines.append(_row(cells + [""] * (len(columns) - len(cells))))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def _bold(text: str) -> str:
    escaped = for_markdown(text)
    return f"**{escaped}**" if escaped else ""


def _heading(text: str, level: int) -> str:
    escaped = for_markdown(text)
    return f"{'#' * level} {escaped}" if escaped else ""
