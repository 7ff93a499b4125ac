"""The guaranteed improvement: how much, in which prices, how it is tested, and what a shortfall costs the provider."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from riskreward.baselines.in_unit import InUnit
from riskreward.figures import MoneyFromNought, Share
from riskreward.guarantees.bank import Bank
from riskreward.guarantees.cost_cover import CostCover
from riskreward.guarantees.credit import CreditBeforeStart
from riskreward.guarantees.excess import Excess
from riskreward.guarantees.repair import RepairInKind
from riskreward.guarantees.security import Security
from riskreward.schedule import SpreadOfAYear, listed
from riskreward.terms import Terms, TermsError

Tested = Literal["each period", "each year", "cumulatively"]
Shortfall = Literal["fee only", "provider pays each year", "provider pays at the end"]
Prices = Literal["cash of each year", "as the baseline is indexed", "contract prices"]
Adjusted = Literal["as the baseline is", "never"]
ValuedAt = Literal["contract prices"]
FORMS = ("share_of_baseline", "amount", "share_of_estimate", "quantity")
"""The forms of a guarantee, of which a contract has one."""

Amounts = Annotated[tuple[MoneyFromNought, ...], BeforeValidator(listed)]
"""Money by year, or one figure for every year."""


class Guarantee(Terms):
    """An improvement that the provider guarantees: a share of the baseline, money, or units of a measure, by year.

    One figure stands for every year. Money is an `amount`, or a `share_of_estimate` of what was estimated; it says in
    which `prices` it is and how it is `adjusted`. A `quantity` is in the unit of its `measure`, tested in that unit,
    and a shortfall of it is `valued_at` the measure's agreed price.

    `tested` says when the saving is held against the guarantee. A shortfall costs the provider its fee only, or is
    paid each year or at the end. Where it is paid, and each period or year is tested by itself, `excess` says what
    a saving above the guarantee does to the shortfalls of other years; it has no default.

    Source: US energy savings performance contracts: the provider pays the difference after the annual report;
    FY2019 US federal programme: 91.4% of the estimated saving was guaranteed.
    """

    share_of_baseline: Annotated[tuple[Share, ...], BeforeValidator(listed)] = ()
    amount: Amounts = ()
    share_of_estimate: Share | None = None
    estimate: Amounts = ()
    quantity: Annotated[tuple[InUnit, ...], BeforeValidator(listed)] = ()
    measure: str | None = None
    valued_at: ValuedAt | None = None
    prices: Prices | None = None
    adjusted: Adjusted | None = None
    tested: Tested
    shortfall: Shortfall
    excess: Excess | None = None
    bank: Bank | None = None
    interest_on_shortfall: Share | None = None
    credited_before_start: CreditBeforeStart | None = None
    met_at_cost_cover: CostCover | None = None
    repair_in_kind: RepairInKind | None = None
    security: Security | None = None
    spread: SpreadOfAYear = None

    @model_validator(mode="after")
    def _one_form(self) -> "Guarantee":
        if sum(getattr(self, form) not in {None, ()} for form in FORMS) != 1:
            raise TermsError("", f"needs one of {', '.join(FORMS)}", "write one of them, by year")
        if self.share_of_baseline and self.spread is not None:
            raise TermsError(
                "spread", "is for an amount; a share is of the baseline of each settlement", "leave it out"
            )
        return self

    @property
    def form(self) -> str:
        """Which of the forms the guarantee has."""
        return next(form for form in FORMS if getattr(self, form) not in {None, ()})

    @property
    def is_paid(self) -> bool:
        """Whether the provider pays a shortfall, and does not lose its fee only."""
        return self.shortfall != "fee only"

    @property
    def stands_alone(self) -> bool:
        """Whether each period or each year is tested by itself."""
        return self.tested != "cumulatively"
