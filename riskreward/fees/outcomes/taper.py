"""A taper: each outcome beyond a volume is paid for at a lower price."""

from typing import ClassVar, Literal

from riskreward.fees.outcomes.accelerator import Accelerator


class Taper(Accelerator):
    """Each unit is paid at its price, and each one beyond a volume at a lower price.

    Source: Work and Health Programme, the accelerator the other way about; Spend Matters, on a success nobody foresaw.
    """

    is_higher: ClassVar[bool] = False

    rule: Literal["taper"] = "taper"  # type: ignore[assignment]  # a rule of its own, with the same terms
