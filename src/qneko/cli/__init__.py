"""The command line. It only translates: every command is a few calls to the floors below."""

from ._main import main

__all__ = ["main"]
