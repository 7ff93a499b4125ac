"""Settling the same paths again, where so many were settled that only groups of their figures are known."""

from collections.abc import Callable, Mapping, Sequence

from riskreward.scenarios.batches import Settling, Tallied, Task
from riskreward.scenarios.tallies import Figures, Windows


class CloserLook:
    """Settles the paths of a task again, and keeps of its figures only those in some windows.

    What is usually asked of every figure is looked at in one go, once any of it is asked for.
    """

    def __init__(self, run: Callable[[Settling, Task], Tallied], task: Task, figures: Sequence[str]) -> None:
        self._run, self._task, self._figures = run, task, tuple(figures)
        self._usual: dict[str, Windows] = {}
        self._found: Mapping[str, Figures] = {}

    def expect(self, figure: str, windows: Windows) -> None:
        """Note the windows that are usually asked of a figure."""
        self._usual[figure] = windows

    def at(self, figure: str, windows: Windows) -> Figures:
        """Return the values of a figure, by its name, that are in any of some windows."""
        if windows != self._usual.get(figure):
            return self._settled({figure: windows})[figure]
        self._found = self._found or self._settled(self._usual)
        return self._found[figure]

    def _settled(self, windows: Mapping[str, Windows]) -> Mapping[str, Figures]:
        closely = tuple((figure, windows.get(figure, ())) for figure in self._figures)
        task = self._task._replace(asked=self._task.asked._replace(closely=closely))
        return self._run(Settling(task), task).figures
