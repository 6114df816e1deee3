"""Pure reading, checking and writing of bills of quantities: bytes and values in, frozen structs out.

No Django, no network, no clock: every reading bug becomes a fast test without a database.
"""

VERSION = "1"  # raised when the same file would be read differently
