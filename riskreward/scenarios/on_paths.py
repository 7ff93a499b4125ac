"""Offers on the same paths of a scenario: side by side, in rank, and what would turn the order."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from riskreward.contract.trying import listed, pounds_text
from riskreward.figures import rounded
from riskreward.findings import InputError, Problem
from riskreward.scenarios.batches import Progress, Settling, Task, settle_in_batches
from riskreward.scenarios.bearing import Bearing, bearing
from riskreward.scenarios.discount import DiscountRate
from riskreward.scenarios.in_pairs import OffersSettling, OffersTallied, OffersTask
from riskreward.scenarios.moving import MovedPaths
from riskreward.scenarios.offers import Offer, columns_of, under
from riskreward.scenarios.ranking import Pair, Ranked, pairs_of, ranked, uncertainty
from riskreward.scenarios.recording_offers import bearing_records, pair_records, rank_records, turn_records
from riskreward.scenarios.scenario import Scenario
from riskreward.scenarios.showing_offers import Compared
from riskreward.scenarios.simulated import Simulation, chance_text
from riskreward.scenarios.simulation import Run, asked, ready
from riskreward.scenarios.turning import FURTHEST, BreakEven, Switching, break_even, switching
from riskreward.tables import Document, Paragraph, Points, Shown

SEARCHED = 10_000
"""So many paths, the first of them, are settled for each question that needs them over and over."""


class Comparison(Shown):
    """Offers side by side on the same paths of a scenario: a record that shows itself.

    Money is in the contracts' currency, as exact fractions. `simulations` has each offer's own record, and `pairs` what
    each pair comes to, path by path. What is expected of the council's position decides the rank.
    """

    def __init__(
        self, offers: Sequence[Offer], simulations: Sequence[Simulation], pairs: Sequence[Pair], scenario: Scenario
    ) -> None:
        self.offers = tuple(offers)
        self.simulations = tuple(simulations)
        self.pairs = tuple(pairs)
        self.scenario = scenario
        self._given = of_each_offer(offers, scenario)
        self.paths, self.seed, self.discount = simulations[0].paths, simulations[0].seed, simulations[0].discount

    def __getstate__(self) -> dict[str, object]:
        """Return what is pickled: all but what is worked out when it is asked for."""
        kept = vars(self).items()
        return {name: each for name, each in kept if not isinstance(getattr(Comparison, name, None), cached_property)}

    @property
    def currency(self) -> str:
        """The currency of the offers."""
        return self.offers[0].contract.currency

    @property
    def names(self) -> tuple[str, ...]:
        """What the offers are called, in the order given."""
        return tuple(each.name for each in self.offers)

    def __getitem__(self, name: str) -> Simulation:
        """Return the simulation of an offer by its name. Raises KeyError for no such offer."""
        if name not in self.names:
            raise KeyError(f"{name!r} is no offer: {', '.join(map(repr, self.names))}")
        return self.simulations[self.names.index(name)]

    def pair(self, one: str, other: str) -> Pair:
        """Return what two offers come to against one another. Raises KeyError for no such pair."""
        for each in (*self.pairs, *(pair.turned() for pair in self.pairs)):
            if (each.one, each.other) == (one, other):
                return each
        raise KeyError(f"{one!r} and {other!r} are no pair of {', '.join(map(repr, self.names))}")

    @cached_property
    def ranking(self) -> tuple[Ranked, ...]:
        """The offers in their rank, the one that leaves the council most on average first."""
        return ranked(self.names, [each.kept.mean for each in self.simulations], self.pairs)

    @cached_property
    def _asked(self) -> list[tuple[str, MovedPaths]]:
        paths = min(self.paths, SEARCHED)
        return [
            (each.name, MovedPaths(each.contract, given, self.seed, paths, FURTHEST))
            for each, given in zip(self.offers, self._given, strict=True)
        ]

    @property
    def searched(self) -> int:
        """How many of the paths, the first, the bearings, the break-evens and the switching values were found on."""
        return self._asked[0][1].paths

    @cached_property
    def bearings(self) -> tuple[Bearing, ...]:
        """Who bears which risk under each offer."""
        return tuple(bearing(*each) for each in self._asked)

    @cached_property
    def break_evens(self) -> tuple[BreakEven, ...]:
        """How large a saving makes each pair of offers alike."""
        return tuple(break_even(*pair) for pair in combinations(self._asked, 2))

    @cached_property
    def switching_values(self) -> tuple[Switching, ...]:
        """How wrong the baseline may be before another offer is ahead of the first in rank."""
        known = dict(self._asked)
        first, *others = [each.name for each in self.ranking]
        return tuple(switching((first, known[first]), (name, known[name])) for name in others)

    # How it shows itself

    @property
    def sentence(self) -> str:
        """Which offer is first, by how much, and how sure that is."""
        first = self.ranking[0]
        assert first.next is not None  # there are two offers or more
        kept = self[first.name].kept.mean
        left = f"leaves the council {self._text(abs(kept))}{' worse off' if kept < 0 else ''} on average"
        text = f"Over the same {self.paths:,} paths {first.name} is first: it {left}"
        if not first.next.difference:
            text = f"Over the same {self.paths:,} paths none is first: {first.name} {left}"
        text += f"; {uncertainty(first.next, self._text, chance_text)}."
        worth = {each.name: self[each.name].kept_discounted for each in self.ranking}
        means = {name: spread.mean for name, spread in worth.items() if spread is not None}
        best = max(means, key=means.__getitem__, default=first.name)
        if best != first.name and means[best] != means[first.name]:
            text += f" Discounted, {best} is first."
        return text

    def document(self) -> Document:
        """Return the offers side by side, pair by pair, who bears which risk, and where the order turns."""
        points = [f"{self.paths:,} paths drawn with seed {self.seed}, the same for every offer"]
        points += dict.fromkeys(each for simulation in self.simulations for each in simulation.assumptions)
        points += [] if self.discount is None else [f"discounted at {self.discount.sentence}"]
        points.append(self._basis)
        shown = Compared(
            self.currency,
            dict(zip(self.names, self.simulations, strict=True)),
            self.ranking,
            self.pairs,
            self.bearings,
            self.break_evens,
            self.switching_values,
        )
        blocks = (Paragraph(self.sentence), *shown.blocks(), Points(tuple(points), "What this rests on"))
        return Document(f"{listed(self.names)}, side by side", blocks)

    @property
    def _basis(self) -> str:
        on = f"the first {self.searched:,} of the paths" if self.searched > 1 else "one path, as all paths are alike"
        return f"who bears what, the break-evens and how wrong a baseline may be are found on {on}"

    def _text(self, amount: Fraction) -> str:
        return pounds_text(Fraction(rounded(amount, 2)), self.currency)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every figure of every offer as a record, as its simulation has it, its rank and what each side bears.

        Of each pair of offers there are `pairs_to_records` and `turns_to_records`.
        """
        pairs = zip(self.names, self.simulations, strict=True)
        found = [{"offer": name, **record} for name, each in pairs for record in each.to_records()]
        return [*found, *rank_records(self.ranking), *bearing_records(self.bearings)]

    def pairs_to_records(self) -> list[dict[str, Any]]:
        """Return each pair of offers as a record: on what share of the paths each is better, and by how much.

        Money is rounded to the penny, a share is of one, to six places.
        """
        return list(pair_records(self.pairs))

    def turns_to_records(self) -> list[dict[str, Any]]:
        """Return where the order of two offers turns: a record for each stretch over which one is ahead, or none is.

        It is `by` "times the savings of the scenario", or "share by which the baseline is overstated", which below
        nought is understated. An order that turns and turns back between two places that were tried is not seen.
        """
        return list(turn_records(self.break_evens, self.switching_values))


