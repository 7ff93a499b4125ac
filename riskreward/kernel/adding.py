"""What a line comes to over a whole term, read off the program: what periods add up to, and what runs on.

A balance that grows by what is added to it makes its closing a running figure, and what is added an amount of a
period. The rest follows from the arithmetic; what does not follow with certainty is in neither way.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from riskreward.kernel.kinds import money
from riskreward.kernel.program import Balance, Operation, Program

OverTerm = Literal["added up", "at the end"]

Runs = Literal["given", "of a period", "opening", "closing", "change", "unknown"]
"""How a figure stands to time: given, of a period, as a balance opens or closes, between the two, or unknown."""

STOCKS = frozenset({"opening", "closing"})


def over_term(program: Program) -> dict[str, OverTerm]:
    """Return how each line is told over a whole term; one that is told in neither way is not there.

    Money of a period is added up, a running figure is told at the end. A share, a level, a count of a period and a
    truth are in neither way, and nor is what starts anew each year.
    """
    runs = _runs(program)
    beside = _beside_amounts(program, runs) - {balance.closing for balance in program.balances}
    held = {balance.closing for balance in program.balances if runs[balance.closing] == "of a period"}
    told: dict[str, OverTerm] = {}
    for line in program.lines:
        found, kind = runs[line.operation], program.kind_of(line)
        if line.operation in held:  # an amount of a period that the next opens with may be meant as either
            continue
        if kind == money and (found == "of a period" or line.operation in beside):
            told[line.path] = "added up"
        elif found == "closing" and kind.units:
            told[line.path] = "at the end"
    return told


def _runs(program: Program) -> list[Runs]:
    """Return how every operation runs: worked out again, until nothing that was taken for granted is contradicted."""
    opens: list[Runs] = ["opening"] * len(program.balances)
    grown = {balance.closing: list(_added_to(program, balance)) for balance in program.balances}
    added = {place for places in grown.values() for place in places}
    known = {place for place, places in grown.items() if places}
    carried = {balance.closing for balance in program.balances} - {balance.opening for balance in program.balances}
    doubted: set[int] = set()
    while True:
        runs: list[Runs] = []
        worked_out: list[Runs] = []
        found: Runs
        for place, operation in enumerate(program.operations):
            worked_out.append(_run(program, operation, runs, opens))
            found = "of a period" if place in added else "unknown" if place in doubted else worked_out[-1]
            runs.append("closing" if found == "opening" and place in carried else found)
        before = len(added), len(doubted), list(opens)
        added |= {part for place in added for part in _parts(program, place, runs)}
        contradicted = [place for place in added if worked_out[place] in STOCKS]
        doubted |= set(_behind(program, contradicted, added | known, runs))
        for number, balance in enumerate(program.balances):
            if runs[balance.closing] not in STOCKS:
                opens[number] = "unknown"
        if before == (len(added), len(doubted), opens):
            return runs


def _run(program: Program, operation: Operation, runs: Sequence[Runs], opens: Sequence[Runs]) -> Runs:
    inputs = [runs[each] for each in operation.inputs]
    match operation.name:
        case "constant" | "fact":
            return "given"
        case "previous":
            return opens[operation.whole]
        case "round":
            return inputs[0]
        case "add":
            return _together(*inputs)
        case "subtract":
            return "change" if set(inputs) == STOCKS else _together(*inputs)
        case "multiply":
            return _together(*inputs) if "given" in inputs or set(inputs) == {"of a period"} else "unknown"
        case "larger" | "smaller":
            return _limited(operation.name, *inputs)
        case "choose":
            return _chosen(_is_scheduled(program, operation.inputs[0]), *inputs[1:])
        case _:  # a ratio or a truth
            return "given" if set(inputs) == {"given"} else "unknown"


def _together(left: Runs, right: Runs) -> Runs:
    both = {left, right}
    if "unknown" in both:
        return "unknown"
    if len(both) == 1:
        return left
    if "given" in both:
        return right if left == "given" else left
    if "change" in both:
        return "change" if "of a period" in both else "closing" if "opening" in both else "unknown"
    return "closing"


def _limited(name: str, left: Runs, right: Runs) -> Runs:
    both = {left, right}
    if "unknown" in both or "given" in both or len(both) == 1:
        return _together(left, right)
    if both == STOCKS:
        return "closing"
    # No more than is left of a balance is an amount of the period still.
    return "of a period" if name == "smaller" and both == {"of a period", "opening"} else "unknown"


def _chosen(by_calendar: bool, then: Runs, otherwise: Runs) -> Runs:
    both = {then, otherwise}
    if len(both) == 1:
        return then
    if both == {"given", "of a period"}:
        return "of a period"
    if both == STOCKS:
        return "closing"
    if both == {"given", "closing"}:  # what the calendar lets out of a balance is no longer that balance
        return "change" if by_calendar else "closing"
    return "change" if both <= {"given", "of a period", "change"} else "unknown"


def _is_scheduled(program: Program, place: int) -> bool:
    operation = program.operations[place]
    if operation.name == "fact":
        return program.facts[operation.whole].is_scheduled
    return any(_is_scheduled(program, each) for each in operation.inputs)


def _added_to(program: Program, balance: Balance) -> Iterator[int]:
    """Yield what a balance's closing adds to its own opening, or to nothing where it starts anew."""
    place = balance.closing
    found = []
    while not _opens(program, place, balance.opening):
        operation = program.operations[place]
        within = [each for each in operation.inputs if _is_summand(program, each, balance.opening)]
        if operation.name not in {"add", "subtract"} or len(within) != 1:
            return
        found += [each for each in operation.inputs if each != within[0]]
        (place,) = within
    yield from (each for each in found if program.operations[each].name not in {"constant", "previous"})


