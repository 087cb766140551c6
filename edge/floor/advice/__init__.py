"""What the box advises a host: where to seat a party and who serves it, and how long others will wait."""

from edge.floor.advice.advice import Advice
from edge.floor.advice.answers import Because, Bracketed, Choices, Suggested, Wait

__all__ = ["Advice", "Because", "Bracketed", "Choices", "Suggested", "Wait"]
