"""Whether the terms keep their promises: proved, broken with the story, or undecided."""

from collections.abc import Iterator, Sequence

from riskreward.contract.contract import Contract
from riskreward.promises.mends import mends
from riskreward.promises.more_saving import more_saving
from riskreward.promises.promise import Promise
from riskreward.promises.proving import INSTALL, Candidate, Proof, Prover, is_installed
from riskreward.promises.ranges import Range, ranges
from riskreward.promises.search import PATHS, Searched, search
from riskreward.promises.sentences import promises as every_promise
from riskreward.promises.story import tell
from riskreward.promises.verdict import Checked, Verdict
from riskreward.promises.watching import Watched, watch


class DisagreementError(AssertionError):
    """Two readers of one contract disagree: an error of this library, which is to be reported."""


def check(
    contract: Contract, promises: Sequence[Promise] | None = None, *, paths: int = PATHS, seed: int = 0
) -> Checked:
    """Return whether the contract keeps its promises to the council, in every outcome that its terms allow.

    Each promise is searched for a case that breaks it, and with the optional part `prove` proved, its rounding
    included. The promises are those of the library that apply, or the ones given. Raises InputError for a promise that
    names a line that the contract does not have.
    """
    asked = tuple(every_promise(contract) if promises is None else promises)
    not_asked = tuple((each, why) for each in asked if (why := each.why_not(contract)))
    applying = tuple(each for each in asked if not each.why_not(contract))
    watched = watch(contract, applying)
    searched = search(watched, paths, seed)
    prover = Prover(watched) if is_installed() and not watched.is_varied else None
    verdicts = tuple(_verdict(contract, watched, each, searched, prover) for each in applying)
    more = more_saving(contract, paths // 4, seed) if promises is None else None
    return Checked(contract.title, verdicts, not_asked, tuple(_assumed(watched)), more, _to_prove(watched))


def _verdict(
    contract: Contract, watched: Watched, promise: Promise, searched: Searched, prover: Prover | None
) -> Verdict:
    case = searched.broken.get(promise.name)
    found = None if prover is None else prover.prove(promise)
    if case is None and isinstance(found, Candidate):
        case = found.facts if watched.broken_in(promise, found.facts) is not None else None
        if case is None and found.is_exact:
            raise DisagreementError(f"the solver breaks {promise.name!r}, and the exact reader does not: {found.facts}")
    if case is not None:
        if isinstance(found, Proof):
            raise DisagreementError(f"{promise.name!r} is proved, and broken by {case}")
        told = tell(watched, promise, case)
        if told is not None:
            return Verdict(promise, "broken", told.sentence, told, mends(contract, promise, told.facts))
    much = f"{searched.paths:,} paths of {searched.settlements:,} settlements"
    if isinstance(found, Proof):
        term = "for a term of any length" if found.of_any_length else "for every settlement of the term"
        sentence = f"{promise.sentence.removesuffix('.')}: proved {term}, rounding included."
        return Verdict(promise, "proved", sentence, invariants=found.invariants, certificate=found.certificate)
    if prover is None:
        return Verdict(promise, "searched", f"Nothing broke it in {much}; that is no proof.")
    return Verdict(promise, "undecided", f"Neither proved nor broken in {much}.")


def _to_prove(watched: Watched) -> str:
    if watched.is_varied:
        return "The terms vary over the term: a contract with variations is searched, and not proved."
    if not is_installed():
        return f"The promises were searched, and not proved; a proof needs the optional part prove: {INSTALL}"
    return ""


def _assumed(watched: Watched) -> Iterator[str]:
    """Yield what every verdict assumes, in sentences."""
    yield "savings and outcomes are what the outturn states, verified as the contract says"
    for path, between in ranges(watched).items():
        if between.measure and not between.is_declared:
            yield _undeclared(path, between)
    if any(each is None for row in watched.scheduled for each in _published(watched, row)):
        yield "a figure not yet published is proved for every value in its range, and searched as it was last known"


def _published(watched: Watched, row: Sequence[int | None]) -> Iterator[int | None]:
    for fact, value in zip(watched.assembled.program.facts, row, strict=False):
        if fact.is_scheduled:
            yield value


def _undeclared(path: str, between: Range) -> str:
    return (
        f"{between.measure} has no outturn_between: a proof holds for every figure, a search tried "
        f"{between.offer.removeprefix('outturn_between = ')}; to declare one, write {between.offer}"
    )
