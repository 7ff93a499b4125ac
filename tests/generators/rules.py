"""Every rule of a fee that a contract may write, with its step and the test file that is called as its own file is."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, get_args

from riskreward.fees import AnyStep, Step


def _classes(union: Any) -> Iterator[type[Step]]:
    for each in get_args(union):
        yield from [each] if isinstance(each, type) and issubclass(each, Step) else _classes(each)


STEPS: dict[str, type[Step]] = {each.model_fields["rule"].default: each for each in _classes(AnyStep)}
"""Every rule's step, by the rule."""


@lru_cache
def tests_of(rule: str) -> Any:
    """Return the test file of a rule, which says in `drawn` how the rule is drawn."""
    *folders, file = STEPS[rule].__module__.removeprefix("riskreward.").split(".")
    return import_module(".".join(["tests", *folders, f"test_{file}"]))
