"""Sums with what cancels left out: what is added and taken off again is not worked out at all."""

from collections.abc import Mapping

from riskreward.kernel.amounts import Amount
from riskreward.kernel.kinds import Kind
from riskreward.kernel.recording import Recorder

Form = frozenset[tuple[int, int]]
"""A sum: each term by its place in the listing, and how many times it is taken."""


class Sums:
    """Records additions and subtractions, each as the fewest operations that the sums so far allow."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._forms: dict[int, Form] = {}
        self._known: dict[tuple[Form, Kind], int] = {}

    def made(self, name: str, kind: Kind, left: Amount, right: Amount) -> Amount:
        """Return left and right added, or right taken off left."""
        one, other = self._form(left), self._form(right)
        form = _joined(dict(one), dict(other), 1 if name == "add" else -1)
        found = self._known.get((form, kind))
        if found is not None:
            return self._recorder.at(found)
        amount = self._shorter(kind, form) if len(form) < len(one) + len(other) else None
        if amount is None:
            amount = self._plainly(name, kind, left, right)
        place = self._recorder.place(amount)
        self._forms.setdefault(place, form)
        self._known.setdefault((form, kind), place)
        return amount

    def taken_off_nothing(self, amounts: list[Amount]) -> Amount | None:
        """Return what is taken off nothing by the first of two amounts, where the second is nothing."""
        return self._taken_off(amounts[0]) if not self._form(amounts[1]) else None

    def _plainly(self, name: str, kind: Kind, left: Amount, right: Amount) -> Amount:
        """Record the operation; what is taken off nothing and then added is taken off."""
        if (less := self._taken_off(right)) is not None:
            return self._recorder.apply("subtract" if name == "add" else "add", kind, left, less)
        if name == "add" and (less := self._taken_off(left)) is not None:
            return self._recorder.apply("subtract", kind, right, less)
        return self._recorder.apply(name, kind, left, right)

    def _shorter(self, kind: Kind, form: Form) -> Amount | None:
        """Return a sum in which something cancelled: a sum known before with one more term, where there is one."""
        for term, times in sorted(form, key=lambda each: (each[0] not in self._forms, -each[0])):
            if abs(times) == 1:
                rest = self._known.get((form - {(term, times)}, kind))
                opposite = self._known.get((_joined({}, dict(form - {(term, times)}), -1), kind))
                own = self._recorder.at(term)
                if rest is not None:
                    name = "add" if times == 1 else "subtract"
                    return self._recorder.apply(name, kind, self._recorder.at(rest), own)
                if opposite is not None and times == 1:
                    return self._recorder.apply("subtract", kind, own, self._recorder.at(opposite))
        return None

    def _form(self, amount: Amount) -> Form:
        place = self._recorder.place(amount)
        form = self._forms.get(place)
        if form is None:
            operation = self._recorder.operation(amount)
            is_nothing = operation.name == "constant" and operation.whole == 0
            form = frozenset() if is_nothing else frozenset({(place, 1)})
            self._forms[place] = form
            self._known.setdefault((form, operation.kind), place)
        return form

    def _taken_off(self, amount: Amount) -> Amount | None:
        """Return what is taken off nothing, where an amount is that."""
        operation = self._recorder.operation(amount)
        if operation.name != "subtract":
            return None
        left, right = map(self._recorder.at, operation.inputs)
        return None if self._form(left) else right


def _joined(one: Mapping[int, int], other: Mapping[int, int], sign: int) -> Form:
    times = dict(one)
    for term, each in other.items():
        times[term] = times.get(term, 0) + sign * each
    return frozenset((term, each) for term, each in times.items() if each)
