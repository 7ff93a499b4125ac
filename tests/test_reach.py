"""The generators reach the whole vocabulary, and every turn that a settlement can take.

`pytest -s tests/test_reach.py` and `python -m tests.test_reach` show how often each was reached.
"""

from collections import Counter
from functools import lru_cache

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.generators import EVERYTHING, TWO_SIDED, Case, Vocabulary, cases
from tests.reach.events import EVENTS, events
from tests.reach.vocabulary import VOCABULARY, vocabulary
from tests.test_promises import AGED_AND_CLAWED_BACK, CAPPED, CAPPED_AND_RESTORED, CLAWED_BACK, RELEASED_BY_GUARANTEE

DRAWN = (
    (50, EVERYTHING),
    (15, CAPPED),
    (15, CAPPED_AND_RESTORED),
    (15, CLAWED_BACK),
    (15, RELEASED_BY_GUARANTEE),
    (10, AGED_AND_CLAWED_BACK),
    (15, Vocabulary(counted=("each year",), interim=True, guarantee=True)),
    (25, Vocabulary(eligible=True, guarantee=True)),
    (15, TWO_SIDED),
)
"""How many examples are drawn in a round, from which vocabulary: what the tests of agreement draw from.

Rounds are short, as examples of one seed resemble one another.
"""

ROUNDS = 80
"""A further round is drawn only while something has not been reached."""

LISTED = (*VOCABULARY, *EVENTS)


@lru_cache
def reached() -> Counter[str]:
    """Return in how many of the drawn examples each part of the vocabulary and each event was reached."""
    found: Counter[str] = Counter()

    def look(case: Case) -> None:
        contract, rows = case
        statement = contract.settle(rows)
        found.update({"examples", *vocabulary(contract, statement), *events(contract, statement)})

    for number in range(ROUNDS):
        for examples, wanted in DRAWN:
            drawing = settings(
                max_examples=examples,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            seed(f"{number}, {wanted}")(drawing(given(cases(wanted))(look)))()
        if all(found[name] for name in LISTED):
            break
    return found


def table() -> str:
    """Return the counts as a table."""
    found = reached()
    width = max(map(len, LISTED))
    return "\n".join(f"{name:{width}} {found[name]:5}" for name in ("examples", *LISTED))


def test_every_part_of_the_vocabulary_and_every_event_is_reached() -> None:
    print(table())
    assert not [name for name in LISTED if not reached()[name]]


def test_nothing_is_counted_under_a_name_that_is_not_listed() -> None:
    assert not set(reached()) - {"examples", *LISTED}


if __name__ == "__main__":
    print(table())