def _opens(program: Program, place: int, opening: int) -> bool:
    operation = program.operations[place]
    anew = operation.name == "choose" and any(
        program.operations[each].name == "constant" for each in operation.inputs[1:]
    )
    return place == opening or (anew and opening in operation.inputs[1:])


def _is_summand(program: Program, place: int, opening: int) -> bool:
    operation = program.operations[place]
    return _opens(program, place, opening) or (
        operation.name in {"add", "subtract"} and any(_is_summand(program, each, opening) for each in operation.inputs)
    )


def _parts(program: Program, place: int, runs: Sequence[Runs]) -> Iterator[int]:
    """Yield what an amount of a period is worked out from, where it can only be of a period too."""
    operation = program.operations[place]
    if operation.name in {"add", "subtract", "round", "multiply"}:
        open_still = [each for each in operation.inputs if runs[each] not in {"given", "of a period"}]
        if len(open_still) == 1:  # the sum and its other part are of a period
            yield from (each for each in open_still if runs[each] in {"change", "unknown"})
        else:
            yield from (each for each in open_still if runs[each] == "change")


def _behind(program: Program, places: Iterable[int], known: set[int], runs: Sequence[Runs]) -> Iterator[int]:
    """Yield the running figures that an amount of a period is worked out from as if they were of a period."""
    for place in places:
        operation = program.operations[place]
        inputs = operation.inputs[1:] if operation.name == "choose" else operation.inputs
        behind = [each for each in inputs if each not in known and runs[each] in STOCKS]
        behind = [each for each in behind if program.operations[each].name != "previous"]
        yield from behind
        yield from _behind(program, behind, known, runs)


def _beside_amounts(program: Program, runs: Sequence[Runs]) -> set[int]:
    """Return the fixed amounts that are added to, or taken from, an amount of a period: they are of a period too."""
    return {
        each
        for place, operation in enumerate(program.operations)
        if operation.name in {"add", "subtract"} and runs[place] == "of a period"
        for each in operation.inputs
        if runs[each] == "given"
    }
