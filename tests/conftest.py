"""How hypothesis runs here: no deadline on slow machines, and the same examples each time where CI is set."""

import os

from hypothesis import HealthCheck, Phase, settings

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
"""All but the explaining of failures, which takes longer than finding them."""

settings.register_profile("local", deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
