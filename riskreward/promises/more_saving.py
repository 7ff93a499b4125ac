"""Whether saving more can ever earn the smaller fee: proved that it cannot, or two futures side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.contract import Contract
from riskreward.contract.trying import EARNED, listed, pounds_text
from riskreward.findings import InputError
from riskreward.promises.aiming import Aim
from riskreward.promises.pairs import Futures, Pairs
from riskreward.promises.proving import Never, Pair, TwoFutures, is_installed
from riskreward.promises.ranges import ranges
from riskreward.promises.story import figure_text, savings, settled
from riskreward.promises.watching import Facts, watch
from riskreward.settlement.statement import Statement

PATHS = 500


@dataclass(frozen=True, eq=False)
class MoreSaving:
    """Whether more saved can earn less: never, or in the two futures whose statements are `less` and `more`.

    `sentence` tells it. `is_known` says whether it was proved, or found; otherwise it was only searched.
    """

    sentence: str
    is_known: bool
    less: Statement | None = None
    more: Statement | None = None


def more_saving(contract: Contract, paths: int = PATHS, seed: int = 0) -> MoreSaving | None:
    """Return whether saving more can earn less; None where nothing is earned by a saving in money.

    With the optional part `prove` it is proved that it never does, or the pair is found; without it, it is searched.
    A pair that lowers the fee by a pound or less is told as such, and only where no larger one was found.
    """
    watched = watch(contract, ())
    aim = Aim(watched, ranges(watched))
    if not aim.settlements or not aim.earners(0):
        return None
    pairs = Pairs(aim)
    found = pairs.searched(paths, seed)
    is_slight = found is None or pairs.lowered(found).on_the_way <= pairs.slight
    if is_slight and is_installed() and not watched.is_varied:
        answer = TwoFutures(contract).ask(pairs.slight)
        if isinstance(answer, Never) and found is None:
            term = "for a term of any length" if answer.of_any_length else "for every settlement of the term"
            return MoreSaving(f"Saving more never lowers the fee: proved {term}.", True)
        if isinstance(answer, Pair):
            futures = ([list(row) for row in answer.less_saved], [list(row) for row in answer.more_saved])
            found = max([futures] if found is None else [found, futures], key=pairs.lowered)
    if found is None or not any(pairs.lowered(found)):
        return MoreSaving(f"Saving more lowered the fee in none of {paths:,} pairs; that is no proof.", False)
    return _told(aim, pairs, pairs.shrunk(pairs.grown(found)))


def _told(aim: Aim, pairs: Pairs, futures: Futures) -> MoreSaving | None:
    """Return the pair as two statements and a sentence; None where the contract would refuse to settle one."""
    try:
        less, more = (settled(aim.watched, path) for path in futures)
    except InputError:
        return None
    told = []
    for path, statement in zip(futures, (less, more), strict=True):
        happens = listed(list(_outturns(aim, path))) if _moves_its_baseline(aim) else ""
        happens = happens or f"you {listed(list(savings(aim.watched, statement)))}"
        told.append(f"{happens}, the fee to date is {_money(statement, statement.exact(EARNED))}")
    fall = less.exact(EARNED) - more.exact(EARNED)
    slight = f", if by no more than {_money(less, fall)} in what was tried" if fall <= pairs.slight else ""
    return MoreSaving(f"Saving more can lower the fee{slight}: if {told[0]}; but if {told[1]}.", True, less, more)


def _moves_its_baseline(aim: Aim) -> bool:
    """Return whether what is saved is measured against a baseline that moves with what was saved elsewhere or before.

    The future that spends less may then save less against it, so that its savings would not say that it saves more.
    """
    earning = [each for stage in aim.watched.stages for each in stage.terms.earning if each.baseline is not None]
    read = {name for each in earning if each.baseline is not None for _, name in each.baseline.reads}
    rebased = any(each.baseline is not None and each.baseline.rebased is not None for each in earning)
    return rebased or bool(read & {each.name for each in earning})


def _outturns(aim: Aim, path: Facts) -> Iterator[str]:
    """Yield what each measure that earns comes to: "spending is £900,000 in 2026-27 and £850,000 in 2027-28"."""
    found: dict[str, list[str]] = {}
    for period, row in enumerate(path[: aim.settlements]):
        stage = aim.watched.stage_at(period)
        label = aim.watched.stages[-1].terms.calendar.periods[period].label
        for measure, fact in aim.earners(period):
            given = stage.assembled.program.facts[fact]
            figure = Fraction(row[fact], given.denominator)
            text = figure_text(figure, given.kind, measure, stage.terms.currency)
            found.setdefault(measure.name, []).append(f"{text} in {label}")
    yield from (f"{name} is {listed(figures)}" for name, figures in found.items())


def _money(statement: Statement, amount: Fraction) -> str:
    return pounds_text(amount, statement.header.currency)
