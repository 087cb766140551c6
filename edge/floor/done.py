"""What every command on the floor answers with: as everywhere in the house."""

from edge.done import Done

__all__ = ["Done"]
