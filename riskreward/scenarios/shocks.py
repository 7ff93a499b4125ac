"""One-off shocks: what may befall a saving once in the term, and takes part of it away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from riskreward.contract.trying import listed
from riskreward.figures import Figure, share_text, shown
from riskreward.findings import InputError
from riskreward.scenarios.typed import NUMBER, SHARE, Reading, Typed


@dataclass(frozen=True)
class Shock:
    """In each period it befalls with a chance, until it has; then it takes a part of the saving, or an amount, away.

    It lasts for so many periods, the first included; None is to the end of the term. `of` names the measures whose
    saving it takes from; where it names none, all of them. One that is `common` has a name, by which it befalls every
    contract of a portfolio on the same day.
    """

    chance: Fraction
    loses: Typed
    lasts: int | None
    of: tuple[str, ...]
    common: str = ""

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        of = f"the saving of {listed(self.of)}" if self.of else "the saving"
        what = f"{self.loses} of {of}" if self.loses.unit == SHARE or self.of else str(self.loses)
        long = "the rest of the term" if self.lasts is None else f"{self.lasts} period{'s' if self.lasts > 1 else ''}"
        text = f"a chance of {share_text(self.chance)} each period, once in the term, of losing {what} for {long}"
        return f"{self.common}, which befalls every contract at once: {text}" if self.common else text

    def lost(self, saving: int, parts: int) -> int:
        """Return what it takes of a saving, both in so many parts of the unit: a share of it, or an amount."""
        if self.loses.unit != SHARE:
            return int(self.loses.value * parts)
        above, below = self.loses.value.numerator, self.loses.value.denominator
        return (2 * max(0, saving) * above + below) // (2 * below)


def largest_product(shock: Shock, savings: Iterable[int]) -> int:
    """Return the largest whole number that taking its share of one of these savings goes through."""
    if shock.loses.unit != SHARE:
        return 0
    above, below = shock.loses.value.numerator, shock.loses.value.denominator
    return max(2 * abs(each) * above + below for each in savings)


def shock(
    chance: Figure,
    *,
    loses: Figure,
    lasts: int | None = None,
    of: str | Sequence[str] | None = None,
    common: str = "",
) -> Shock:
    """Return a one-off shock: a chance in each period, until it has befallen, of losing part of the saving.

    `loses` is a share of the saving ("40%"; a loss is never made smaller), or an amount of money a period. It is lost
    from then on, or for `lasts` periods. `of` names the measures; left out, every saving that is drawn. `common` names
    what befalls all contracts of a portfolio at once, such as "recession": those settled from the same day are struck
    together. Raises InputError with every problem.
    """
    reading = Reading("shock")
    likely = reading.share("chance", chance)
    if not reading.problems and not likely:
        reading.refuse("chance", "is nought, so that it never befalls", "leave the shock out")
    lost = reading.typed("loses", loses)
    if lost.unit == NUMBER and 0 < lost.value <= 1:
        reading.refuse("loses", f"is {shown(loses)}, which may be a share or an amount", 'write "40%" or "£40,000"')
    elif lost.value <= 0 and not reading.problems:
        reading.refuse("loses", f"is {shown(loses)}, not above nought", 'write a share such as "40%"')
    elif lost.unit == SHARE and lost.value > 1:
        reading.refuse("loses", f"is {lost}, more than the whole saving", "write 100% at most, or an amount")
    if lasts is not None and (isinstance(lasts, bool) or not isinstance(lasts, int) or lasts < 1):
        reading.refuse("lasts", f"is {shown(lasts)}", "write a whole number of periods, or leave it out")
    if not isinstance(common, str):
        reading.refuse("common", f"is {shown(common)}, which is no name", 'write what it is, such as "recession"')
    named = _named(reading, of)
    if reading.problems:
        raise InputError(reading.problems)
    return Shock(likely, lost, lasts, named, common)


def _named(reading: Reading, of: object) -> tuple[str, ...]:
    """Return the measures that are named: none for every saving that is drawn."""
    mend = 'write the name of a measure, or list several, such as ("costs", "energy")'
    if of is None:
        return ()
    names: list[str] = []
    for number, each in enumerate([of] if isinstance(of, str) else reading.listed("of", of, mend)):
        if isinstance(each, str) and each.strip():
            names.append(each)
        else:
            place = "of" if isinstance(of, str) else f"of[{number}]"
            reading.refuse(place, f"is {shown(each)}, which is no name", mend)
    return tuple(names)
