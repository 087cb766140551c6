"""maitred: the daemon in the store. Each sub-package is one room of the house; see docs/architecture.md."""

__version__ = "0.1.0"
