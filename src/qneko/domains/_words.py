"""Small pieces of sentences: near names, lists that stay short, counted nouns."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` for the nearest known name, or "" when none is near."""
    by_folded = {k.strip().casefold(): k for k in reversed(known)}
    folded = name.strip().casefold()
    near = get_close_matches(folded, list(by_folded), n=1, cutoff=0.6)
    if not near:
        # a short name inside a longer one: "wdbc" for "biomedicine/wdbc"
        near = [k for k in by_folded if len(folded) >= 3 and folded in k][:1]
    return f" (did you mean {by_folded[near[0]]!r}?)" if near else ""


def listed(words: Sequence[str], limit: int = 8, *, quoted: bool = True) -> str:
    """Return the words with commas, the rest counted once there are more than `limit`."""
    shown = [repr(str(w)) if quoted else str(w) for w in words[:limit]]
    rest = len(words) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def counted(n: int, noun: str, plural: str | None = None) -> str:
    """Return ``"1 row"`` or ``"3 rows"``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"
