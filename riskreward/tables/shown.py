"""What shows itself: as text where it is printed, as a table in a notebook, and as Markdown."""

from .document import Document
from .html_page import to_html
from .markdown import to_markdown
from .text import to_text


class Shown:
    """A record that says how it is laid out, and shows itself in every form."""

    __slots__ = ()

    def document(self) -> Document:
        """Return how the record is laid out."""
        raise NotImplementedError

    def __str__(self) -> str:
        return to_text(self.document()).rstrip("\n")

    def _repr_html_(self) -> str:
        return to_html(self.document())

    def to_markdown(self) -> str:
        """Return the record as Markdown."""
        return to_markdown(self.document())
