"""Pixels to evidence to beliefs. Light to import: pixels are touched by the worker process only."""
