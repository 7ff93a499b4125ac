"""Handing balances over: from the terms before a variation to those after it, each by its full name or in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.variation import Fate, fate
from riskreward.figures import FigureError, number_text, read_factor, read_money, read_number, shown
from riskreward.findings import InputError, Problem
from riskreward.kernel import Program, share
from riskreward.kernel.program import Balance
from riskreward.kernel.words import PATH
from riskreward.settlement.stretch import Dropped

POSITION = f"to date{PATH}"
"""What is counted to date begins at nothing where only the new terms count it."""


@dataclass(frozen=True, slots=True)
class Handover:
    """How each balance of the new terms opens: as the old balance of a number, or at a whole number of its own.

    `closed` are the old balances that no new one takes over.
    """

    before: Program
    after: Program
    taken_from: tuple[int | None, ...]
    opens_at: tuple[int, ...]
    closed: tuple[int, ...]

    def opening(self, where: str, closing: Sequence[int]) -> tuple[int, ...]:
        """Return what the new terms open with. Raises InputError where a balance cannot be held exactly."""
        wholes: list[int] = []
        problems: list[Problem] = []
        for balance, source, start in zip(self.after.balances, self.taken_from, self.opens_at, strict=True):
            if source is None:
                wholes.append(start)
                continue
            amount = Fraction(closing[source], self.before.balances[source].denominator)
            whole = amount * balance.denominator
            if whole.denominator != 1:
                what = f"hand over {number_text(amount)} as {balance.path!r}, which holds no such fine parts"
                problems.append(Problem(where, what, 'say what becomes of it: "is closed" or "opens at ..."'))
            wholes.append(int(whole))
        if problems:
            raise InputError(problems)
        return tuple(wholes)

    def dropped(self, closing: Sequence[int]) -> Iterator[Dropped]:
        """Yield the closed balances that were not nothing, and those that open again at another amount."""
        opens = {
            (balance.path, balance.kind): Fraction(start, balance.denominator)
            for balance, start in zip(self.after.balances, self.opens_at, strict=True)
        }
        for number in self.closed:
            balance = self.before.balances[number]
            amount = Fraction(closing[number], balance.denominator)
            again = opens.get((balance.path, balance.kind))
            if amount != (_begins_at(balance) if again is None else again):
                yield Dropped(balance.path, amount, balance.kind, again)


class Plan:
    """Makes a hand-over of what a variation says of its balances; `problems` are what is wrong with that."""

    def __init__(self, where: str, words: Mapping[str, str], currency: str, before: Program, after: Program) -> None:
        self._where = f"{where}.balances"
        self._fates = {path: fate(each) for path, each in words.items()}
        self._currency = currency
        self._before, self._after = before, after
        self._old = {balance.path: balance for balance in before.balances}
        self._new = {balance.path: balance for balance in after.balances}
        self.problems: list[Problem] = []

    def handover(self, begins_the_term: bool) -> Handover:
        """Return the hand-over; before the term begins there is nothing to speak of."""
        sources = {path: path for path, balance in self._new.items() if self._agrees(path, balance)}
        starts = {path: balance.start for path, balance in self._new.items()}
        for path, told in self._fates.items():
            self.problems += self._wrong(path, told, sources)
            if told.goes_to:
                sources[told.goes_to] = path
            elif told.opens_at:
                sources.pop(path, None)
                starts[path] = self._start(path, told.opens_at)
        if not begins_the_term:
            self.problems += self._unspoken(sources)
        numbers = {balance.path: number for number, balance in enumerate(self._before.balances)}
        return Handover(
            self._before,
            self._after,
            tuple(numbers.get(sources.get(path, "")) for path in self._new),
            tuple(starts[path] for path in self._new),
            tuple(number for path, number in numbers.items() if path not in sources.values()),
        )

    def _agrees(self, path: str, balance: Balance) -> bool:
        return path in self._old and self._old[path].kind == balance.kind

    def _wrong(self, path: str, told: Fate, sources: Mapping[str, str]) -> Iterator[Problem]:
        is_known = path in self._old or path in self._new
        at = f"{self._where}.{shown_path(path) if is_known else shown(path)}"
        if not is_known:
            both = sorted(each for each in self._old | self._new if not each.startswith(POSITION))
            known = ", ".join(map(shown_path, both)) or "none"
            yield Problem(at, "is no balance of the old terms or of the new", f"those to speak of are: {known}")
        elif told.opens_at and path not in self._new:
            yield Problem(at, "opens, but only the old terms keep it", 'write "is closed" or "goes over to ..."')
        elif not told.opens_at and path not in self._old:
            yield Problem(at, "ends, but only the new terms keep it", f"write {self._anew(path)}")
        elif not told.opens_at and path in self._new:
            mend = f"leave it out, for it goes over by its name; or write {self._anew(path)} to begin again"
            yield Problem(at, "ends, but the new terms keep it too", mend)
        elif told.goes_to:
            yield from self._wrong_target(at, path, told.goes_to, sources)

    def _wrong_target(self, at: str, path: str, target: str, sources: Mapping[str, str]) -> Iterator[Problem]:
        free = [each for each in self._new if each not in self._old]
        listed = f"choose one of {', '.join(map(shown_path, free))}" if free else 'write "is closed"'
        if target not in self._new:
            yield Problem(at, f"goes over to {shown(target)}, which the new terms do not keep", listed)
        elif target in sources:
            yield Problem(at, f"goes over to {shown(target)}, which {shown_path(sources[target])} goes over to", listed)
        elif self._new[target].kind != self._old[path].kind:
            kinds = f"{self._old[path].kind}, but {shown(target)} is {self._new[target].kind}"
            yield Problem(at, f"is {kinds}", listed)

    def _start(self, path: str, text: str) -> int:
        balance = self._new.get(path)
        if balance is None:
            return 0
        try:
            amount = self._amount(balance, text)
        except FigureError as error:
            mend = self._opened(path) if _is_factor(balance) else error.mend
            self.problems.append(Problem(f"{self._where}.{shown_path(path)}", error.what, mend))
            return 0
        whole = amount * balance.denominator
        if whole.denominator != 1:
            what = f"opens at {text}, finer than one part of {balance.denominator}"
            self.problems.append(Problem(f"{self._where}.{shown_path(path)}", what, "round it"))
        return int(whole)

    def _amount(self, balance: Balance, text: str) -> Fraction:
        if balance.kind.is_money:
            return Fraction(read_money(text, self._currency))
        return read_factor(text) if _is_factor(balance) else read_number(text, example=number_text(_begins_at(balance)))

    def _anew(self, path: str) -> str:
        """Return what to write for a balance that opens as it would at the beginning of a term, in its own unit."""
        balance = self._new[path]
        unit = self._currency if balance.kind.is_money else ""
        return f'"opens at {unit}{number_text(_begins_at(balance))}"'

    def _opened(self, path: str) -> str:
        """Return what to write for a balance that only the new terms keep."""
        if _is_factor(self._new[path]):
            return (
                f"write {self._anew(path)} for a chain that begins anew, its amount in the prices of the year before "
                'the variation, or the factor that it had reached by then, such as "opens at 102%"'
            )
        return f"let one go over to it, or write {self._anew(path)}"

    def _unspoken(self, sources: Mapping[str, str]) -> Iterator[Problem]:
        taken = set(sources.values())
        for path in self._old:
            if path not in taken and path not in self._fates and path not in self._new:
                mend = 'write "goes over to ..." or "is closed"'
                yield Problem(self._where, f"say nothing of {shown_path(path)}, which only the old terms keep", mend)
        for path in self._new:
            if path in sources or path in self._fates or path.startswith(POSITION):
                continue
            which, mend = "which only the new terms keep", self._opened(path)
            if path in self._old:
                which = f"which is {self._old[path].kind} in the old terms and {self._new[path].kind} in the new"
                mend = 'write "opens at ..."'
            yield Problem(self._where, f"say nothing of {shown_path(path)}, {which}", mend)


def _begins_at(balance: Balance) -> Fraction:
    return Fraction(balance.start, balance.denominator)


def _is_factor(balance: Balance) -> bool:
    """Return whether a balance multiplies an amount: a chain begins at the whole, where what is counted is nothing."""
    return balance.kind == share and balance.start != 0


def shown_path(path: str) -> str:
    """Return a balance's whole name, which is never cut short, for it is to be written down."""
    return f"'{path}'"
