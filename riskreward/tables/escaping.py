"""Text made safe to show, once, so that a reader sees what was typed and nothing acts as markup."""

import re

# Control characters, and the marks that reverse the direction of writing: a name holding one could make the
# figures after it read backwards.
_UNPRINTABLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " ")
_SPACES = re.compile(" {2,}")

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

# An address is kept from becoming a link, which would show the backslashes within it.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=[#A-Za-z])|:(?=//)|(?<=www)\.", re.IGNORECASE)
_LIST_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+](?:[-\s]|$)))")


def lines_of(text: str) -> list[str]:
    """Give the lines of a text, without blank ones, spaces at the ends or runs of spaces.

    >>> lines_of("  baseline\\n\\n less\\toutturn ")
    ['baseline', 'less outturn']
    """
    lines = (_SPACES.sub(" ", line.translate(_UNPRINTABLE)).strip() for line in text.splitlines())
    return [line for line in lines if line]


def for_html(text: str) -> str:
    """Give a text as HTML that shows as typed, its lines kept apart.

    >>> for_html("Smith & Co\\n<b>")
    'Smith &amp; Co<br>&lt;b&gt;'
    """
    return "<br>".join(line.translate(_HTML) for line in lines_of(text))


def for_attribute(text: str) -> str:
    """Give a text as the value of an HTML attribute in double quotes, on one line."""
    return " ".join(lines_of(text)).translate(_HTML)


def for_markdown(text: str) -> str:
    """Give a text as Markdown that shows as typed, fit for a table cell or a heading.

    >>> print(for_markdown("saving * 25% | cap_1"))
    saving \\* 25% \\| cap\\_1
    """
    return "<br>".join(_MARKDOWN.sub(r"\\\g<0>", line) for line in lines_of(text))


def for_markdown_start(text: str) -> str:
    """Give a text as Markdown that opens a paragraph or a point, and is not itself read as a list.

    >>> print(for_markdown_start("1. Baseline"))
    1\\. Baseline
    """
    return _LIST_START.sub(r"\1\\", for_markdown(text))
