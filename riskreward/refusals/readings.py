"""Readings of data that cannot be read: other terms stand in, so that what lies behind them is told as well."""

import re
from collections.abc import Callable, Mapping
from math import inf
from typing import Any, NamedTuple, get_origin

from pydantic import BaseModel, ValidationError

from riskreward.findings import InputError, Problem
from riskreward.refusals.errors import TermsError
from riskreward.refusals.places import Path, Place, bare, models_of, path_text, place, position, rules_of
from riskreward.refusals.stand_ins import stand_ins
from riskreward.refusals.unread import Unread, copied, parts
from riskreward.refusals.wording import nearest_term, problem_of

ROUNDS = 100
"""How often terms are put in the place of others; a contract with more to mend is told the rest another time."""


class Told(NamedTuple):
    """A problem, and the path that it is told in the order of."""

    path: str
    problem: Problem


def problems_at_once(
    model: type[BaseModel], data: Any, unread: Mapping[Path, Unread], attempt: Callable[[Any], object]
) -> list[Problem]:
    """Return every problem of the data, in the order of the file.

    Where a term cannot be read, two others stand in for it, one after the other: what is wrong beside either of
    them is wrong whatever was meant, and is told too.
    """
    first, second = (_Reading(model, data, unread, choice).problems(attempt) for choice in (0, 1))
    told = [each for each in dict.fromkeys(first) if each in second]
    return [each.problem for each in sorted(told, key=lambda each: _order(each.path, model, data))]


def _order(path: str, model: type[BaseModel], data: Any) -> tuple[float, ...]:
    name = path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]
    known = not path or name in model.model_fields or (isinstance(data, Mapping) and name in data)
    return position(path, data) if known else (inf,)


class _Reading:
    """One reading of the data, with one of the two choices wherever a term cannot be read."""

    def __init__(self, model: type[BaseModel], data: Any, unread: Mapping[Path, Unread], choice: int) -> None:
        self._model = model
        self._choice = choice
        self._mended: set[Path] = set(unread)
        self._told: list[Told] = []
        instead: dict[Path, Any] = {}
        for path, each in unread.items():
            self._told.append(Told(path_text(path), Problem(each.where or path_text(path), each.what, each.mend)))
            values = stand_ins(place(model, path, data, tagged=False).wanted) if path else None
            instead[path] = values[choice] if values else None
        self._data: Any = copied(data, instead)

    def problems(self, attempt: Callable[[Any], object]) -> list[Told]:
        """Return what attempts say, until one reads or nothing more can stand in."""
        for _ in range(ROUNDS):
            try:
                attempt(self._data)
            except InputError as error:
                self._tell([Told(problem.where, problem) for problem in error.problems])
            except ValidationError as error:
                if self._mend(error):
                    continue
            break
        return self._told

    def _tell(self, found: list[Told]) -> None:
        """Keep what is not said of a term that is told of already."""
        starts = [path_text(path) for path in self._mended]
        for each in found:
            if not any(re.match(rf"{re.escape(start)}(?![\w -])", each.path) for start in starts if start):
                self._told.append(each)

    def _mend(self, error: ValidationError) -> bool:
        """Tell what a validation found and put other terms in its place; return whether that could be done."""
        # A list whose items cannot be read is not a list too short, though pydantic counts it so.
        details = [each for each in error.errors(include_url=False) if each["type"] != "too_short" or not each["input"]]
        found = [(*problem_of(each, self._model, self._data), each) for each in details]
        renamed = [self._rename(spot) for spot, _, each in found if each["type"] == "extra_forbidden"]
        found = [each for each in found if not (each[2]["type"] == "missing" and each[0].path in renamed)]
        self._tell([Told(problem.where, problem) for _, problem, _ in found])
        done = set(self._mended)
        for spot, _, each in found:
            now = self._mended - done
            if each["type"] == "extra_forbidden" or any(spot.path[: len(path)] == path for path in now):
                continue
            cause = each.get("ctx", {}).get("error")
            inside = parts(cause.where) if isinstance(cause, TermsError) else ()
            by_its_name = isinstance(cause, TermsError) and cause.by_its_name
            if not self._replace((*spot.path, *inside), leave_out=bool(inside), by_its_name=by_its_name):
                return False
        return True

    def _rename(self, spot: Place) -> Path | None:
        """Take an unknown term to be the one it is nearly, if there is one."""
        *within, name = spot.path
        table = self._at(within)
        if not isinstance(table, dict) or name not in table:
            return None
        value = table.pop(name)
        near = nearest_term(name, spot.owner)
        if near is not None:
            table.setdefault(near, value)
        return None if near is None else (*within, near)

    def _replace(self, path: Path, leave_out: bool, by_its_name: bool) -> bool:
        """Put another term in the place of one, or another part in the place of that which holds it.

        An entry that contradicts others, in a table of tables by year, is left out instead; so is one that is wrong by
        its name.
        """
        while path:
            last: Any = path[-1]
            holder = self._at(path[:-1])
            if path not in self._mended and isinstance(holder, list if isinstance(last, int) else dict):
                self._mended.add(path)
                if leave_out and last in holder and (by_its_name or self._is_entry(path, holder)):
                    if len(holder) > 1:
                        del holder[last]
                        return True
                    path = path[:-1]
                    continue
                values = self._stand_ins(path)
                if values is not None:
                    holder[last] = values[self._choice]
                    return True
            path = path[:-1]
        return False

    def _is_entry(self, path: Path, holder: Any) -> bool:
        """Return whether a place is an entry of its own, itself a table of terms, in a table of entries by year."""
        by_year = isinstance(holder, dict) and get_origin(bare(self._wanted(path[:-1]))) is dict
        return by_year and path[-1] in holder and any(models_of(self._wanted(path)))

    def _stand_ins(self, path: Path) -> tuple[Any, Any] | None:
        """Return what could stand at a place: of several rules, the one that is written there if that can be."""
        wanted, table = self._wanted(path), self._at(path)
        rule = table.get("rule") if isinstance(table, dict) else None
        written = next((each for each in models_of(wanted) if rule in rules_of(each)), wanted)
        return stand_ins(written) or stand_ins(wanted)

    def _wanted(self, path: Path) -> Any:
        return place(self._model, path, self._data, tagged=False).wanted

    def _at(self, path: Any) -> Any:
        data = self._data
        for part in path:
            if not isinstance(data, dict | list):
                return None
            try:
                data = data[part]
            except (LookupError, TypeError):
                return None
        return data
