"""Filters that every template has without asking: `settings.TEMPLATES`, `builtins`."""
