"""What of a saving counts: from saving to saving. One small file a rule."""

from riskreward.fees.counting.deficit import DeficitCarryForward
from riskreward.fees.counting.quality_gate import QualityGate
from riskreward.fees.counting.threshold import Threshold
from riskreward.fees.counting.threshold_by_size import ThresholdBySize

CountingStep = QualityGate | DeficitCarryForward | Threshold | ThresholdBySize
