"""Whether a cap over several lots holds: proved for any fees of any number of lots, or broken with the figures."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.trying import listed
from riskreward.figures import LARGEST, money_text, shown
from riskreward.findings import InputError, Problem
from riskreward.portfolios import Lots
from riskreward.portfolios.cap import OVER, Cap
from riskreward.promises.check import SEARCHED_ALONE, DisagreementError
from riskreward.promises.lots_within import PARTS, LotsWithin, Years
from riskreward.promises.promise import Promised
from riskreward.promises.proving import is_installed
from riskreward.promises.search import PATHS
from riskreward.promises.verdict import Checked, Verdict
from riskreward.refusals import described

NAME = "the cap over all lots holds"


MOST_PATHS = 10_000_000
"""So many paths take minutes to search; more are taken for a slip of the pen."""


def check_lots(lots: Lots, *, paths: int = PATHS, seed: int = 0) -> Checked:
    """Return whether what all lots have within their cap is never more than it, after rounding.

    It is asked of the lots as they are settled; of the rule of their cap, which is searched for years that break it;
    and with the optional part `prove` that is proved, for any fees of any number of lots over any number of years. What
    each lot's own contract promises is asked by `check`. Raises InputError with every problem of what is given.

    >>> from riskreward import gain_share, settle_lots
    >>> lot = gain_share(
    ...     baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period",
    ...     starts="2026-04-01", years=1)
    >>> both = settle_lots(
    ...     {"North": (lot, {"2026-27": 900_000}), "South": (lot, {"2026-27": 800_000})},
    ...     cap="£24,000", over="year", shared_out="pro rata", netted=False)
    >>> check_lots(both).sentence
    'Of 1 promise to the council: 1 proved.'
    """
    problems = list(_problems(lots, paths, seed))
    if problems:
        raise InputError(problems)
    over = f"over {OVER[lots.over]}"
    many = len(lots.statements)
    title = f"{many} lot{'s' if many > 1 else ''} under a cap of {_money(lots, lots.cap)} {over}"
    promise = Promised(NAME, f"What all lots have within the cap is never more than it, {over}, after rounding.")
    verdict = _verdict(lots, title, promise, paths, seed)
    to_prove = "" if is_installed() else SEARCHED_ALONE
    return Checked(title, (verdict,), (), tuple(_assumptions(lots)), (), to_prove)


def _problems(lots: object, paths: object, seed: object) -> Iterator[Problem]:
    """Yield what is wrong with what is given."""
    if not isinstance(lots, Lots):
        mend = "settle them with rr.settle_lots, or check a contract with rr.check"
        yield Problem("lots", f"is {described(lots)}, where settled lots belong", mend)
    if isinstance(paths, bool) or not isinstance(paths, int) or not 0 <= paths <= MOST_PATHS:
        yield Problem("paths", f"is {shown(paths)}", f"write a whole number from 0 to {MOST_PATHS:,}")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        yield Problem("seed", f"is {shown(seed)}", "write a whole number such as 2026")


def _verdict(lots: Lots, title: str, promise: Promised, paths: int, seed: int) -> Verdict:
    """Return the verdict. Raises DisagreementError where what is proved is broken."""
    rule = LotsWithin(Cap(lots.cap, lots.over, lots.netted))
    years = rule.search(paths, seed)
    proof = rule.proof(title, promise) if is_installed() else None
    broken = "" if years is None else _told(lots, rule, years)
    if broken and proof is not None:
        raise DisagreementError(f"{promise.name!r} is proved, and broken: {broken}")
    broken = _as_settled(lots) or broken
    if broken:
        return Verdict(promise, "broken", broken)
    said = promise.sentence.removesuffix(".")
    if proof is not None:
        sentence = f"{said}: proved for any fees of any number of lots, over any number of years."
        return Verdict(promise, "proved", sentence, invariants=proof.invariants, certificate=proof.certificate)
    if is_installed():
        return Verdict(promise, "undecided", f"Neither proved nor broken in {paths:,} paths.")
    return Verdict(promise, "searched", f"Nothing broke it in {paths:,} paths; that is no proof.")


def _as_settled(lots: Lots) -> str:
    """Return where the lots as they are settled have more than the cap, in words, or nothing."""
    had = Fraction(0)
    for year in dict.fromkeys(each.contract_year for each in lots.fees):
        within = [each.within for each in lots.fees if each.contract_year == year and (lots.netted or each.fee > 0)]
        had = sum(within, had if lots.over == "term" else Fraction(0))
        if had > lots.cap:
            return f"As they are settled, {_have(lots, had)} in {year}."
    return ""


def _told(lots: Lots, rule: LotsWithin, years: Years) -> str:
    """Return the years that break the promise, in a sentence."""
    broken = rule.above(years)
    assert broken is not None
    told = [_year(lots, number, *figures) for number, figures in enumerate(years, 1)]
    return f"If lots gain {listed(told)}, {_have(lots, broken.amount)}."


def _year(lots: Lots, number: int, gained: int, given_back: int) -> str:
    """Return what happens in a year: what lots gain and what others give back, from pence."""
    told = _money(lots, Fraction(gained, PARTS))
    if given_back:
        told += f" while others give back {_money(lots, Fraction(given_back, PARTS))}"
    return f"{told} in year {number}"


def _have(lots: Lots, had: Fraction) -> str:
    to_date = " to date" if lots.over == "term" else ""
    return f"all lots have {_money(lots, had)}{to_date}, above the cap of {_money(lots, lots.cap)}"


def _assumptions(lots: Lots) -> Iterator[str]:
    """Yield what the verdict rests on, in sentences."""
    yield (
        f"what is within the cap is shared out {lots.shared_out}, which adds up to it to the penny and gives no lot "
        "more than its own fee: by construction, and not as part of the proof"
    )
    if lots.netted:
        yield (
            "what a lot's fee falls by is given back in full, even what the cap had cut off it, and is taken off what "
            "all lots have"
        )
    else:
        yield "what a lot's fee falls by is given back beside the cap, and makes no room: it is not taken off the sum"
    yield f"what lots gain or give back in a year is whole pence, {_money(lots, Fraction(LARGEST))} at most"


def _money(lots: Lots, amount: Fraction) -> str:
    return money_text(amount, lots.currency)
