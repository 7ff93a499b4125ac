"""How figures and choices are drawn: one draw each, a round figure as often as one in pence."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from riskreward.calendar import Calendar
from riskreward.figures import exact_decimal
from riskreward.schedule import EVENLY

Draw = Callable[[st.SearchStrategy[Any]], Any]
Each = TypeVar("Each")
Terms = dict[str, Any]

PENNY = Fraction(1, 100)
IN_A_YEAR = {"yearly": 1, "half-yearly": 2, "quarterly": 4, "monthly": 12}
SHARES: tuple[Any, ...] = ("50%", "25%", "10%", "100%", "12.5%", "1/3", "5/6", "17.5%", "0%", 0.3)
SMALL_SHARES = ("5%", "10%", "2%", "0%", "2.5%", "5%")
VISITS, OF_A_WHOLE = "visits", "%"

# Built once, since building a strategy costs more than drawing from it
_YES_OR_NO = st.booleans()
_INDICES = [st.integers(0, last) for last in range(32)]
_PERCENT = st.integers(1, 100)
_SMALL_PERCENT = st.integers(1, 20)
_PENCE: dict[int, st.SearchStrategy[int]] = {}


def pick(draw: Draw, options: Sequence[Each]) -> Each:
    """Return one of the options; shrinking goes to the first."""
    return options[draw(_INDICES[len(options) - 1])]


def chosen(draw: Draw, wanted: bool | None = None) -> bool:
    """Return what is wanted, and yes or no where nothing is."""
    return bool(draw(_YES_OR_NO)) if wanted is None else wanted


def now_and_then(draw: Draw, wanted: bool | None = None) -> bool:
    """Return what is wanted, and yes once in four times where nothing is."""
    return draw(_INDICES[3]) == 3 if wanted is None else wanted


def whole(draw: Draw, last: int) -> int:
    """Return a whole number up to the last, below 32."""
    return int(draw(_INDICES[last]))


def some(draw: Draw, options: Sequence[Each]) -> list[Each]:
    """Return none of the options, one, or now and then two."""
    return [pick(draw, options) for _ in range(pick(draw, (0, 1, 0, 1, 2)))] if options else []


def each_or_not(draw: Draw, terms: Terms) -> Terms:
    """Return some of the terms, each by itself."""
    return {name: term for name, term in terms.items() if chosen(draw)}


def hundredths(draw: Draw, largest: int) -> Fraction:
    """Return a figure from a hundredth up to the largest."""
    strategy = _PENCE.setdefault(largest, st.integers(1, max(largest, 1) * 100))
    return Fraction(draw(strategy), 100)


def amount(draw: Draw, largest: Fraction | int) -> Decimal:
    """Return an amount of money from a penny up: a round one, or one in pence."""
    pounds = max(int(largest), 1)
    if chosen(draw):
        return exact_decimal(hundredths(draw, pounds))
    return Decimal(max(pounds // 10, 1) * (draw(_INDICES[9]) + 1))


def figure(draw: Draw, unit: str, largest: Fraction | int) -> Any:
    """Return a figure above nought in a unit, as a person types it; of a share, `largest` is in per cent."""
    drawn = amount(draw, largest)
    return f"{drawn}%" if unit == OF_A_WHOLE else drawn


def in_unit(unit: str, size: Fraction) -> Any:
    """Return a figure in a unit, as a person types it, to two decimal places; a share is given in per cent."""
    typed = exact_decimal(Fraction(round(size * 100), 100))
    return f"{typed}%" if unit == OF_A_WHOLE else typed


def number(typed: Any) -> Fraction:
    """Return what was typed as a number; a share in per cent."""
    return Fraction(str(typed).removesuffix("%"))


def a_share(draw: Draw) -> Any:
    """Return a share as people type it, nought and the whole among them."""
    return f"{draw(_PERCENT)}%" if chosen(draw) else pick(draw, SHARES)


def a_small_share(draw: Draw) -> str:
    """Return a share as a guarantee or a threshold has it, nought among them."""
    return f"{draw(_SMALL_PERCENT)}%" if chosen(draw) else pick(draw, SMALL_SHARES)


def by_year(draw: Draw, term: Calendar, make: Callable[[], Each]) -> Any:
    """Return one figure for all years of the term as it was agreed, or one for each."""
    return [make() for _ in term.agreed.year_labels] if pick(draw, (False, True, False)) else make()


def spread(draw: Draw, term: Calendar, choices: Sequence[str]) -> Any:
    """Return how a year falls on its settlements; nothing only where the settlements are whole years."""
    counts = {len(term.agreed.periods_in_year(label)) for label in term.year_labels}
    whole_years = term.settled == "yearly" and not has_parts(term)
    forms = [*([None] * 4 if whole_years else []), *choices, *(["shares"] if len(counts) == 1 else [])]
    if term.agreed.periods[len(term.periods) - 1].last > term.ends:
        return EVENLY
    form = pick(draw, forms)
    if form != "shares":
        return form
    parts = [draw(_INDICES[3]) for _ in range(*counts)]
    parts[0] += 1
    return [f"{part}/{sum(parts)}" for part in parts]


def has_parts(term: Calendar) -> bool:
    """Return whether any settlement of the term is only part of one."""
    return any(period.part for period in term.periods)
