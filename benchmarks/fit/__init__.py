"""From a house's POS exports to the numbers of the simulated evening: `python -m benchmarks.fit`.

Only where the exports are at hand. It writes `edge/demo/evening/house.json`, and the picture and table of
docs/explanation/evening.md.
"""

from benchmarks.fit.estimate import Fit, estimate
from benchmarks.fit.exports import EXPORTS, Check, read_checks

__all__ = ["EXPORTS", "Check", "Fit", "estimate", "read_checks"]
