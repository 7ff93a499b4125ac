"""What a refusal calls the value it is about, and what was probably meant."""

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from riskreward.figures import shown

_SIGNS = "[£$€%]"
_OTHER_WORDS = {
    r"^is .* \(dict\),": "is a table,",
    r"^is .* \((list|tuple|set)\),": "is a list,",
    r"^is True,": "is true,",
    r"^is False,": "is false,",
    r"^is None,": "is empty,",
}
_LONG_QUOTATION = r"'[^']{60,}'"


class TermsError(ValueError):
    """Terms that contradict one another, told from inside a part of a contract.

    `by_its_name` says that an entry of a table is wrong by its name alone, whatever it holds.
    """

    def __init__(self, where: str, what: str, mend: str, by_its_name: bool = False) -> None:
        super().__init__(f"{where} {what}; {mend}")
        self.by_its_name = by_its_name
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
    """Return what is said of a value, which is named in the reader's words, as it was typed, and shortened."""
    names = [f"{shown(value)} ({type(value).__name__})", _repr(value), shown(value)]
    if isinstance(value, str):
        names.append(shown(re.sub(_SIGNS, "", value).strip()))
    for name in names:
        if f"is {name}" in what:
            what = what.replace(f"is {name}", f"is {described(value)}", 1)
            break
    for words, others in _OTHER_WORDS.items():
        what = re.sub(words, others, what)
    return re.sub(_LONG_QUOTATION, lambda found: f"{found[0][:38]}...'", what)


def _repr(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):
        return shown(value)


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the one of the words known that a word is nearly, if any."""
    import difflib

    spelt = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(str(word)[:100].strip().casefold(), spelt, 1)
    return spelt[near[0]] if near else None
