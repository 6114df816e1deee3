"""Proofs that a person can run. Each is a command with readable steps and a verdict: 0 it holds, 1 it does not, 2 it could not be tried."""
