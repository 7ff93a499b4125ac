"""What a programme groups its measures by: the lever that is pulled, and whether the improvement recurs."""

from typing import Literal

Lever = Literal[
    "service integration",
    "re-engineering",
    "commissioning and contracting",
    "performance management",
    "partnership",
]
Recurs = Literal["recurring", "one-off"]
