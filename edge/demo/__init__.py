"""The demo restaurant: rendered footage through the true capture path, on loopback, with nothing kept.

`edge.demo.restaurant` runs it; `edge.demo.evening` is the simulated evening, which needs none of the daemon.
"""
