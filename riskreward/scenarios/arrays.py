"""Arrays of whole numbers, an optional part: numpy, imported where paths are drawn."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    IntArray = npt.NDArray[np.int64]

INSTALL = "pip install 'riskreward[simulate]'"


class ArraysMissingError(ImportError):
    """Paths were to be drawn, and numpy is not installed."""


def need_arrays() -> None:
    """Raise ArraysMissingError, with the line that installs it, where numpy is not there."""
    if find_spec("numpy") is None:
        raise ArraysMissingError(f"drawing scenarios needs numpy, which is not installed; {INSTALL}")
