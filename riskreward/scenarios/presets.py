"""Scenarios named by their evidence: distributions whose figures were published, each with its source."""

from fractions import Fraction
from typing import NamedTuple

from riskreward.figures import Figure, shown
from riskreward.findings import InputError
from riskreward.scenarios.history import History
from riskreward.scenarios.low_likely_high import LowLikelyHigh
from riskreward.scenarios.typed import SHARE, Reading


class Bias(NamedTuple):
    """How far projects of a kind spent beyond their plan: at worst, with nothing done about it, and at best."""

    upper: Fraction
    lower: Fraction


def _per_cent(upper: int, lower: int) -> Bias:
    return Bias(Fraction(upper, 100), Fraction(lower, 100))


GREEN_BOOK = "HM Treasury, Supplementary Green Book guidance on optimism bias; Mott MacDonald (2002), table 2"
AUDIT_OFFICE = "National Audit Office, Progress with VFM savings and lessons for cost reduction programmes (July 2010)"
MEDICARE = "CMS, Medicare Shared Savings Program public use files, 2013 to 2023"
"""Where the figures of each preset stand, as a record says it."""

OPTIMISM_BIAS = {
    "standard buildings": _per_cent(24, 2),
    "non-standard buildings": _per_cent(51, 4),
    "standard civil engineering": _per_cent(44, 3),
    "non-standard civil engineering": _per_cent(66, 6),
    "equipment and development": _per_cent(200, 10),
    "outsourcing": _per_cent(41, 0),
}
"""Spending beyond plan, by kind of project: of outsourcing the operating expenditure, of the others the capital.

Source: Mott MacDonald, Review of large public procurement in the UK (2002) for HM Treasury, table 2, which the Green
Book's supplementary guidance on optimism bias adopts. Its bounds are where to start, and not the most or least that can
be.
"""

STOOD, UNCERTAIN = Fraction(38, 100), Fraction(44, 100)
"""Of the savings that departments reported and auditors reviewed, the part that stood, and the part that may have.

Source: National Audit Office, Progress with VFM savings and lessons for cost reduction programmes (July 2010): of some
£2.8 billion, 38% fairly represented sustainable savings, 44% may have, and 18% did not or were much overstated.
"""

_MEDICARE = (
    "-1316 -954 -734 -615 -544 -497 -458 -402 -367 -337 -318 -291 -269 -243 -221 -205 -187 -177 -157 -136 "
    "-123 -110 -97 -87 -76 -61 -52 -41 -33 -21 -11 0 12 23 32 45 53 65 77 86 97 110 121 129 137 145 157 164 "
    "175 184 193 204 214 226 234 242 250 261 274 284 298 312 321 336 346 359 372 390 404 418 431 441 455 471 "
    "487 502 516 538 561 582 600 611 628 640 661 692 714 735 759 792 824 845 887 938 994 1058 1112 1212 1324 "
    "1649 "
)
"""Savings in hundredths of a per cent of the benchmark: the middles of a hundred equal parts of 2,468 of them."""


def green_book_optimism_bias(project: str, planned: Figure, *, managed: Figure) -> LowLikelyHigh:
    """Return what is left of a planned saving if spending runs beyond plan as that of past public projects did.

    `planned` is the saving in the plan, as a share of the baseline; `managed` is how much of the upper bound of the
    bias the project is likely to have managed away, as the guidance asks each project to judge. At worst the bias is at
    its upper bound, at best at its lower. It is drawn once for the whole term. Raises InputError with every problem.

    Source: HM Treasury, Supplementary Green Book guidance: optimism bias; Mott MacDonald (2002), table 2.
    """
    reading = Reading("green_book_optimism_bias")
    reading.chosen("project", project, tuple(OPTIMISM_BIAS))
    saving, dealt_with = reading.share("planned", planned), reading.share("managed", managed)
    if reading.problems:
        raise InputError(reading.problems)
    bias = OPTIMISM_BIAS[project]
    likely = max(bias.lower, bias.upper * (1 - dealt_with))
    low, middle, high = (1 - (1 - saving) * (1 + each) for each in (bias.upper, likely, bias.lower))
    return LowLikelyHigh(SHARE, "saving", "once", low, middle, high, "PERT", GREEN_BOOK)


def audit_office_reported_savings(reported: Figure, *, uncertain_that_stands: Figure) -> LowLikelyHigh:
    """Return what stands of a saving that is reported, if it is as sound as those that auditors reviewed in 2010.

    `reported` is a share of the baseline; `uncertain_that_stands` is how much of the uncertain part is likely to stand,
    which the auditors did not say. At worst none of it does (38% of the saving stands), at best all of it (82%). It is
    drawn once for the whole term. Raises InputError with every problem.

    Source: National Audit Office, Progress with VFM savings and lessons for cost reduction programmes (July 2010).
    """
    reading = Reading("audit_office_reported_savings")
    saving = reading.share("reported", reported)
    stands = reading.share("uncertain_that_stands", uncertain_that_stands)
    if not reading.problems and not saving:
        reading.refuse("reported", f"is {shown(reported)}, of which nothing can stand", 'write a saving such as "10%"')
    if reading.problems:
        raise InputError(reading.problems)
    low, middle, high = (saving * (STOOD + UNCERTAIN * each) for each in (Fraction(0), stands, Fraction(1)))
    return LowLikelyHigh(SHARE, "saving", "once", low, middle, high, "PERT", AUDIT_OFFICE)


def medicare_shared_savings() -> History:
    """Return a year's saving as a share of its benchmark, as 2,468 settled years of shared savings had it.

    Between them they saved 2.1% of the benchmark; three in ten lost. They are of the United States, and of health care:
    use them to see what a spread of savings does to the terms. A year of the contract is drawn at a time, however often
    it is settled.

    Source: CMS, Medicare Shared Savings Program, performance year public use files of 2013, 2014, 2016, 2018, 2022 and
    2023.
    """
    figures = tuple(Fraction(each, 10_000) for each in map(int, _MEDICARE.split()))
    return History(SHARE, "saving", "each year", figures, MEDICARE)
