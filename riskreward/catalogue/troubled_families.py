"""Troubled Families: a part for a family that is attached, the rest for its result, five families of every six."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, get_args

from riskreward.calendar import Settled, Years
from riskreward.catalogue.choosing import PAID, Choice, Supposing, agreed
from riskreward.contract import Contract, Currency
from riskreward.figures import Figure, FigureError, money_text, read_money_from_nought, read_share
from riskreward.findings import Problem
from riskreward.refusals import described
from riskreward.rows.terms import Counts

PAYMENTS = "outcome payments"


def troubled_families(
    *,
    starts: str | date,
    tariff: Figure = 4_000,
    attachment: Sequence[Figure] = ("80%", "60%", "40%"),
    progress: Figure = 100,
    paid_for: Figure = "5/6",
    counts: Counts | None = None,
    settled: Settled = "yearly",
    years_run: Years = "from 1 April",
    title: str = "Troubled Families",
    authority: str = "",
    provider: str = "",
    currency: Currency = "£",
    rounding: str = "half up to the penny",
) -> Contract:
    """Return a contract that pays for a family when it is attached, and the rest of its `tariff` for the result.

    `attachment` is the part paid at once, for the families of each year of the term; the result pays the rest. A
    family's result is work, which pays all of it, or being turned around, which pays all but the `progress` payment,
    with that payment for progress to work: the two do not stack. `counts` has no default: whether work that follows
    brings the difference. `paid_for` takes deadweight off, exactly.

    The outcomes of the card are `attached in year 1`, `turned around, year 1`, `progress to work, year 1` and `work,
    year 1`, and so on for each year of attachment; `outcome_payments(contract, claims)` works out the column `outcome
    payments` from a table with a row for each.

    Raises InputError with every problem of the terms; where `counts` is missing, with what each form would pay.

    Source: Troubled Families programme, 2012 to 2015: £4,000 at most for a family, 80%, 60% and 40% of it at
    attachment; paid for five families of every six. Sheffield's 1,680 families were worth £5,600,000 at most.

    >>> from riskreward.contract.outcome_payments import outcome_payments
    >>> programme = troubled_families(starts="2012-04-01", counts="the best paid")
    >>> claims = [{"person": "a family", "outcome": outcome, "period": "2012-13"}
    ...     for outcome in ("attached in year 1", "turned around, year 1", "progress to work, year 1")]
    >>> of_a_family = outcome_payments(programme, claims).by_period["2012-13"]
    >>> of_a_family
    Decimal('4000.00')
    >>> programme.settle({"2012-13": 1_680 * of_a_family}).amount("fee of the year")
    Decimal('5600000.00')
    >>> programme.settle({"2012-13": 4_180 * of_a_family}).amount("fee of the year")
    Decimal('13933333.33')
    """
    listed = list(attachment) if isinstance(attachment, list | tuple) else []
    problems: list[Problem] = []
    if not listed:
        what = f"is {described(attachment)}, where a share for each year belongs"
        problems.append(Problem("attachment", what, 'write them in a list, such as ["80%", "60%", "40%"]'))
    whole = _read("tariff", tariff, read_money_from_nought, problems)
    small = _read("progress", progress, read_money_from_nought, problems)
    counted = _read("paid_for", paid_for, read_share, problems)
    parts = [_read(f"attachment[{number}]", part, read_share, problems) for number, part in enumerate(listed or [1])]
    years = [_Year(number, whole * part, whole * (1 - part), small) for number, part in enumerate(parts, start=1)]
    problems += [problem for year in years for problem in year.problems(currency) if not problems]
    years = [year._replace(progress=Fraction(0)) for year in years] if problems else years
    deadweight = {"rule": "deduction", "name": "deadweight", "share": 1 - counted}

    def make(chosen: Mapping[str, str]) -> dict[str, Any]:
        attached = [year.attached for year in years if year.at_once]
        once = [{"outcomes": attached, "counts": "the first achieved"}] if len(attached) > 1 else []
        results = [{"outcomes": [year.turned_around, year.work], **chosen} for year in years if year.later]
        card = {
            "rule": "rate card",
            "measure": PAYMENTS,
            "outcomes": [outcome for year in years for outcome in year.outcomes()],
            "alternatives": [*once, *results],
            "cap_per_person": whole,
        }
        return {
            "title": title,
            "authority": authority,
            "provider": provider,
            "starts": starts,
            "years": len(years),
            "settled": settled,
            "years_run": years_run,
            "currency": currency,
            "rounding": rounding,
            "measure": [{"name": PAYMENTS, "unit": currency, "better": "higher", "outturn_between": [0, 10**9]}],
            "fee": {
                "starts": "first pound",
                "counted": "each period",
                "step": [card, deadweight] if counted < 1 else [card],
            },
        }

    choice = Choice("counts", counts, get_args(Counts), line="" if problems else PAID)
    return agreed(make, [choice], WORK_THAT_FOLLOWS, problems)


class _Year(NamedTuple):
    """What is paid for the families attached in one year of the term: at once, later, and how much for progress."""

    number: int
    at_once: Fraction
    later: Fraction
    progress: Fraction

    @property
    def attached(self) -> str:
        return f"attached in year {self.number}"

    @property
    def turned_around(self) -> str:
        return f"turned around, year {self.number}"

    @property
    def work(self) -> str:
        return f"work, year {self.number}"

    def problems(self, currency: str) -> Iterator[Problem]:
        if self.later and self.progress >= self.later:
            what = f"is {money_text(self.progress, currency)}, not below the {money_text(self.later, currency)} that a"
            yield Problem(
                "progress", f"{what} result pays in year {self.number}", "write a part of the result's payment"
            )

    def outcomes(self) -> Iterator[dict[str, Any]]:
        if self.at_once:
            yield {"name": self.attached, "amount": self.at_once}
        if self.later:
            yield {"name": self.turned_around, "amount": self.later - self.progress}
            yield {"name": self.work, "amount": self.later}
        if self.later and self.progress:
            name = f"progress to work, year {self.number}"
            yield {"name": name, "amount": self.progress, "credited_against": self.work}


def _one_family(contract: Contract) -> list[dict[str, Any]]:
    """Return what a family of the first year brings that is turned around and then in work."""
    first = contract.calendar.periods[0]
    year = _Year(1, Fraction(0), Fraction(0), Fraction(0))
    claims = [
        {"person": "a family", "outcome": outcome, "period": first.label, "date": day}
        for outcome, day in ((year.turned_around, first.first), (year.work, first.last))
    ]
    from riskreward.contract.outcome_payments import outcome_payments  # what the other functions never need

    return [{PAYMENTS: outcome_payments(contract, claims).by_period[first.label]}, {PAYMENTS: 0}]


WORK_THAT_FOLLOWS = Supposing("a family turned around and then in work", rows=_one_family)


def _read(
    where: str, given: object, reads: Callable[[object], Decimal | Fraction], problems: list[Problem]
) -> Fraction:
    """Return a figure; one that cannot be read is told, and a whole stands in for it."""
    try:
        return Fraction(reads(given))
    except FigureError as error:
        problems.append(Problem(where, error.what, error.mend))
        return Fraction(1)
