"""`make bench`: speed as ratios within one run, printed as JSON. Never asserted in tests."""
