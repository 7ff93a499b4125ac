"""Rows as text, Markdown and HTML: how every record of the library shows itself."""

from .document import Block, Document, Heading, Paragraph, Points, Table
from .html_page import to_html
from .markdown import to_markdown
from .shown import Shown
from .text import to_text

__all__ = [
    "Block",
    "Document",
    "Heading",
    "Paragraph",
    "Points",
    "Shown",
    "Table",
    "to_html",
    "to_markdown",
    "to_text",
]
