"""What went wrong, in one line that names the file, the row and the cure."""


class DataError(Exception):
    """Bad data. Its text is the one line that the user sees; the command line exits with 1."""


class UsageError(Exception):
    """Wrong use: an unknown filter value, a file that is not there. The command line exits with 2."""
