"""What the council's position rests on: one thing at a time goes otherwise than the scenario says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from riskreward.contract.contract import Contract
from riskreward.contract.trying import pounds_text
from riskreward.contract.varying import in_force
from riskreward.figures import number_text, rounded
from riskreward.findings import InputError
from riskreward.improvements import Measure
from riskreward.kernel import share
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.draws import seed_problems
from riskreward.scenarios.given import contract_problems, paths_problems, read_scenario
from riskreward.scenarios.history import Certain
from riskreward.scenarios.moving import AS_IT_IS, Expected, Move, MovedPaths
from riskreward.scenarios.scenario import Scenario, Source
from riskreward.scenarios.typed import NUMBER, SHARE
from riskreward.tables import Document, Paragraph, Points, Shown, Table

ONE_PER_CENT = Fraction(1, 100)
TEN_PER_CENT = Fraction(1, 10)

OVERSTATED = Move(share=ONE_PER_CENT)
LOWER = Move(times=1 - TEN_PER_CENT)
LESS = Move(share=-ONE_PER_CENT)


class Change(NamedTuple):
    """One thing that goes otherwise, and what more the council keeps for it, and pays, on average over the term.

    Money is in the contract's currency; below nought is less.
    """

    name: str
    kept: Fraction
    fee: Fraction


@dataclass(frozen=True, eq=False)
class Sensitivity(Shown):
    """What the council's expected position rests on, the weightiest first: a record that shows itself.

    `expected` is what the scenario comes to as it is; `lost` is what the council loses of each pound by which a
    baseline is overstated, None where nothing is measured in money. `left_out` says what could not be asked, and why.
    """

    contract: Contract
    scenario: Scenario
    paths: int
    seed: int
    expected: Expected
    changes: tuple[Change, ...]
    lost: Fraction | None
    left_out: tuple[str, ...]
    assumptions: tuple[str, ...]

    def __getitem__(self, name: str) -> Change:
        for each in self.changes:
            if each.name == name:
                return each
        raise KeyError(f"{name!r} is none of {', '.join(repr(each.name) for each in self.changes)}")

    @property
    def sentence(self) -> str:
        """What the council's position rests on most, and what a pound of the baseline is worth."""
        kept = f"The council keeps {self._text(self.expected.kept)} on average"
        first = self.changes[0] if self.changes else None
        if first is None or not first.kept:
            text = f"{kept}, and nothing that was asked changes it."
        else:
            text = f"{kept}; most rests on this: {first.name}. It would keep {self._more(first.kept)}, "
            text += f"and the fee would be {self._more(first.fee)}." if first.fee else "and the fee would be the same."
        if self.lost is not None:
            one = f"{self.contract.currency}1"
            text += f" Of each {one} by which a baseline is overstated the council loses {self._text(self.lost)}."
        return text

    def document(self) -> Document:
        """Return what each change comes to, the weightiest first, and what that rests on."""
        rows = tuple((each.name, self._signed(each.kept), self._signed(each.fee)) for each in self.changes)
        table = Table("On average over the whole term", ("if", "the council keeps", "the fee"), rows, figures=(1, 2))
        on = f"{self.paths:,} paths drawn with seed {self.seed}, the same for every line"
        rests = (on if self.paths > 1 else "one path, as all paths are alike", *self.assumptions, *self.left_out)
        title = f"{self.contract.title}: what the council's position rests on"
        return Document(title, (Paragraph(self.sentence), table, Points(rests, "What this rests on")))

    def to_records(self) -> list[dict[str, Any]]:
        """Return each change as a record: its name, and what more is kept and paid, to the penny."""
        return [
            {"if": each.name, "kept by the council": rounded(each.kept, 2), "fee earned": rounded(each.fee, 2)}
            for each in self.changes
        ]

    def _more(self, amount: Fraction) -> str:
        return f"{self._text(abs(amount))} {'more' if amount > 0 else 'less'}"

    def _signed(self, amount: Fraction) -> str:
        return f"+{self._text(amount)}" if amount > 0 else self._text(amount)

    def _text(self, amount: Fraction) -> str:
        return pounds_text(Fraction(rounded(amount, 2)), self.contract.currency)


