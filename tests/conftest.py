"""How hypothesis runs here: no deadline on slow machines, and the same examples each time where CI is set."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
"""All but the explaining of failures, which takes longer than finding them."""

settings.register_profile("local", deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


LONGEST = ("test_reach.py", "test_promises.py", "test_agreement.py", "test_shared_savings.py", "test_bad_input.py")
"""The files that take longest, which begin first, so that no core waits for one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within each file the order stays."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """Load the test file of every rule that is drawn: loading one while an example is drawn nests test in test."""
    if "tests.generators" in sys.modules:
        from tests.generators.rules import STEPS, tests_of

        for rule in STEPS:
            tests_of(rule)
