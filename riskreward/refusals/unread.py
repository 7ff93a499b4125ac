"""What no term can hold, found in the data of a file before any term is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from riskreward.figures import LARGEST, shown
from riskreward.refusals.places import Path, bare, place

_TURNS_WRITING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}

_NOUGHTS = "check the number of noughts"

DEEPEST = 30
LONGEST = 60
"""Digits: a whole number of more is told here, for Python itself will not write out the longest."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands in a file's data for what could not be read there: what it is, the mend, and the line where known."""

    what: str
    mend: str
    where: str = ""


def found_unread(model: type[BaseModel], data: object) -> Iterator[tuple[Path, Unread]]:
    """Yield every place of the data that holds what no term of the model can, in the order of the file."""

    def found(value: object, at: Path) -> Iterator[tuple[Path, Unread]]:
        if isinstance(value, Unread):
            yield at, value
        elif isinstance(value, Mapping | list | tuple):
            if len(at) > DEEPEST:
                yield at[:1], Unread("holds tables within tables, more than any contract has", "see the example")
                return
            for name, each in value.items() if isinstance(value, Mapping) else enumerate(value):
                if isinstance(value, Mapping) and not isinstance(name, str):
                    yield (*at, shown(name)), Unread("is a name that is not text", "put it in quotes")
                else:
                    yield from found(each, (*at, name))
        elif trouble := untellable(value):
            yield at, trouble
        elif isinstance(value, bool) and bare(place(model, at, data, tagged=False).wanted) is int:
            answer = "true" if value else "false"
            yield at, Unread(f"is {answer}, where a whole number belongs", "write a whole number such as 3")

    return found(data, ())


def untellable(value: object) -> Unread | None:
    """Return what is wrong with a value that no statement could even name, or None."""
    if isinstance(value, str):
        if len(value) > LONGEST and re.fullmatch(r"[-+£$€]*[\d,._]+", value):
            return too_long(value)
        return None if value.isprintable() else _unsafe(value)
    if isinstance(value, int) and abs(value) >= LARGEST:
        return too_long() if abs(value) >= 10**LONGEST else Unread(f"is {value}, which no contract reaches", _NOUGHTS)
    return None


def _unsafe(text: str) -> Unread | None:
    """Return what is wrong with a text that holds a character no statement may show."""
    import unicodedata

    for character in text:
        kind = unicodedata.category(character)
        if (kind in {"Cc", "Cs"} and character not in "\t\n\r") or character in _TURNS_WRITING:
            held = f"{'half a character' if kind == 'Cs' else 'a control character'} (U+{ord(character):04X})"
            return Unread(f"is {shown(text)}, which holds {held}", "delete that character, or type the text again")
    return None


def too_long(digits: str = "") -> Unread:
    """Return what is said of a number that no contract reaches."""
    begins = f", beginning {digits[:12]}" if digits else ""
    what = f"is a number of more than {LONGEST} digits{begins}, which no contract reaches"
    return Unread(what, _NOUGHTS)


def copied(data: Any, without: Mapping[Path, Any], at: Path = ()) -> Any:
    """Return the data as tables and lists of its own, with other values in some places."""
    if at in without:
        return without[at]
    if isinstance(data, Mapping):
        return {name: copied(each, without, (*at, name)) for name, each in data.items() if isinstance(name, str)}
    if isinstance(data, list | tuple):
        return [copied(each, without, (*at, number)) for number, each in enumerate(data)]
    return data


def parts(where: str) -> Path:
    """Return the path that a text such as "bands[1].up_to" means."""
    return tuple(int(number) if number else name for number, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", where))
