"""The sentences of verdict and summary, in every language that a report can be in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ._english import ENGLISH
from ._japanese import JAPANESE

Language = Literal["en", "ja"]

#: By language and key; all languages have the same keys, and a key's texts the same placeholders.
MESSAGES: Mapping[Language, Mapping[str, str]] = {"en": ENGLISH, "ja": JAPANESE}


def say(language: Language, key: str, **values: object) -> str:
    """Return the text of `key` with `values` in its placeholders.

    Parameters
    ----------
    language : {"en", "ja"}
        Which text.
    key : str
        Name of the text, such as ``"headline.better"``.
    **values : object
        What stands in the placeholders.

    Returns
    -------
    str
        The text.
    """
    return MESSAGES[language][key].format(**values)


def translated(language: Language, key: str, otherwise: str) -> str:
    """Return the text of `key`, or `otherwise` where there is none: names that anybody may add."""
    return MESSAGES[language].get(key, otherwise)
