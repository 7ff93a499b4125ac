"""TOML as officers write it: every line that cannot be read is told, and the rest is read all the same."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from riskreward.calendar import read_date
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.interchange.files import as_text, refused
from riskreward.refusals import Unread, too_long, untellable

_TERM = re.compile(r'\s*((?:[\w-]+|"[^"]*")(?:\s*\.\s*[\w-]+)*)\s*=\s*(\S.*?)\s*')
_MARK = "\ue000{}\ue000"
"""Stands in the text where a value cannot be read; no contract holds such a character."""


class Toml(NamedTuple):
    """What a TOML text holds, with Unread where a value cannot be read, and what is wrong with its lines."""

    terms: dict[str, Any]
    problems: list[Problem]


def read_toml(text: str) -> Toml:
    """Return what a TOML text holds. Raises InputError where it cannot be read beyond a line."""
    import tomllib

    lines = as_text(text, "TOML").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    unread: dict[str, Unread] = {}
    repeated: list[Problem] = []
    while True:
        try:
            terms = tomllib.loads("\n".join(lines), parse_float=Decimal)
            return Toml(_marked(terms, unread), repeated)
        except RecursionError:
            raise refused("", "holds lists within lists, more than any contract has", "see the example") from None
        except ValueError as error:
            number = _line_number(str(error), lines)
            line = lines[number - 1]
            if within := _repeated_within(line, str(error)):
                repeated.append(Problem(f"line {number}", f"writes {within.name} a second time", "keep one of them"))
                lines[number - 1] = within.left
                continue
            term = _TERM.fullmatch(line)
            is_repeated = re.search("overwrite|Duplicate", str(error)) is not None
            where = f"line {number}"
            opened = None if is_repeated else _still_open(lines[: number - 1], line)
            if opened or term is None or not _is_whole(term[2]) or _MARK[0] in term[2]:
                told = [Problem(each.where, each.what, each.mend) for each in unread.values()]
                raise InputError([*told, *repeated, opened or Problem(where, *_of_line(line, str(error)))]) from None
            if is_repeated:
                repeated.append(Problem(where, f"writes {term[1]} a second time", "keep one of them"))
                lines[number - 1] = ""
                continue
            value = term[2].split(" #")[0].strip()
            written = _piece(line, str(error)) if value[0] in "{[" else f"{term[1]} = {value}"
            mark = _MARK.format(number)
            unread[mark] = Unread(*_of_value(written, str(error)), where)
            lines[number - 1] = f'{line[: term.start(2)]}"{mark}"'


class _Repeated(NamedTuple):
    """A name that a table within a line writes a second time, with the tables it is in, and the line without it."""

    name: str
    left: str


def _repeated_within(line: str, reason: str) -> _Repeated | None:
    """Return the entry that the reader stops behind because its table has it already."""
    column = re.search(r"Duplicate inline.*column (\d+)", reason)
    if column is None:
        return None
    ends = int(column[1]) - 1
    begun, names = [-1], []  # where the entry begins in each table still open, and what those tables are called
    for mark in re.finditer(r"\"[^\"]*\"|'[^']*'|[{}\[\],]", line[:ends]):
        if mark[0] in "{[":
            names.append(_name_of(line[begun[-1] + 1 : mark.start()]))
            begun.append(mark.start())
        elif mark[0] in "}]" and names:  # an earlier line may have opened it
            names.pop()
            begun.pop()
        elif mark[0] == ",":
            begun[-1] = mark.start()
    within = [*names, _name_of(line[begun[-1] + 1 : ends])]
    return _Repeated(".".join(filter(None, within)), line[: begun[-1]] + line[ends:])


def _name_of(entry: str) -> str:
    return re.sub(r"\s*=.*", "", entry.strip(), flags=re.DOTALL).strip("\"'")


def _marked(value: Any, unread: Mapping[str, Unread]) -> Any:
    if isinstance(value, dict):
        return {name: _marked(each, unread) for name, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, unread) for each in value]
    return unread.get(value, value) if isinstance(value, str) else value


def _line_number(reason: str, lines: list[str]) -> int:
    if match := re.search(r"at line (\d+)", reason):
        return min(int(match[1]), len(lines))
    if "digit" in reason:  # Python reads no number so long, and does not say where it stands
        return 1 + max(range(len(lines)), key=lambda number: _longest_number(lines[number]))
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    return written[-1] if written else 1


def _longest_number(line: str) -> int:
    return max(map(len, re.findall(r"[\d_]+", line)), default=0)


def _is_whole(value: str) -> bool:
    """Return whether a value ends on its line."""
    pairs = (("[", "]"), ("{", "}"))
    return all(value.count(opens) == value.count(closes) for opens, closes in pairs) and '"""' not in value


