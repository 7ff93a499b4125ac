"""What of a saving counts: from saving to saving. One small file a rule."""

from riskreward.fees.counting.corridor import Corridor
from riskreward.fees.counting.deficit import DeficitCarryForward
from riskreward.fees.counting.high_water_mark import HighWaterMark
from riskreward.fees.counting.quality_gate import QualityGate
from riskreward.fees.counting.significance_gate import SignificanceGate
from riskreward.fees.counting.step_down import StepDown
from riskreward.fees.counting.tapering_tail import TaperingTail
from riskreward.fees.counting.threshold import Threshold
from riskreward.fees.counting.threshold_by_size import ThresholdBySize
from riskreward.fees.counting.threshold_with_carry_forward import ThresholdWithCarryForward

CountingStep = (
    QualityGate
    | SignificanceGate
    | StepDown
    | TaperingTail
    | DeficitCarryForward
    | HighWaterMark
    | Threshold
    | ThresholdBySize
    | ThresholdWithCarryForward
    | Corridor
)
