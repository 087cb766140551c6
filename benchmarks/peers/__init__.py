"""Other ways of dealing parties to waiters, to measure ours against on the same evenings."""

from benchmarks.peers.paper import PaperHost, Policy, Pool, Server
from benchmarks.peers.round_robin import RoundRobin
from benchmarks.peers.seed import SeedFormula, SeedHost

__all__ = ["PaperHost", "Policy", "Pool", "RoundRobin", "SeedFormula", "SeedHost", "Server"]
