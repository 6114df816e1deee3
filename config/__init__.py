"""Settings and wiring of the Mizan project."""
