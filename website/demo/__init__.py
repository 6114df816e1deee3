"""The demo that works without signing up: the real pages of a bill, read by a guest. See docs/adr/0026."""
