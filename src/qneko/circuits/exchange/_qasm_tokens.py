"""OpenQASM 3 text as tokens with their lines."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from ...errors import InputError

#: What may stand before a gate, with an @ behind it.
MODIFIERS = ("ctrl", "negctrl", "inv", "pow")


class Token(NamedTuple):
    """A word, number, sign, string or annotation of the text."""

    kind: str
    text: str
    line: int


_PATTERN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|/\*.*?\*/|\#?pragma\b[^\n]*)
    | (?P<annotation>@[^\W\d][^\n]*)
    | (?P<real>(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?|\d[\d_]*[eE][+-]?\d[\d_]*)
    | (?P<whole>0[xX][\da-fA-F][\da-fA-F_]*|0[oO][0-7][0-7_]*|0[bB][01][01_]*|\d[\d_]*)
    | (?P<name>[^\W\d]\w*|\$\d{1,9})
    | (?P<string>"[^"\n]*"|'[^'\n]*')
    | (?P<sign>\*\*|->|==|\+\+|[-+*/%()\[\]{};:,=@])
    """,
    re.VERBOSE | re.DOTALL,
)


def fail(line: int, message: str) -> NoReturn:
    """Raise for something on a line of the program."""
    raise InputError(f"OpenQASM line {line}: {message}")


def tokens(text: str) -> list[Token]:
    """Return the tokens of a program, and one of kind "end" behind them.

    An annotation, ``@name rest of the line``, is one token; the @ of a modifier is a sign.
    """
    found: list[Token] = []
    position, line = 0, 1
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            fail(line, f"cannot read {text[position : position + 20].split(chr(10))[0]!r}.")
        kind, word = str(match.lastgroup), match.group()
        if kind == "annotation" and found and found[-1].text in (*MODIFIERS, ")"):
            kind, word = "sign", "@"
        if kind != "space":
            found.append(Token(kind, word, line))
        line += word.count("\n")
        position += len(word)
    found.append(Token("end", "the end of the program", line))
    return found
