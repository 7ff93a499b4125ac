"""Which line of the statement a spread is asked of, and whether for a period or over the whole term."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal, NamedTuple, get_args

from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.kernel import money
from riskreward.kernel.kinds import Kind
from riskreward.kernel.program import Program
from riskreward.kernel.words import PATH
from riskreward.refusals import described
from riskreward.scenarios.asking import Asked

TO_DATE = f"to date{PATH}"

OverTerm = Literal["added up", "at the end"]


class FoundLine(NamedTuple):
    """What is asked of every path, by what name its figures come back, what they are of, and whether that is money."""

    asked: Asked
    figure: str
    title: str
    is_money: bool


def found_line(
    programs: Sequence[Program], periods: Sequence[str], line: object, period: object, over_term: object
) -> FoundLine:
    """Return a line of the terms in force in turn, in a period or over the term. Raises InputError."""
    kinds = {each.path: program.kind_of(each) for program in programs for each in program.lines}
    kinds = {path: kind for path, kind in kinds.items() if not kind.is_truth}
    path = _path(list(kinds), line)
    title = path.split(PATH)[-1]
    if period is not None:
        if over_term is not None:
            what = f"is {shown(over_term)}, beside the period {shown(period)}"
            raise InputError([Problem("over_term", what, "write one of the two")])
        if period not in periods:
            what = f"is {shown(period)}, which is none of this contract"
            raise InputError([Problem("period", what, f"write one of {', '.join(periods)}")])
        number = periods.index(str(period))
        return FoundLine(Asked(in_period=((path, number),)), f"{path}{PATH}{number}", title, kinds[path] == money)
    if over_term is None and path.startswith(TO_DATE):
        over_term = "at the end"
    problem = _problem(programs, path, kinds[path], over_term, periods[0])
    if problem is not None:
        raise InputError([problem])
    asked = Asked(at_the_end=(path,)) if over_term == "at the end" else Asked(in_all=(path,))
    return FoundLine(asked, path, title, kinds[path] == money)


def _path(paths: Sequence[str], name: object) -> str:
    if not isinstance(name, str):
        mend = "write the name of a line of the statement, such as 'fee earned to date'"
        raise InputError([Problem("line", f"is {described(name)}, which is no name", mend)])
    found = [path for path in paths if name in {path, path.split(PATH)[-1]}]
    if len(found) == 1 or name in found:
        return name if name in found else found[0]
    names = [*paths, *(path.split(PATH)[-1] for path in paths)]
    near = found or get_close_matches(name, names, 3, 0.5) or list(paths)
    what = f"is the name of {len(found)} lines" if found else "is no line of this contract"
    raise InputError([Problem(f"line {name!r}", what, f"write one of {', '.join(map(repr, near))}")])


def _problem(
    programs: Sequence[Program], path: str, kind: Kind, over_term: object, first_period: str
) -> Problem | None:
    ways = get_args(OverTerm)
    if over_term not in ways:
        what = "is missing" if over_term is None else f"is {shown(over_term)}"
        mend = f"write {' or '.join(map(shown, ways))}, or name a period, such as {shown(first_period)}"
        return Problem("over_term", f"{what}, for the line {path!r}", mend)
    if over_term == "added up" and (not kind.units or kind.is_price):
        what = f"is {shown(over_term)}, but the line {path!r} is a {'price' if kind.units else 'share'}"
        return Problem("over_term", what, "write 'at the end', or name a period")
    if over_term == "at the end" and path not in programs[-1].line_numbers:
        return Problem("over_term", f"is {shown(over_term)}, but the last terms have no line {path!r}", "name a period")
    return None
