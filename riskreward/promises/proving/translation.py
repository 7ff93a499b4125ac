"""One settlement of a program as constraints over whole numbers, its rounding included."""

from collections.abc import Callable, Sequence
from math import gcd, lcm
from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.kernel.program import Balance, Operation
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.free_terms import FreeConstant
from riskreward.promises.proving.solver import Sheet
from riskreward.schedule import IN_TERM

FEW = 8
"""A decided figure of so few values is multiplied value by value, which stays exact."""

ROWS = 16
"""So many distinct settlements are told apart; of more, only what each kind of settlement has between."""


class Translation:
    """A settlement that opens with the given balances: what its lines and closing balances are, as terms of the solver.

    Every outturn in its range is allowed. In a `period` the calendar is that period's; without one it is that of any
    settlement of the contract, the same as that of the translation given as `calendar_of`. A product or a
    quotient of two amounts that vary is replaced by any amount within its
    bounds, so that what is proved holds all the more; `is_exact` says that none was.
    """

    def __init__(
        self,
        sheet: Sheet,
        decided: Decided,
        opening: Sequence[Any],
        tag: str,
        period: int | None = None,
        calendar_of: "Translation | None" = None,
    ) -> None:
        self._sheet = sheet
        self._z3 = sheet.z3
        self._decided = decided
        self._program = decided.program
        self._operations = decided.program.operations
        self._opening = opening
        self._tag = tag
        self._row = None if period is None else decided.in_period(period)
        self._terms: dict[int, Any] = {}
        self._chosen: dict[int, Any] = {} if calendar_of is None else calendar_of._chosen
        self._bounds: list[Any] = []
        self.facts: dict[int, Any] = {}
        self.is_exact = True

    def truth(self, path: str) -> Any:
        """Return a named line that is a truth."""
        return self._term(self._program.lines[self._program.line_numbers[path]].operation)

    def closing(self, balance: Balance) -> Any:
        """Return what a balance is carried as."""
        return self._scaled(balance.closing, balance.denominator)

    def number(self, path: str) -> Any:
        """Return a named line that is a figure, as a whole number of its parts."""
        return self._term(self._program.lines[self._program.line_numbers[path]].operation)

    def fact_numbered(self, number: int) -> Any:
        """Return a fact by its number in the program."""
        return self._term(self._program.facts[number].operation)

    def fact(self, path: str) -> Any:
        """Return a fact by its path."""
        return self._term(self._program.facts[self._program.fact_numbers[path]].operation)

    @property
    def constraints(self) -> list[Any]:
        """What holds of the facts, the calendar and the replaced products that were read so far."""
        z3 = self._z3
        if IN_TERM not in self._program.fact_numbers:
            return [*self._bounds, *self._calendar()]
        in_term = self.fact(IN_TERM)
        after = [term if z3.is_bool(term) else term != 0 for term in self.facts.values()]
        nothing_due = [z3.Or(in_term, z3.Not(each)) for each in after]
        return [*self._bounds, *nothing_due, *self._calendar()]

    def _calendar(self) -> list[Any]:
        """Return that what the calendar decides is what it decides in one of the settlements."""
        z3 = self._z3
        if self._row is not None or not self._chosen:
            return []
        places = sorted(self._chosen)
        truths = [place for place in places if self._operations[place].kind.is_truth]
        figures = [place for place in places if not self._operations[place].kind.is_truth]
        kinds: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        for row in self._decided.settlements:
            kinds.setdefault(tuple(row[place] for place in truths), []).append(tuple(row[place] for place in figures))
        told = []
        for flags, rows in kinds.items():
            parts = [self._chosen[place] == bool(flag) for place, flag in zip(truths, flags, strict=True)]
            distinct = list(dict.fromkeys(rows))
            if len(distinct) <= ROWS and not any(None in row for row in distinct):
                listed = [
                    self._sheet.every(self._chosen[place] == value for place, value in zip(figures, row, strict=True))
                    for row in distinct
                ]
                parts.append(z3.Or(listed))
            else:
                parts += [self._between(place, [row[n] for row in distinct]) for n, place in enumerate(figures)]
            told.append(self._sheet.every(parts))
        return [z3.Or(told)]

    def _between(self, place: int, found: Sequence[int | None]) -> Any:
        known = [value for value in found if value is not None]
        low, high = (min(known), max(known)) if len(known) == len(found) else self._decided.intervals[place]
        return self._z3.And(self._chosen[place] >= low, self._chosen[place] <= high)

    def _term(self, place: int) -> Any:
        if place not in self._terms:
            self._terms[place] = self._made(place, self._operations[place])
        return self._terms[place]

    def _scaled(self, place: int, denominator: int) -> Any:
        factor = denominator // self._operations[place].denominator
        return self._term(place) if factor == 1 else self._term(place) * factor

    def _made(self, place: int, operation: Operation) -> Any:
        z3 = self._z3
        if self._decided.is_decided[place]:
            return self._decided_term(place, operation)
        if operation.name == "constant":
            return self._free_constant(self._decided.free[place])
        if operation.name == "fact":
            return self._fact_term(operation.whole)
        if operation.name == "previous":
            return self._opening[operation.whole]
        if operation.name == "multiply":
            return self._product(place, operation)
        if operation.name == "ratio":
            return self._ratio(place, operation)
        if operation.name == "round":
            return self._rounded(operation)
        if operation.name == "choose":
            condition, then, otherwise = operation.inputs
            branches = (self._scaled(each, operation.denominator) for each in (then, otherwise))
            return z3.If(self._term(condition), *branches)
        if operation.name in _TRUTHS:
            return _TRUTHS[operation.name](z3, *(self._term(each) for each in operation.inputs))
        common = lcm(*(self._operations[each].denominator for each in operation.inputs))
        return _NUMBERS[operation.name](z3, *(self._scaled(each, common) for each in operation.inputs))

    def _known(self, place: int) -> int | None:
        """Return what an operation comes to where the calendar leaves it one value."""
        if not self._decided.is_decided[place]:
            return None
        if self._row is not None:
            return self._row[place]
        found = self._decided.all_of(place)
        return found[0] if len(found) == 1 else None

    def _decided_term(self, place: int, operation: Operation) -> Any:
        sheet, known = self._sheet, self._known(place)
        if known is not None:
            return sheet.is_so(bool(known)) if operation.kind.is_truth else sheet.figure(known)
        if place in self._chosen:
            return self._chosen[place]
        make = sheet.truth if operation.kind.is_truth else sheet.whole
        term = self._chosen[place] = make(f"{self._tag}decided {place}")
        if self._row is not None:
            low, high = self._decided.intervals[place]
            self._bounds.append(self._z3.And(term >= low, term <= high))
        return term

    def _fact_term(self, number: int) -> Any:
        fact = self._program.facts[number]
        name = f"{self._tag}{fact.path}"
        if fact.kind.is_truth:
            return self.facts.setdefault(number, self._sheet.truth(name))
        term = self.facts.setdefault(number, self._sheet.whole(name))
        self._bounds.append(self._z3.And(term >= fact.low, term <= fact.high))
        return term

    def _free_constant(self, constant: FreeConstant) -> Any:
        """Return a constant that moves with a term left free: any penny of its range, or any share."""
        sheet, term = self._sheet, constant.term
        ends = (term.low * term.parts, term.high * term.parts)
        free = sheet.whole(term.name) if term.is_money else sheet.real(term.name)
        self._bounds.append(self._z3.And(free >= sheet.figure(ends[0]), free <= sheet.figure(ends[1])))
        return constant.at_nought + constant.for_each * free

    def _rounded(self, operation: Operation) -> Any:
        (place,) = operation.inputs
        above, below = operation.denominator, self._operations[place].denominator * operation.whole
        shared = gcd(above, below)
        return self._quotient(self._term(place) * (above // shared), below // shared, operation.mode) * operation.whole

    def _quotient(self, term: Any, below: int, mode: Mode) -> Any:
        """Return a term divided by a positive whole number, rounded."""
        z3 = self._z3
        if below == 1:
            return term
        if mode == "floor":
            return self._floor(term, below)
        if mode == "half up":
            nearest = self._floor(2 * term + below, 2 * below)
            below_nothing = self._floor(below - 2 * term, 2 * below)
            return z3.If(term >= 0, nearest, -below_nothing)
        towards, away = self._floor(term, below), -self._floor(-term, below)
        return z3.If(term >= 0, towards, away) if mode == "down" else z3.If(term >= 0, away, towards)

    def _floor(self, term: Any, below: int) -> Any:
        """Return a term divided by a positive whole number, to the lower whole number."""
        return term / below if term.is_int() else self._z3.ToInt(term / below)

    def _product(self, place: int, operation: Operation) -> Any:
        left, right = operation.inputs
        taken_out = self._operations[left].denominator * self._operations[right].denominator // operation.denominator
        for one, other in ((left, right), (right, left)):
            known = self._known(one)
            if known is not None:
                return self._term(other) * (known // taken_out)
        for one, other in ((left, right), (right, left)):
            if self._decided.is_decided[one] and self._row is None:
                found = self._decided.all_of(one)
                if len(found) <= FEW and None not in found:
                    return self._value_by_value(one, other, found)
        return self._any_product(place, left, right)

    def _value_by_value(self, decided: int, other: int, found: Sequence[int | None]) -> Any:
        chosen, term = self._term(decided), self._term(other)
        product = term * found[-1]
        for value in found[:-1]:
            product = self._z3.If(chosen == value, term * value, product)
        return product

    def _any_product(self, place: int, left: int, right: int) -> Any:
        """Return any amount that a product could be: between the other factor times the ends of one factor's range."""
        z3 = self._z3
        self.is_exact = False
        is_whole = self._term(left).is_int() and self._term(right).is_int()
        product = (self._sheet.whole if is_whole else self._sheet.real)(f"{self._tag}product {place}")
        for one, another in ((left, right), (right, left)):
            factor, other = self._term(one), self._term(another)
            self._bounds.append(z3.Implies(factor == 0, product == 0))
            if (ends := self._decided.range_of(one)) is not None:
                low, high = map(self._sheet.figure, ends)
                upward = z3.And(product >= low * other, product <= high * other)
                downward = z3.And(product <= low * other, product >= high * other)
                self._bounds.append(z3.If(other >= 0, upward, downward))
        factor, other = self._term(left), self._term(right)
        self._bounds.append(z3.Or(product == 0, (product > 0) == ((factor > 0) == (other > 0))))
        return product

    def _ratio(self, place: int, operation: Operation) -> Any:
        z3 = self._z3
        above, below, otherwise = operation.inputs
        top, bottom = self._operations[above], self._operations[below]
        instead = self._scaled(otherwise, operation.denominator)
        numerator = self._term(above) * (bottom.denominator * operation.denominator)
        known = self._known(below)
        if known == 0:
            return instead
        if known is not None:
            divisor = known * top.denominator
            return self._quotient(numerator if divisor > 0 else -numerator, abs(divisor), operation.mode)
        self.is_exact = False
        one = operation.denominator
        over, under = self._term(above) * bottom.denominator, self._term(below) * top.denominator
        quotient = self._sheet.whole(f"{self._tag}quotient {place}")
        positive, negative = under > 0, under < 0
        if (ends := self._decided.range_of(place)) is not None:
            low, high = map(self._sheet.figure, ends)
            self._bounds.append(z3.And(quotient >= low, quotient <= high))
        self._bounds += [
            z3.Implies(z3.Or(z3.And(positive, over >= 0), z3.And(negative, over <= 0)), quotient >= 0),
            z3.Implies(z3.Or(z3.And(positive, over <= 0), z3.And(negative, over >= 0)), quotient <= 0),
            z3.Implies(z3.And(positive, over <= under), quotient <= one),
            z3.Implies(z3.And(positive, over >= under), quotient >= one),
        ]
        return z3.If(under != 0, quotient, instead)


def refusals_kept(step: Translation, agreement: Agreement) -> list[Any]:
    """Return that no line of the fee is above nothing whose settlement would be refused."""
    refused = [each for step_of_fee in agreement.fee.step for each in step_of_fee.refuses]
    return [step.number(f"fee{PATH}{each.line}") <= 0 for each in refused]


_TRUTHS: dict[str, Callable[..., Any]] = {
    "both": lambda z3, left, right: z3.And(left, right),
    "either": lambda z3, left, right: z3.Or(left, right),
    "opposite": lambda z3, condition: z3.Not(condition),
}
_NUMBERS: dict[str, Callable[..., Any]] = {
    "add": lambda z3, left, right: left + right,
    "subtract": lambda z3, left, right: left - right,
    "larger": lambda z3, left, right: z3.If(left >= right, left, right),
    "smaller": lambda z3, left, right: z3.If(left <= right, left, right),
    "less": lambda z3, left, right: left < right,
    "less_or_equal": lambda z3, left, right: left <= right,
    "equal": lambda z3, left, right: left == right,
}
