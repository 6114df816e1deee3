"""What the launcher tells a person when it cannot go on."""


class LauncherError(Exception):
    """The message says what is wrong and the next step; the program ends with status 1."""


class StopRequestedError(Exception):
    """Ctrl-C or a termination signal arrived while the launcher was waiting."""
