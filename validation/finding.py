"""What comes out of computing a published number again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One number of the literature beside ours.

    Parameters
    ----------
    what : str
        The quantity and its setting, in a few words.
    published : str
        Their number, or the closed form's value, as it is to be read.
    ours : str
        Our number.
    agrees : bool
        Whether ours is within what the source's own uncertainty (or rounding) allows. Decided by
        the code that made the number, never by hand.
    why : str, default ""
        Where it does not agree, or agrees in part: the explanation. A difference without one
        fails `make validate`.
    """

    what: str
    published: str
    ours: str
    agrees: bool
    why: str = ""

    @property
    def is_explained(self) -> bool:
        """Whether the page may be shown as it is."""
        return self.agrees or bool(self.why)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        # a comparison of NumPy numbers is no bool for JSON
        return {**asdict(self), "agrees": bool(self.agrees)}
