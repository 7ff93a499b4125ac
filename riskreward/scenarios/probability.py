"""The normal and the beta distribution in decimals, whose exponentials and roots are the same on every machine."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

EXACTLY = Context(
    prec=30,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
"""How every figure here is worked out, whatever the caller's own precision is."""

_NEGLIGIBLE = Decimal("1e-26")
_CLOSE = Decimal("1e-8")
_HALF = Decimal("0.5")
_ROOT_OF_TWO_PI = Decimal("2.506628274631000502415765284811045253")


def normal_density(score: Decimal) -> Decimal:
    """Return the density of the normal distribution of mean nought and deviation one."""
    return (-score * score * _HALF).exp() / _ROOT_OF_TWO_PI


def normal_chance(score: Decimal) -> Decimal:
    """Return the chance that a normal figure is no higher than so many deviations above its mean."""
    term = total = score
    odd = 1
    while abs(term) > _NEGLIGIBLE:
        odd += 2
        term = term * score * score / odd
        total += term
    return _HALF + normal_density(score) * total


def normal_scores(chances: Iterable[Decimal]) -> Iterator[Decimal]:
    """Yield how many deviations from its mean a normal figure lies at each chance, which rise from one to the next."""
    score: Decimal | None = None
    for chance in chances:
        if score is None:
            score = -(-2 * min(chance, 1 - chance).ln()).sqrt()
            score = score if chance < _HALF else -score
        step = Decimal(1)
        while abs(step) > _CLOSE:  # each step trebles the digits that are right
            error = (normal_chance(score) - chance) / normal_density(score)
            step = error / (1 + score * error * _HALF)
            score -= step
        yield score


class Beta:
    """The density x**first * (1 - x)**second from nought to one, and what lies beneath it; neither is below nought."""

    def __init__(self, first: Decimal, second: Decimal) -> None:
        self.first = first
        self._coefficients = [Decimal(1)]
        for number in range(110):
            self._coefficients.append(self._coefficients[-1] * (number - second) / (number + 1))
        self._second = second

    def beneath(self, place: Decimal) -> tuple[Decimal, Decimal]:
        """Return the area from nought to a place of a half at most, and the density there."""
        area = density = Decimal(0)
        power = Decimal(1)
        for number, coefficient in enumerate(self._coefficients):
            term = coefficient * power
            density += term
            area += term / (self.first + 1 + number)
            power *= place
            if abs(term) < _NEGLIGIBLE:
                break
        rising = _power(place, self.first)
        return area * rising * place, density * rising

    def places(self, areas: Iterable[Decimal]) -> Iterator[Decimal]:
        """Yield the place up to which each area lies; the areas rise from one to the next, and so do the places."""
        place = Decimal(0)
        found = Decimal(0)
        density = slope = Decimal(0)
        for area in areas:
            if not area:
                yield place
                continue
            more = (area - found) / density if density else Decimal(0)
            place += more - slope * more * more * _HALF
            if not density or more * abs(slope) > _HALF:
                place = min(_HALF, _power(area * (self.first + 1), 1 / (self.first + 1)))
            step = Decimal(1)
            while abs(step) > _CLOSE * place:
                found, density = self.beneath(place)
                slope = self.first / place - self._second / (1 - place)
                error = (found - area) / density
                step = error / (1 - slope * error * _HALF)
                place -= step
            found = area
            yield place


def _power(number: Decimal, exponent: Decimal) -> Decimal:
    return (number.ln() * exponent).exp() if exponent else Decimal(1)
