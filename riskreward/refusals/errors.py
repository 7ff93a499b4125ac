"""What a refusal calls the value it is about, and what was probably meant."""

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from riskreward.figures import shown

_LONG_QUOTATION = re.compile(r"'[^']{60,}'")


class TermsError(ValueError):
    """Terms that contradict one another, told from inside a part of a contract."""

    def __init__(self, where: str, what: str, mend: str) -> None:
        super().__init__(f"{where} {what}; {mend}")
        self.where = where
        self.what = what
        self.mend = mend


def described(value: object) -> str:
    """Return a value as a message names it, in no language's words but the reader's."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | BaseModel):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return shown(value)


def quoted(what: str, value: object) -> str:
    """Return what is said of a value, which is named in the reader's words and shortened."""
    if isinstance(value, str | list | tuple | dict | bool) or value is None:
        for name in (f"{shown(value)} ({type(value).__name__})", repr(value), shown(value)):
            if f"is {name}" in what:
                what = what.replace(f"is {name}", f"is {described(value)}", 1)
                break
    return _LONG_QUOTATION.sub(lambda found: f"{found[0][:38]}...'", what)


def nearest(word: object, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the one of the words known that a word is nearly, if any."""
    import difflib

    spelt = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(str(word)[:100].strip().casefold(), spelt, 1, likeness)
    return spelt[near[0]] if near else None
