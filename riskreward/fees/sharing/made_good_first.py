"""A return made good first: what the provider's expected return is short of comes first, and the rest is shared."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import shown
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, money, named, nothing, share_of


def made_good_first(counted: Amount, short: Amount, rate: Amount) -> tuple[Amount, Amount]:
    """What is counted first makes good what the return is short of; returned with the share of what is left."""
    gain = at_least(counted, nothing)
    restored = at_most(gain, at_least(short, nothing))
    return restored, rate * (gain - restored)


class MadeGoodFirst(Step):
    """What is counted first makes good what the provider's expected return is short of; the rest is shared.

    The `shortfall` is a measure in money, counted as the saving is; one below nothing is none.

    Source: PFI refinancing, where gains that only restore the expected return are exempt from sharing.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40

    rule: Literal["return made good first"] = "return made good first"
    shortfall: str = Field(description="The measure, in money, of what the expected return is short of.")
    share: ShareTerm = Field(description="The provider's share of what is left.")

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    @property
    def reads_measures(self) -> tuple[tuple[str, str], ...]:
        """The measure of the shortfall."""
        return (("shortfall", self.shortfall),)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that the shortfall is not measured in money."""
        measure = around.measures.get(self.shortfall)
        if measure is not None and measure.kind != money:
            what = f"is {shown(measure.name)}, which is in {shown(measure.unit)}"
            yield Problem(f"{where}.shortfall", what, "name a measure in money")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return what is made good, and the share of the rest."""
        own = at_least(seen.outturns[self.shortfall], nothing)
        short = seen.counted(f"shortfall of the {self.title}", own)
        restored, shared = made_good_first(amount, short, share_of(self.share))
        return named(f"made good by the {self.title}", restored) + named(f"shared after the {self.title}", shared)
