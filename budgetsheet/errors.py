"""The one exception a person may see: a file or a request that cannot be used."""


class UnusableError(Exception):
    """The job cannot start; the message is one Chinese sentence that says why and what to do.

    The command line prints the message and ends with exit code 2. `rule` names the
    catalogue entry that explains it (BS001, BS002, BS005), where there is one.
    """

    def __init__(self, message: str, rule: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
