"""One of everything, as the walk over the routes has it."""

from config.tests.walk.conftest import people, programs, things

__all__ = ["people", "programs", "things"]
