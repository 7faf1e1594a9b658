"""The entry point: runs a command and turns whatever went wrong into one sentence and a code."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence

import typer

from ..errors import QnekoError
from ._stops import StoppedByUserError

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

_STOPPED = "what is done is kept; the same command goes on from there."

# Newer Typers carry their own copy of Click, older ones use the installed one; the base of the
# public BadParameter is the right class in both.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``qneko`` and leave the process.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``qneko``; those of the process by default.

    Raises
    ------
    SystemExit
        Always, with 0 (done), 1 (unexpected error), 2 (bad input) or 130 (interrupted).
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command and return the exit code; see `main`."""
    from ._app import app

    words = list(arguments)
    try:
        code = typer.main.get_command(app).main(words, prog_name="qneko", standalone_mode=False)
    except QnekoError as error:
        return _fail(words, error, str(error), BAD_INPUT)
    except StoppedByUserError as stop:
        return _fail(words, KeyboardInterrupt(), str(stop), INTERRUPTED, label="interrupted")
    except (KeyboardInterrupt, typer.Abort):
        return _fail(words, KeyboardInterrupt(), _STOPPED, INTERRUPTED, "interrupted")
    except BrokenPipeError:
        # the reader of our output left (``qneko … | head``); Python must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except _UsageError as error:
        if not str(error):  # no command was given, and the help has been printed
            return BAD_INPUT
        return _fail(words, error, _usage(error), BAD_INPUT)
    except Exception as error:
        if os.environ.get("QNEKO_DEBUG"):
            raise
        return _fail(words, error, unexpected(error, words), FAILED)
    if code == INTERRUPTED:  # Typer turns Ctrl-C into this code
        return _fail(words, KeyboardInterrupt(), _STOPPED, INTERRUPTED, "interrupted")
    return code if isinstance(code, int) else DONE


def _usage(error: Exception) -> str:
    """Return Click's complaint as one sentence that points at the help."""
    said = " ".join(error.format_message().split()).rstrip(".")  # type: ignore[attr-defined]
    said = re.sub(r"\.? *Did you mean (.+?)\?", r" (did you mean \1?)", said)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "qneko"
    return f"{said[:1].lower()}{said[1:]}; see {command} --help."


def unexpected(error: Exception, words: Sequence[str]) -> str:
    """Keep the traceback in a file and return the sentence that says so."""
    handle, path = tempfile.mkstemp(prefix="qneko-traceback-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"qneko {' '.join(words)}\n\n")
        file.writelines(traceback.format_exception(error))
    said = " ".join(str(error).split())
    return (
        f"qneko failed where it should not ({type(error).__name__}: {said[:200]}): this is a "
        f"fault of qneko's, please report it with the file {path}."
    )


def _fail(
    words: Sequence[str], error: BaseException, sentence: str, code: int, label: str = "error"
) -> int:
    """Write the sentence to stderr and, if JSON was asked for, an error object to stdout."""
    # names from a user's table may hold line breaks
    sentence = " ".join(sentence.split())
    if not sentence.endswith((".", "?")):
        sentence += "."
    print(f"{label}: {sentence}", file=sys.stderr)
    if "--json" in words:
        content = {"type": type(error).__name__, "message": sentence, "exit_code": code}
        print(json.dumps({"error": content}, ensure_ascii=False, indent=2))
    return code
