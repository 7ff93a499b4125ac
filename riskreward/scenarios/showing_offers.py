"""How offers on the same paths are laid out: side by side, in pairs, who bears which risk, where the order turns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.trying import pounds_text
from riskreward.figures import rounded
from riskreward.scenarios.bearing import Bearing
from riskreward.scenarios.ranking import Pair, Ranked, uncertainty
from riskreward.scenarios.showing_turns import LOOKED, break_even_text, switching_text
from riskreward.scenarios.simulated import Simulation, chance_text
from riskreward.scenarios.turning import BreakEven, Switching
from riskreward.tables import Block, Paragraph, Points, Table

NO_FIGURE = "—"
OUT_OF_POCKET = "the council has paid for savings it did not have at some settlement"
FEE_EARNED = "a fee is earned"


class Compared(NamedTuple):
    """What there is to show of offers on the same paths; `simulations` are by the offers' names."""

    currency: str
    simulations: Mapping[str, Simulation]
    ranking: Sequence[Ranked]
    pairs: Sequence[Pair]
    bearings: Sequence[Bearing]
    break_evens: Sequence[BreakEven]
    switching_values: Sequence[Switching]

    def text(self, amount: Fraction) -> str:
        """Return money as it is shown, to the penny."""
        return pounds_text(Fraction(rounded(amount, 2)), self.currency)

    def blocks(self) -> Iterator[Block]:
        """Yield the tables and lists, in order."""
        yield _side_by_side(self)
        yield _ranks(self)
        yield _pairs(self)
        yield from _bearings(self)
        yield Points(tuple(break_even_text(each, self.text) for each in self.break_evens), "Break-even between offers")
        yield Points(tuple(map(switching_text, self.switching_values)), "How wrong the baseline may be")
        yield Paragraph(LOOKED)
        yield Paragraph(TRULY)


TRULY = (
    "The scenario is taken to say what is truly saved. A baseline is overstated where it flatters every saving: set "
    "too high for spending, or too low for income, by a part of it. The fee follows what is then measured, and the "
    "council has no more for it."
)


def _side_by_side(compared: Compared) -> Table:
    text = compared.text
    figures: dict[str, Callable[[Simulation], str]] = {
        "fee on average": lambda each: text(each.fee.mean),
        "fee, 1 in 10 is above": lambda each: text(each.fee.quantile("90%")),
        "largest fee": lambda each: text(each.fee.highest),
        "kept by the council on average": lambda each: text(each.kept.mean),
        "kept, 1 in 10 is below": lambda each: text(each.kept.quantile("10%")),
        "least kept": lambda each: text(each.kept.lowest),
        "kept on average, discounted": lambda each: (
            NO_FIGURE if each.kept_discounted is None else text(each.kept_discounted.mean)
        ),
        "chance that a fee is earned": lambda each: _chance(each, FEE_EARNED),
        "chance that the council has paid for savings it did not have at some settlement": lambda each: _chance(
            each, OUT_OF_POCKET
        ),
    }
    ranks = {each.name: str(each.rank) for each in compared.ranking}
    rows = [("rank", *(ranks[name] for name in compared.simulations))]
    rows += [(name, *map(figure, compared.simulations.values())) for name, figure in figures.items()]
    columns = ("over the whole term", *compared.simulations)
    return Table("Side by side", columns, tuple(rows), figures=tuple(range(1, len(columns))))


def _chance(simulation: Simulation, name: str) -> str:
    chance = simulation.chances.get(name)
    return NO_FIGURE if chance is None else chance_text(chance)


def _ranks(compared: Compared) -> Points:
    told = []
    for each in compared.ranking:
        kept = compared.text(compared.simulations[each.name].kept.mean)
        sure = "" if each.next is None else f"; {uncertainty(each.next, compared.text, chance_text)}"
        told.append(f"{each.rank}. {each.name}: {kept} on average{sure}")
    return Points(tuple(told), "In rank by what the council is expected to keep")


def _pairs(compared: Compared) -> Table:
    columns = (
        *("one", "other", "one is better", "the other is better", "alike"),
        *("one leaves more, on average", "give or take, in 19 of 20 runs"),
    )
    rows = tuple(_pair(each, compared.text) for each in compared.pairs)
    return Table("Pair by pair, for the council, on the same paths", columns, rows, figures=tuple(range(2, 7)))


def _pair(each: Pair, text: Callable[[Fraction], str]) -> tuple[str, ...]:
    near = NO_FIGURE if each.give_or_take is None else text(each.give_or_take)
    chances = map(chance_text, (each.one_better, each.other_better, each.alike))
    return (each.one, each.other, *chances, text(each.difference), near)


def _bearings(compared: Compared) -> Iterator[Block]:
    text = compared.text
    columns = (
        *("offer", "of 1 less saved, the provider bears", "the council bears", "of 1 more saved, the provider has"),
        *("the council has", "of 1 that the baseline is overstated, the council loses", "if nothing is saved"),
    )
    one = f"{compared.currency}1"
    rows = []
    for each in compared.bearings:
        shares = [each.of_less, _rest(each.of_less), each.of_more, _rest(each.of_more), each.of_more]
        told = [NO_FIGURE if share is None else text(share) for share in shares]
        rows.append((each.name, *told, _paid(each.if_nothing, text)))
    heads = tuple(each.replace("of 1 ", f"of {one} ") for each in columns)
    yield Table("Who bears which risk, on average", heads, tuple(rows), figures=tuple(range(1, len(columns))))
    yield Points(tuple(_borne(each, one, text) for each in compared.bearings))


def _rest(share: Fraction | None) -> Fraction | None:
    return None if share is None else 1 - share


def _paid(amount: Fraction | None, text: Callable[[Fraction], str]) -> str:
    """Return who pays what to the other."""
    if not amount:
        return NO_FIGURE if amount is None else "nothing is paid"
    return f"the {'council' if amount > 0 else 'provider'} pays {text(abs(amount))}"


def _borne(each: Bearing, one: str, text: Callable[[Fraction], str]) -> str:
    if each.of_less is None:
        why = "the outturn would leave its range, or be refused"
        return f"{each.name}: who bears a smaller saving cannot be said, for {why}"
    if not rounded(each.of_less, 2):
        told = f"{each.name}: the council alone bears a smaller saving"
    else:
        told = f"{each.name}: of each {one} less saved the provider bears {text(each.of_less)}"
    if each.if_nothing is None:
        return told
    if each.if_nothing > 0:
        return f"{told}; if nothing is saved the council still pays {text(each.if_nothing)}"
    if each.if_nothing < 0:
        return f"{told}; if nothing is saved the provider pays {text(-each.if_nothing)}"
    return f"{told}; if nothing is saved nothing is paid"
