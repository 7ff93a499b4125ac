"""What the terms promise the council: proved, broken with the story, or undecided."""

from riskreward.promises.assertions import assert_kept
from riskreward.promises.check import DisagreementError, check
from riskreward.promises.check_lots import check_lots
from riskreward.promises.lines import Lines
from riskreward.promises.mends import Mend
from riskreward.promises.promise import Promise
from riskreward.promises.sentences import promises
from riskreward.promises.story import Counterexample
from riskreward.promises.verdict import Checked, Verdict
from riskreward.promises.watching import Watched, watch

__all__ = [
    "Checked",
    "Counterexample",
    "DisagreementError",
    "Lines",
    "Mend",
    "Promise",
    "Verdict",
    "Watched",
    "assert_kept",
    "check",
    "check_lots",
    "promises",
    "watch",
]
