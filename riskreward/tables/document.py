"""What a record has to show: tables, paragraphs, headings and points under one title."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts that are already formatted, under a caption.

    The first column holds the heading of each row. A row has one text for each column, or is `()`, a ruled
    line, or a single text, the heading of a section that spans the width (in a table of one column, a single
    text is an ordinary row). `figures` are the positions, counted from 0, of the columns of numbers, which
    are aligned right. ValueError if a row or a position does not fit the columns.

    >>> fee = Table("Fee", ("Line", "Amount"), (("Earned", "25.00"), (), ("Due", "25.00")), figures=(1,))
    >>> fee.is_section(("Payments",))
    True
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] | tuple[int, ...] = frozenset()

    def __post_init__(self) -> None:
        width = len(self.columns)
        if width == 0:
            raise ValueError(f"table {self.caption!r} has no columns; give at least one")
        for number, row in enumerate(self.rows, start=1):
            if len(row) not in {0, 1, width}:
                raise ValueError(
                    f"table {self.caption!r}, row {number} has {len(row)} texts for {width} columns: {row!r}"
                    "; give one for each column, one alone for a section heading, or none for a ruled line"
                )
        for position in self.figures:
            if position not in range(width):
                raise ValueError(f"table {self.caption!r} has no column {position}; count its {width} columns from 0")
        # One form whichever was given, so that equal tables compare equal.
        object.__setattr__(self, "figures", frozenset(self.figures))

    def is_section(self, row: tuple[str, ...]) -> bool:
        """Whether this row is the heading of a section."""
        return len(row) == 1 and len(self.columns) > 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a document, from level 1 to 6, where the title of the document stands at level 1."""

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        if self.level not in range(1, 7):
            raise ValueError(f"heading {self.text!r} has level {self.level}; give a level from 1 to 6")


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, with a bullet for each, under an optional caption."""

    items: tuple[str, ...]
    caption: str = ""


Block = Table | Paragraph | Heading | Points


@dataclass(frozen=True, slots=True)
class Document:
    """A title and what stands beneath it, in order."""

    title: str
    blocks: tuple[Block, ...]
