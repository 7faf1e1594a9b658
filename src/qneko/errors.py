"""What qneko raises. Every message says what was expected, what was got and what to do."""


class QnekoError(Exception):
    """Base of every error that qneko raises on purpose."""


class InputError(QnekoError, ValueError):
    """What the user gave (data, study file, circuit, argument) cannot be used as it is."""


class MissingExtraError(QnekoError, ImportError):
    """An optional dependency is needed; the message names the extra that brings it."""


class CapabilityError(QnekoError):
    """A device was asked for something that it does not declare it can do."""


class LedgerError(QnekoError):
    """The durable record of a study cannot be opened, is in use, or does not fit the study."""
