"""`python -m benchmarks.fit`: fit the house anew and write what ships of it."""

from __future__ import annotations

from benchmarks.fit.estimate import estimate
from benchmarks.fit.exports import read_checks
from edge.demo.evening.house import FITTED

fit = estimate(*read_checks())
FITTED.write_text(fit.house.model_dump_json(indent=1) + "\n", encoding="utf-8")
print(f"{FITTED}: {fit.house.checks} checks of {fit.house.days} days")
