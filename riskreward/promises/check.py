"""Whether the terms keep their promises: proved, broken with the story, or undecided."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.contract import Contract
from riskreward.figures import money_text, share_text
from riskreward.findings import InputError, Problem
from riskreward.portfolios import Lots
from riskreward.promises.curve import payout_curve
from riskreward.promises.exposure import exposure
from riskreward.promises.for_every import ForEvery, at, constants_left_free, corners, free_terms, tried
from riskreward.promises.mends import mends
from riskreward.promises.more_saving import more_saving
from riskreward.promises.promise import Promise
from riskreward.promises.proving import INSTALL, Candidate, FreeTerm, Proof, Prover, is_installed
from riskreward.promises.ranges import assumptions
from riskreward.promises.search import PATHS, Searched, search
from riskreward.promises.sentences import promises as every_promise
from riskreward.promises.story import Counterexample, tell
from riskreward.promises.verdict import Checked, Verdict
from riskreward.promises.watching import Facts, Watched, watch

SEARCHED_ALONE = f"The promises were searched, and not proved; a proof needs the optional part prove: {INSTALL}"


class DisagreementError(AssertionError):
    """Two readers of one contract disagree: an error of this library, which is to be reported."""


class _Searched(NamedTuple):
    """A contract and what a search of it found; `told` says at which values of the terms left free."""

    contract: Contract
    watched: Watched
    found: Searched
    told: str


def check(
    contract: Contract,
    promises: Sequence[Promise] | None = None,
    *,
    for_every: ForEvery | None = None,
    paths: int = PATHS,
    seed: int = 0,
) -> Checked:
    """Return whether the contract keeps its promises to the council, in every outcome that its terms allow.

    Each promise is searched for a case that breaks it, and with the optional part `prove` proved, its rounding
    included. The promises are those of the library that apply, or the ones given. `for_every` leaves terms free, such
    as `{"share": ("0%", "30%")}`: what is then proved holds whichever figures they have. Raises InputError for a
    promise that names a line that the contract does not have, and for a term that cannot be left free; lots under one
    cap are checked by `check_lots`.

    >>> from riskreward import gain_share
    >>> contract = gain_share(
    ...     baseline="£1,000,000", share="25%", fee_starts="first pound", clawback=True, starts="2026-04-01", years=2)
    >>> check(contract).sentence
    'Of 4 promises to the council: 4 proved.'
    >>> check(contract.replace(clawback=None))["never out of pocket"].sentence
    'If you save £100,000 in 2026-27 and lose £100,000 in 2027-28, you will have paid £25,000 for nothing saved.'
    """
    if isinstance(contract, Lots):
        mend = "write check_lots(lots), or check each lot's contract"
        raise InputError([Problem("contract", "is lots under one cap, where a contract belongs", mend)])
    asked = tuple(every_promise(contract) if promises is None else promises)
    not_asked = tuple((each, why) for each in asked if (why := each.why_not(contract)))
    applying = tuple(each for each in asked if not each.why_not(contract))
    free = free_terms(contract, for_every or {})
    searched = list(_searches(contract, applying, free, paths, seed))
    watched = searched[0].watched
    checker = _Checker(searched, _prover(contract, watched, applying, free), free)
    verdicts = tuple(map(checker.verdict, applying))
    answers = tuple(_answers(contract, paths // 4, seed)) if promises is None else ()
    return Checked(contract.title, verdicts, not_asked, tuple(assumptions(watched)), answers, _to_prove(watched))


def _answers(contract: Contract, paths: int, seed: int) -> Iterator[str]:
    """Yield what else there is to know: whether saving more pays less, where the fee jumps, and what is at stake."""
    more = more_saving(contract, paths, seed)
    if more is not None:
        yield more.sentence
    if contract.measures_a_saving:
        try:
            yield payout_curve(contract).sentence
        except InputError as error:  # a curve needs an outturn where a baseline does
            yield f"The payout curve is not told: {'; '.join(map(str, error.problems))}."
    stake = exposure(contract)
    yield from (each.sentence for each in (stake.fee, stake.clawback, stake.position) if each.sentence)


def _searches(
    contract: Contract, applying: Sequence[Promise], free: Sequence[FreeTerm], paths: int, seed: int
) -> Iterator[_Searched]:
    """Yield the search of the contract, or those at several values of the terms that are left free."""
    if not free:
        watched = watch(contract, applying)
        yield _Searched(contract, watched, search(watched, paths, seed), "")
        return
    for values in corners(free):
        one = at(contract, free, values)
        watched = watch(one, applying)
        told = " and ".join(f"{term.name} at {_value(term, value)}" for term, value in zip(free, values, strict=True))
        yield _Searched(one, watched, search(watched, paths // 3, seed), f"With {told}: ")


def _value(term: FreeTerm, value: Fraction) -> str:
    return money_text(value, "") if term.is_money else share_text(value)


def _prover(
    contract: Contract, watched: Watched, applying: Sequence[Promise], free: Sequence[FreeTerm]
) -> Prover | None:
    if not is_installed() or watched.is_varied:
        return None
    if not free:
        return Prover(watched)
    constants = constants_left_free(contract, free, applying)
    return Prover(watch(at(contract, free, tried(free)), applying), constants)


class _Checker:
    """Reaches a verdict on each promise from what was searched and what can be proved."""

    def __init__(self, searched: Sequence[_Searched], prover: Prover | None, free: Sequence[FreeTerm]) -> None:
        self._searched = searched
        self._prover = prover
        self._free = free

    def verdict(self, promise: Promise) -> Verdict:
        """Return the verdict on a promise. Raises DisagreementError where two readers of the contract disagree."""
        found = None if self._prover is None else self._prover.prove(promise)
        broken = self._broken(promise, found)
        if broken is not None:
            if isinstance(found, Proof):
                raise DisagreementError(f"{promise.name!r} is proved, and broken: {broken.sentence}")
            return broken
        much = f"{sum(each.found.paths for each in self._searched):,} paths of "
        much += f"{sum(each.found.settlements for each in self._searched):,} settlements"
        if isinstance(found, Proof):
            term = "for a term of any length" if found.of_any_length else "for every settlement of the term"
            sentence = f"{promise.sentence.removesuffix('.')}: proved {term}{self._for_every}, rounding included."
            return Verdict(promise, "proved", sentence, invariants=found.invariants, certificate=found.certificate)
        if self._prover is None:
            return Verdict(promise, "searched", f"Nothing broke it in {much}; that is no proof.")
        return Verdict(promise, "undecided", f"Neither proved{self._for_every} nor broken in {much}.")

    @property
    def _for_every(self) -> str:
        ranges = (f"{each.name} from {_value(each, each.low)} to {_value(each, each.high)}" for each in self._free)
        return f", for every {' and '.join(ranges)}" if self._free else ""

    def _broken(self, promise: Promise, found: Proof | Candidate | None) -> Verdict | None:
        """Return the story of a case that breaks a promise: one that the search found, or a candidate that is one."""
        for contract, watched, searched, told in self._searched:
            for case in _cases(watched, searched, promise, found):
                story = tell(watched, promise, case)
                if story is not None:
                    return _verdict(contract, promise, story, told)
        return None


def _cases(watched: Watched, searched: Searched, promise: Promise, found: Proof | Candidate | None) -> Iterator[Facts]:
    """Yield the paths that break a promise: its own, a candidate that is one, and those that broke another as well."""
    own = searched.broken.get(promise.name)
    if own is None and isinstance(found, Candidate):
        own = _confirmed(watched, promise, found)
    if own is not None:
        yield own
    for case in searched.broken.values():
        if case is not own and watched.broken_in(promise, case) is not None:
            yield case


def _verdict(contract: Contract, promise: Promise, story: Counterexample, told: str) -> Verdict:
    return Verdict(promise, "broken", f"{told}{story.sentence}", story, mends(contract, promise, story.facts))


def _confirmed(watched: Watched, promise: Promise, candidate: Candidate) -> Facts | None:
    """Return a candidate's path where it breaks the promise. Raises DisagreementError where it should, and does not."""
    if watched.broken_in(promise, candidate.facts) is not None:
        return candidate.facts
    if candidate.is_exact:
        told = f"the solver breaks {promise.name!r} on {candidate.facts}, and the exact reader does not"
        raise DisagreementError(told)
    return None


def _to_prove(watched: Watched) -> str:
    if watched.is_varied:
        return "The terms vary over the term: a contract with variations is searched, and not proved."
    if not is_installed():
        return SEARCHED_ALONE
    return ""
