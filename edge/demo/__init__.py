"""The demo restaurant: rendered footage through the true capture path, on loopback, with nothing kept."""

from edge.demo.restaurant import demo_settings, run_demo

__all__ = ["demo_settings", "run_demo"]
