"""Errors that a person caused or can mend; each message is one clear sentence for that person."""


class CadenzaError(Exception):
    """Base of every error whose message may be shown to the person who asked.

    The message says what was wrong and what would work. Surfaces catch this type in one place;
    on the command line it ends with exit code 2.
    """


class UnreadableScore(CadenzaError):
    """A file that is not music we can read, or that exceeds the bounds."""


class ImpossibleControls(CadenzaError):
    """Controls that contradict each other or lie outside what can be played."""


class UnknownStyle(CadenzaError):
    """A style that neither the guild nor Cadenza knows."""


class InvalidTakeCode(CadenzaError):
    """A take code that is damaged, or that belongs to other weights or another version."""


class MissingPart(CadenzaError):
    """Something the program needs is not installed or is damaged: a library, weights, a SoundFont."""


class StorageUnavailable(CadenzaError):
    """The data folder or the database cannot be used (read-only, full, locked, damaged)."""
