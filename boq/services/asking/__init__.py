"""Ask the bill: tools that only read, offered to a language model and to people alike."""