def sensitivity(
    contract: Contract, what_may_happen: Scenario | Source, *, paths: int = 10_000, seed: int = 0
) -> Sensitivity:
    """Return what the council's expected position rests on: one thing at a time goes otherwise than the scenario says.

    Asked are baselines overstated by 1% (where the fee follows what is measured, and the council has no more for it),
    savings 1% of the baseline less, savings 10% lower, a start one settlement later, 10 points less of a saving left
    from each year to the next, and each measure beside those that earn at the worst of its range. All are settled on
    the same paths. Raises InputError with every problem.

    Source: HM Treasury, The Green Book: sensitivity analysis.

    >>> from riskreward import certain, gain_share
    >>> offer = gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=2)
    >>> sensitivity(offer, certain("10%"))["savings 10% lower"].kept
    Fraction(-15000, 1)
    """
    problems = contract_problems(contract)
    given = read_scenario(what_may_happen, problems)
    problems += paths_problems(paths)
    paths = paths if problems else int(paths)
    if not isinstance(contract, Contract) or given is None:
        raise InputError([*problems, *seed_problems(seed)])
    asked = None
    try:
        asked = MovedPaths(contract, given, seed, paths, (OVERSTATED, LOWER, LESS))
    except InputError as error:
        problems += error.problems
    if problems or asked is None:
        raise InputError(problems)
    expected = asked.expected()
    found, left_out = [], []
    for name, changed in _changes(asked, contract, given, seed, paths):
        if isinstance(changed, str):
            left_out.append(f"not asked: {name}, for {changed}")
        else:
            found.append(Change(name, changed.kept - expected.kept, changed.fee - expected.fee))
    found.sort(key=lambda each: -abs(each.kept))
    drawing = asked.drawing
    assumed = (*given.sentences, *drawing.assumptions)
    lost = _lost(asked) if asked.why_not(OVERSTATED) is None else None
    return Sensitivity(
        contract, given, asked.paths, seed, expected, tuple(found), lost, tuple(left_out), tuple(assumed)
    )


def _lost(asked: MovedPaths) -> Fraction | None:
    measured = asked.expected(OVERSTATED)
    more = measured.saved - asked.expected().saved
    return (measured.to_the_provider - asked.expected().to_the_provider) / more if more else None


def _changes(
    asked: MovedPaths, contract: Contract, given: Scenario, seed: int, paths: int
) -> Iterator[tuple[str, Expected | str]]:
    """Yield each change by its name, with what is then expected, or why it is not asked."""
    yield "baselines overstated by 1%", asked.why_not(OVERSTATED) or asked.truly(ONE_PER_CENT)
    yield "savings lower by 1% of the baseline", asked.why_not(LESS) or asked.expected(LESS)
    yield "savings 10% lower", asked.why_not(LOWER) or asked.expected(LOWER)
    sources = [each.source for each in asked.drawing.fitted.given if each.of == "saving"]
    drawn = any(isinstance(each, Distribution) for each in sources)
    why = "no saving is drawn from a distribution"
    less = min(TEN_PER_CENT, given.persistence)
    fading = replace(given, persistence=given.persistence - less)
    for name, changed in (
        ("savings start one settlement later", replace(given, later=1)),
        (f"{_points(less)} less of a saving left from each year to the next", fading),
    ):
        yield name, _expected(contract, changed, seed, paths) if drawn else why
    known = {each.name for each in asked.drawing.fitted.given}
    for measure in _beside(contract):
        if measure.name not in known:
            worst = _worst(measure)
            name = f"{measure.name} at its worst"
            if worst is None:
                yield name, "the contract declares no outturn_between for it"
            else:
                changed = replace(given, figures=(*given.figures, (measure.name, worst)))
                yield f"{name}, {worst.shown(worst.figure)}", _expected(contract, changed, seed, paths)


def _expected(contract: Contract, changed: Scenario, seed: int, paths: int) -> Expected | str:
    """Return what is expected on a changed scenario, or why it cannot be drawn."""
    try:
        return MovedPaths(contract, changed, seed, paths, ()).expected(AS_IT_IS)
    except InputError as error:
        return str(error.problems[0])


def _points(share: Fraction) -> str:
    points = number_text(100 * share)
    return f"{points} point{'' if points == '1' else 's'}"


def _beside(contract: Contract) -> list[Measure]:
    """Return the measures that have no baseline, each as the last terms have it: they gate, and pay by what is met."""
    measures = {each.name: each for stage in in_force(contract) for each in stage.terms.measure}
    return [each for each in measures.values() if each.baseline is None and each.ratio is None]


def _worst(measure: Measure) -> Certain | None:
    """Return the worse end of the range of a measure; None where it declares none."""
    higher = measure.better == "higher"
    if measure.outturn_between is not None:
        end = measure.outturn_between[0 if higher else 1]
    elif measure.kind == share:
        end = Fraction(0 if higher else 1)
    else:
        return None
    unit = SHARE if measure.kind == share else NUMBER
    return Certain(unit, "outturn", "once", end)
