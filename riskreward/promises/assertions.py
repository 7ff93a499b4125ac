"""For tests: fails with the story where a contract breaks a promise."""

from collections.abc import Iterator

from riskreward.contract.contract import Contract
from riskreward.findings import InputError, Problem
from riskreward.promises.promise import Promise, Rule
from riskreward.promises.search import PATHS, search
from riskreward.promises.sentences import promises as every_promise
from riskreward.promises.story import sentence_of, tell
from riskreward.promises.watching import Watched, watch
from riskreward.refusals import described, nearest
from riskreward.settlement.statement import Statement

OWN = "your own promise"


def assert_kept(
    contract: Contract,
    promise: str | Promise | Rule | None = None,
    outturn: object = None,
    *,
    paths: int = PATHS,
    seed: int = 0,
) -> None:
    """Raise AssertionError with the story where a promise is broken on an outturn, or in a search without one.

    The promise is the name of one of the library's, a Promise, or a function over named lines; without one it is every
    promise that applies to the contract. Raises InputError for a promise that there is not or that does not apply,
    and for one that names a line that the contract does not have.

    >>> from riskreward import gain_share
    >>> contract = gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=2, clawback=True)
    >>> assert_kept(contract, "never out of pocket")
    >>> assert_kept(contract, lambda lines: lines["paid"] <= lines["saving"], {"2026-27": "£900,000"})
    """
    watched = watch(contract, tuple(_asked(contract, promise)))
    broken = _on(watched, contract.settle(outturn)) if outturn is not None else _searched(watched, paths, seed)
    stories = list(broken)
    if stories:
        raise AssertionError("\n\n".join(stories))


def _asked(contract: Contract, promise: str | Promise | Rule | None) -> Iterator[Promise]:
    known = {each.name: each for each in every_promise(contract)}
    if promise is None:
        yield from (each for each in known.values() if not each.why_not(contract))
        return
    if isinstance(promise, str):
        if promise not in known:
            near = nearest(promise, known)
            mend = f"write {near!r}" if near is not None else f"write one of {', '.join(map(repr, known))}"
            raise InputError([Problem(f"promise {promise!r}", "is no promise of the library", mend)])
        promise = known[promise]
    elif not isinstance(promise, Promise):
        if not callable(promise):
            mend = "give the name of a promise, a Promise, or a function over the lines of a period"
            raise InputError([Problem("promise", f"is {described(promise)}", mend)])
        promise = Promise(OWN, "The function given is true at every settlement.", promise)
    if why := promise.why_not(contract):
        raise InputError([Problem(f"promise {promise.name!r}", f"does not apply: {why}", "ask one that does")])
    yield promise


def _on(watched: Watched, statement: Statement) -> Iterator[str]:
    """Yield the story of each promise that is broken in a statement, its figures as they are given."""
    for promise in watched.promises:
        broken = watched.broken_in(promise, statement.facts)
        if broken is not None:
            sentence = sentence_of(watched, promise, statement, statement.facts)
            yield _told(promise, statement.periods[broken].label, sentence, statement)


def _searched(watched: Watched, paths: int, seed: int) -> Iterator[str]:
    found = search(watched, paths, seed).broken
    for promise in watched.promises:
        story = tell(watched, promise, found[promise.name]) if promise.name in found else None
        if story is not None:
            yield _told(promise, story.period, story.sentence, story.statement)


def _told(promise: Promise, period: str, sentence: str, statement: Statement) -> str:
    return f"{promise.name}: broken in {period}. {sentence}\n\n{statement}"
