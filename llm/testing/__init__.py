"""What tests and benchmarks play against: a provider of its own process that speaks the real protocol, faults included."""