def of_each_offer(offers: Sequence[Offer], scenario: Scenario) -> list[Scenario]:
    """Return the scenario for each offer, without the figures that others alone read, such as council costs."""
    read = [columns_of(each.contract) for each in offers]
    known = {name for columns in read for name in columns}
    return [
        replace(scenario, figures=tuple(pair for pair in scenario.figures if pair[0] in own or pair[0] not in known))
        for own in read
    ]


def on_paths(
    offers: Sequence[Offer],
    scenario: Scenario,
    paths: int,
    seed: int,
    discount: DiscountRate | None,
    executor: Executor | None,
    progress: Progress | None,
    known: Sequence[Problem],
) -> Comparison:
    """Return offers settled on the same paths of a scenario. Raises InputError with what is known and of any offer."""
    given = of_each_offer(offers, scenario)
    tasks = [
        Task(each.contract, own, seed, asked(each.contract, discount)) for each, own in zip(offers, given, strict=True)
    ]
    settlings: list[Settling] = []
    problems = list(known)
    for offer, task in zip(offers, tasks, strict=True):
        try:
            settlings.append(ready(task, paths))
        except InputError as error:
            problems += list(under(offer, error, problems))
    if problems:
        raise InputError(problems)
    whole: OffersTallied = settle_in_batches(
        OffersSettling(settlings), OffersTask(tuple(tasks)), paths, executor, progress
    )
    run = Run(paths, executor, progress)
    simulations = [
        Simulation(offer.contract, settling, task, tallied, discount, run.again)
        for offer, settling, task, tallied in zip(offers, settlings, tasks, whole.offers, strict=True)
    ]
    pairs = pairs_of([each.name for each in offers], whole.pairs)
    return Comparison(offers, simulations, pairs, scenario)