def _still_open(before: list[str], line: str) -> Problem | None:
    """Return what is said of the bracket that an earlier line leaves open, where the line by itself is TOML."""
    import tomllib

    try:
        tomllib.loads(line)
    except ValueError:
        return None
    opened: list[int] = []
    for number, each in enumerate(before, 1):
        for mark in re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", each):
            if mark in "[{":
                opened.append(number)
            elif mark in "]}" and opened:
                opened.pop()
    if not opened:
        return None
    what = f"is {shown(before[opened[0] - 1].strip())}, whose bracket is not closed"
    return Problem(f"line {opened[0]}", what, "close it")


def _of_line(line: str, reason: str) -> tuple[str, str]:
    """Return what is said of a line beyond which nothing can be read, and the mend."""
    text = line.strip()
    what = f"is {shown(text)}, which is not TOML" if text else "is where the TOML breaks off"
    if "twice" in reason or "Cannot" in reason:
        return f"is {shown(text)}, which is written already", "keep one of them, or write [[...]] for a list"
    if "{" in text:
        return _of_value(_piece(line, reason), reason)
    if text.startswith("["):
        return what, "write [name], or [[name]] for one of several"
    if "=" not in line:
        return what, "write name = value, or # before a remark"
    return what, "close every bracket and quotation mark"


def _piece(line: str, reason: str) -> str:
    """Return the entry of a table within a line that the reader stops at."""
    column = re.search(r"column (\d+)", reason)
    at = int(column[1]) - 1 if column else 0
    begins = max(line.rfind(mark, 0, at) for mark in ",{[") + 1
    ends = re.compile(r"[]},]").search(line, max(at, begins))
    return line[begins : ends.start() if ends else None].strip()


def _of_value(written: str, reason: str) -> tuple[str, str]:
    """Return what is said of a term whose value is not TOML, and how it is written."""
    value = written.split("=", 1)[-1].strip()
    if _longest_number(value) > 1000:
        return too_long().what, too_long().mend
    if trouble := untellable(value):
        return f"is {shown(written)}, with a character that no text may hold", trouble.mend
    if reason.startswith("Invalid date"):
        return f"is {shown(written)}, a day that does not exist", "check the day and the month"
    return f"is {shown(written)}, which is not TOML", _mend(value, reason)


def _mend(value: str, reason: str) -> str:
    if re.search(r"[“”‘’]", value):
        return 'write straight quotation marks: "..."'
    if re.fullmatch(r"\d{1,4}([-/. ])\d{1,2}\1\d{1,4}", value):
        try:
            read_date(value, "")
        except InputError as error:
            return error.problems[0].mend
    if value[:1] in {'"', "'"}:
        return "write \\\\ for each \\" if "\\" in value else "close the quotation mark at the end of the text"
    if re.search(r"[£$€%]|\d,\d|^\(", value):
        return 'put figures with a sign or a comma in quotes: "£12,201,000", "25%"'
    if re.fullmatch(r"(?i)true|false|yes|no", value):
        return "write true or false"
    if re.fullmatch(r"(?i)[+-]?(nan|inf(inity)?)", value):
        return "write a number"
    if re.fullmatch(r"[+-]?[\d_. ]+(e[+-]?\d+)?", value):
        return "write the figure plainly, such as 12_201_000 or 0.5"
    if re.match(r"[A-Za-z]", value):
        return f'put text in quotes: "{shown(value)[1:-1]}"'
    return f"mend what the reader stops at ({reason.split(' (at ', maxsplit=1)[0].lower()})"
