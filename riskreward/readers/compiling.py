"""The text of a program compiled, once for all programs that are alike but for their figures."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

_FIGURE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])")


def compiled(text: str, scope: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the one function that a text defines; `scope` holds what it calls.

    Its figures become parameters with a default, so that the compiler sees each form of a text once: it takes longer
    than all else that a contract of a portfolio takes.
    """
    figures: list[int | float] = []

    def parameter(found: re.Match[str]) -> str:
        figure = found[0]
        figures.append(int(figure) if figure.isdecimal() else float(figure))
        return f"k{len(figures) - 1}"

    head, body = text.split("):\n", 1)
    body = _FIGURE.sub(parameter, body)
    parameters = "".join(f", k{number}" for number in range(len(figures)))
    code = _code(f"{head}{parameters}):\n{body}")
    return FunctionType(code, dict(scope), code.co_name, tuple(figures))


@lru_cache(maxsize=512)
def _code(form: str) -> CodeType:
    module = compile(form, "<riskreward program>", "exec")
    (found,) = (each for each in module.co_consts if isinstance(each, CodeType))
    return found
