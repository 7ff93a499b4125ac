"""What the terms promise the council: proved, broken with the story, or undecided."""

from riskreward.promises.lines import Lines
from riskreward.promises.promise import Promise
from riskreward.promises.sentences import promises
from riskreward.promises.watching import Watched, watch

__all__ = ["Lines", "Promise", "Watched", "promises", "watch"]
