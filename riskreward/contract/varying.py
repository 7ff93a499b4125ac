"""The terms in force in each period: those first agreed, and those that each variation made of them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import Assembled, assemble
from riskreward.contract.handing_over import Handover, Plan
from riskreward.contract.replacing import Place, place_of, plain, replaced
from riskreward.contract.variation import LEFT_OUT, Variation
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.refusals.places import path_text
from riskreward.refusals.unread import parts
from riskreward.settlement.stretch import Change, Varied
from riskreward.terms import read_terms

_NEVER_VARIED = {
    "format": "leave it out",
    "title": "leave it out: the statement names the variation",
    "starts": "the term has begun; make a new contract",
    "settled": "make a new contract that is settled so",
    "years_run": "make a new contract whose years run so",
    "currency": "make a new contract in that currency",
    "variation": "write a variation of its own",
}


class InForce(NamedTuple):
    """Terms that hold from a period on, by its number; `varied` and `handover` tell of the variation behind them."""

    terms: Agreement
    first: int
    where: str = ""
    varied: Varied | None = None
    handover: Handover | None = None

    @property
    def assembled(self) -> Assembled:
        """The program of these terms."""
        return assemble(self.terms)


def in_force(agreement: Agreement) -> tuple[InForce, ...]:
    """Return the terms in force over the term, in their order. Raises InputError with every problem of a variation."""

    def make() -> tuple[InForce, ...]:
        if not agreement.variation:
            return (InForce(agreement, 0),)
        varying = _Varying(agreement)
        if varying.problems:
            raise InputError(varying.problems)
        return tuple(varying.stages)

    return agreement.once("in force", make)


def in_force_at(agreement: Agreement, number: int) -> Agreement:
    """Return the terms in force in a period, by its number."""
    return [each for each in in_force(agreement) if each.first <= number][-1].terms


def problems_of_variations(agreement: Agreement) -> list[Problem]:
    """Return everything that is wrong with the variations of a contract."""
    try:
        in_force(agreement)
    except InputError as error:
        return list(error.problems)
    return []


class _Varying:
    """Follows the variations one by one, each a change of the terms before it."""

    def __init__(self, agreement: Agreement) -> None:
        base = agreement.changed(variation=())
        self.stages = [InForce(base, 0)]
        self.problems: list[Problem] = []
        self._known = set(base.contradictions())
        try:
            base.calendar  # noqa: B018  # told with the contract's own problems
        except InputError:
            return
        for number, variation in enumerate(agreement.variation):
            if not self._vary(f"variation[{number}]", variation):
                return

    def _vary(self, where: str, variation: Variation) -> bool:
        """Add the terms that a variation makes; return whether later ones can be held against them."""
        before = self.stages[-1]
        changed = self._changed(where, variation, before.terms)
        first = self._first(where, variation, before.terms, changed)
        if changed is None:
            return False
        if changed == before.terms:
            mend = "write what is to be different, or leave the variation out"
            self.problems.append(Problem(f"{where}.changes", "change nothing", mend))
        if first:
            changed = changed.following(before.terms)
        label = "" if first is None else before.terms.calendar.periods[first].label
        varied = _told(variation, label, before.terms, changed)
        handover = None
        if not self._known and first is not None:
            plan = Plan(
                where, variation.balances, changed.currency, before.assembled.program, assemble(changed).program
            )
            handover = plan.handover(begins_the_term=first == 0)
            self.problems += plan.problems
        known = (before.first, "") if first is None else (first, where)
        self.stages.append(InForce(changed, *known, varied, handover))
        return True

    def _changed(self, where: str, variation: Variation, before: Agreement) -> Agreement | None:
        """Return the terms with the changes made, or None where they cannot be."""
        refused = [
            Problem(f"{where}.changes.{name}", f"would change {root}, which no variation can", _NEVER_VARIED[root])
            for name in variation.changes
            for root in [re.split(r"[.\[]", name, maxsplit=1)[0]]
            if root in _NEVER_VARIED
        ]
        self.problems += refused
        fixed = {each.where.removeprefix(f"{where}.changes.") for each in refused}
        variation = variation.model_copy(
            update={"changes": {name: each for name, each in variation.changes.items() if name not in fixed}}
        )
        try:
            terms = replaced(before, _given(variation))
        except InputError as error:
            self.problems += [Problem(f"{where}.changes.{each.where}", each.what, each.mend) for each in error.problems]
            return None
        try:
            changed = read_terms(Agreement, terms)
        except InputError as error:
            places = {
                name: path_text(place)
                for name, place in _places(variation, before).items()
                if variation.changes[name] != LEFT_OUT  # another may have moved up to its place
            }
            for each in error.problems:
                if each not in self._known:
                    self._known.add(each)
                    self.problems.append(Problem(_placed(where, each.where, places), each.what, each.mend))
            return None
        return None if refused else changed

    def _first(self, where: str, variation: Variation, before: Agreement, changed: Agreement | None) -> int | None:
        """Return the number of the first period that a variation holds in, if it is one that it can hold from."""
        at, term = f"{where}.holds_from", before.calendar
        labels = [period.label for period in term.periods]
        try:
            first = labels.index(term.periods_of(variation.holds_from, at)[0].label)
        except InputError as error:
            self.problems += _beyond(at, variation.holds_from, labels, changed) or error.problems
            return None
        settled = self._settled(where, variation, before)
        if settled is not None and first <= settled:
            following = f"begin with {labels[settled + 1]}, or " if settled + 1 < len(labels) else ""
            what = f"is {labels[first]}, but the contract was settled to {labels[settled]} when it was agreed"
            stands = f"write {labels[first - 1]} in settled_to" if first else "leave settled_to out"
            mend = f"{following}withdraw the statements from {labels[first]} on and {stands}"
            self.problems.append(Problem(at, what, mend))
        latest = self.stages[-1]
        if latest.where and first <= latest.first:
            what, mend = f"is {labels[first]}, as that of {latest.where} is", "make one variation of the two"
            if first < latest.first:
                what = f"is {labels[first]}, before {labels[latest.first]}, from which {latest.where} holds"
                mend = "list variations in the order that they begin"
            self.problems.append(Problem(at, what, mend))
            return None
        if changed is not None and first >= len(changed.calendar.periods):
            last = changed.calendar.periods[-1].label
            what = f"is {labels[first]}, but the term as varied ends with {last}"
            self.problems.append(Problem(at, what, "let the variation begin within the term that it leaves"))
            return None
        return first

    def _settled(self, where: str, variation: Variation, before: Agreement) -> int | None:
        if not variation.settled_to:
            return None
        try:
            found = before.calendar.periods_of(variation.settled_to, f"{where}.settled_to")[-1]
        except InputError as error:
            self.problems += error.problems
            return None
        return before.calendar.periods.index(found)


def _beyond(at: str, label: str, labels: list[str], changed: Agreement | None) -> list[Problem]:
    """Return what is said of a variation that begins only in the years by which it extends the term."""
    if changed is None:
        return []
    try:
        changed.calendar.periods_of(label)
    except InputError:
        return []
    what = f"is {shown(label)}, after {labels[-1]}, the end of the term that it extends"
    return [Problem(at, what, f"write {labels[-1]}, which is then not settled as the end of the term")]


def _given(variation: Variation) -> dict[str, Any]:
    return {name: None if value == LEFT_OUT else value for name, value in variation.changes.items()}


def _places(variation: Variation, before: Agreement) -> dict[str, Place]:
    terms: dict[str, Any] = plain(before)
    found: dict[str, Place] = {}
    for name, value in _given(variation).items():
        try:
            found[name] = place_of(terms, name, value)
        except InputError:  # a place within a part that another change has put there
            found[name] = parts(name)
    return found


def _placed(where: str, place: str, places: Mapping[str, str]) -> str:
    """Return where a problem of the varied terms stands: in the change that brought it, or in the terms it left."""
    for name, changed in places.items():
        if place == changed or place.startswith((f"{changed}.", f"{changed}[")):
            return f"{where}.changes.{name}{place.removeprefix(changed)}"
    return f"{where}.changes: {place}"


def _told(variation: Variation, label: str, before: Agreement, after: Agreement) -> Varied:
    """Return what the statement says of a variation."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changes = []
    for name, place in _places(variation, before).items():
        then = LEFT_OUT if variation.changes[name] == LEFT_OUT else _text(_at(new, place), variation.changes[name])
        changes.append(Change(path_text(place), _text(_at(old, place)), then))
    agreed = variation.agreed
    return Varied(
        variation.name,
        label,
        agreed.on,
        agreed.by,
        variation.source,
        variation.reason,
        tuple(changes),
        variation.balances,
    )


def _at(terms: Any, place: Place) -> Any:
    for part in place:
        if isinstance(terms, list) and isinstance(part, int):
            terms = terms[part] if part < len(terms) else None
        else:
            terms = terms.get(part) if isinstance(terms, dict) else None
    return terms


def _text(value: Any, otherwise: Any = None) -> str:
    """Return a term or a part in a line: figures with their commas, a table as its terms."""
    if value is None:
        value = otherwise
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(each)}" for name, each in value.items() if each not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and re.fullmatch(r"-?\d{4,}(\.\d+)?", value):
        return f"{Decimal(value):,}"
    return "nothing" if value in {None, ""} else str(value)


def as_far_as_read(agreement: Agreement) -> tuple[InForce, ...]:
    """Return the terms in force over the term, or those first agreed where a variation cannot be read."""
    try:
        return in_force(agreement)
    except InputError:  # told with the contract's own problems
        return (InForce(agreement, 0),)
