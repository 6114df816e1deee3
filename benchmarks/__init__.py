"""Measurements to publish: how well works are classified, and what an analysis costs. `python -m benchmarks --help`."""
