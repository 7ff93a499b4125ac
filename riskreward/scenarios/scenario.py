"""A scenario: what each measure may come to, how savings grow, wear off and are struck, and what moves together."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from riskreward.figures import Figure, FigureError, read_rate, share_text, shown
from riskreward.findings import InputError
from riskreward.scenarios.correlation import Pair, correlation_problems
from riskreward.scenarios.distributions import Distribution
from riskreward.scenarios.history import History
from riskreward.scenarios.own_figures import OwnFigures
from riskreward.scenarios.shocks import Shock
from riskreward.scenarios.typed import Reading

Source = Distribution | OwnFigures

ALONE = ""
"""The name of what a scenario gives for the one measure that earns, without naming it."""


@dataclass(frozen=True)
class Scenario:
    """What might happen over the term of a contract, each figure with its distribution; made by `scenario`.

    Savings begin so many settlements `later` than the term.
    """

    figures: tuple[tuple[str, Source], ...]
    ramp_up: tuple[Fraction, ...] = ()
    persistence: Fraction = Fraction(1)
    shocks: tuple[Shock, ...] = ()
    correlated: tuple[tuple[Pair, Fraction], ...] = ()
    common: tuple[str, ...] = ()
    later: int = 0

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the scenario says, one sentence for each thing."""
        found = []
        for name, source in self.figures:
            when = f", {source.when}" if isinstance(source, Distribution) else ""
            found.append(f"{name or 'the measure that earns'}: {source.sentence}{when}")
        if self.ramp_up:
            found.append(f"savings grow in: {', '.join(map(share_text, self.ramp_up))}, then whole")
        if self.persistence != 1:
            found.append(f"from each year to the next, {share_text(self.persistence)} of a saving is left")
        found += [each.sentence for each in self.shocks]
        found += [f"{one} and {other} are correlated by {share_text(each)}" for (one, other), each in self.correlated]
        found += [f"{name} is drawn alike for every contract" for name in self.common]
        return tuple(found)


def scenario(
    figures: Source | Mapping[str, Source],
    *,
    ramp_up: Sequence[Figure] = (),
    persistence: Figure = 1,
    shocks: Sequence[Shock] | Shock = (),
    correlated: Mapping[Pair, Figure] | None = None,
    common: Sequence[str] | str = (),
) -> Scenario:
    """Return what might happen: a distribution for each measure, or column of the outturn, by its name.

    A distribution alone is for the one measure that earns. Only savings that are drawn grow in, wear off and are
    struck; all three are refused where none is. `ramp_up` lists the part that is reached in each settlement from the
    first on, the whole being reached after them; `persistence` is what is left from each year to the next.
    `correlated` has a figure for pairs of names, such as {("costs", "quality"): "30%"}. What is `common` is drawn alike
    for all contracts of a portfolio, such as an index; everything else for each on its own. Raises InputError with
    every problem at once.
    """
    reading = Reading("scenario")
    given: list[tuple[object, object]] = [*figures.items()] if isinstance(figures, Mapping) else [(ALONE, figures)]
    named: list[tuple[str, Source]] = []
    for name, source in given:
        if not isinstance(name, str):
            reading.refuse("figures", f"is given for {shown(name)}, which is no name", "write the name of a measure")
        elif isinstance(source, Distribution | OwnFigures):
            named.append((name, source))
        else:
            mend = 'write rr.low_likely_high("2%", "10%", "15%") or another distribution'
            reading.refuse(f'figures["{name}"]' if name else "", f"is {shown(source)}, which is no distribution", mend)
    if not given:
        reading.refuse("figures", "gives no figure", "give a distribution for one measure or more")
    rising = reading.listed("ramp_up", ramp_up, 'list one share for each settlement: ("50%", "75%")')
    ramp = tuple(reading.share(f"ramp_up[{number}]", each) for number, each in enumerate(rising))
    kept = reading.share("persistence", persistence)
    shock = 'write rr.shock("2%", loses="40%")'
    struck: list[Shock] = []
    for number, each in enumerate([shocks] if isinstance(shocks, Shock) else reading.listed("shocks", shocks, shock)):
        if isinstance(each, Shock):
            struck.append(each)
        else:
            reading.refuse(f"shocks[{number}]", f"is {shown(each)}", shock)
    pairs = _pairs(reading, correlated)
    reading.problems += correlation_problems(pairs)
    alike: list[str] = []
    for name in [common] if isinstance(common, str) else reading.listed("common", common, "list names of measures"):
        if isinstance(name, str) and name and name in dict(named):
            alike.append(name)
        else:
            known = ", ".join(each for each, _ in named if each)
            mend = f"write one of {known}" if known else 'name what it is for: rr.scenario({"costs": ...})'
            reading.refuse("common", f"has {shown(name)}, for which the scenario gives no figure by name", mend)
    _check_together(reading, dict(named), {name for pair in pairs for name in pair}, alike)
    if reading.problems:
        raise InputError(reading.problems)
    return Scenario(tuple(named), ramp, kept, tuple(struck), tuple(pairs.items()), tuple(alike))


def _check_together(reading: Reading, named: Mapping[str, Source], correlated: Set[str], common: Sequence[str]) -> None:
    """Check that histories drawn together are alike in all that their one draw needs."""
    groups: dict[str, dict[str, History]] = {}
    for name, source in named.items():
        if isinstance(source, History) and source.together:
            groups.setdefault(source.together, {})[name] = source
    for members in groups.values():
        first, *_ = members
        for name, source in members.items():
            where = f'figures["{name}"]'
            figures, others = len(source.figures), len(members[first].figures)
            if figures != others:
                what = f"has {figures} past figures, where {first}, drawn together with it, has {others}"
                reading.refuse(where, what, "give the same years of each")
            if source.drawn != members[first].drawn or (name in common) != (first in common):
                reading.refuse(where, f"is drawn otherwise than {first}, drawn together with it", "draw both alike")
            if name in correlated:
                reading.refuse(where, "is drawn together with others, and correlated too", "leave one of the two out")


def _pairs(reading: Reading, correlated: object) -> dict[Pair, Fraction]:
    if correlated is None:
        return {}
    mend = 'write pairs of names, such as {("costs", "quality"): "30%"}'
    if not isinstance(correlated, Mapping):
        reading.refuse("correlated", f"is {shown(correlated)}, which is no list of pairs", mend)
        return {}
    found: dict[Pair, Fraction] = {}
    for pair, figure in correlated.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or not all(isinstance(each, str) for each in pair):
            reading.refuse("correlated", f"has {shown(pair)}, which is no pair of names", mend)
            continue
        try:
            found[pair] = read_rate(figure)
        except FigureError as error:
            reading.refuse(f'correlated["{pair[0]}", "{pair[1]}"]', error.what, error.mend)
    return found
