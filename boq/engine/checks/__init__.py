"""What is wrong with a bill: one small module per family, one class per check."""
