"""Which ready studies there are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOMAINS = ("biomedicine", "materials", "environment")


@dataclass(frozen=True)
class Ready:
    """A study file that comes with qneko.

    Parameters
    ----------
    domain : str
        Its folder in ``studies/``, and its page in ``docs/studies/``.
    file : Path
        The study file.
    """

    domain: str
    file: Path

    @property
    def name(self) -> str:
        """What marks, anchors and pictures call it."""
        return self.file.stem

    @property
    def checksum(self) -> str:
        """The first digits of the file's SHA-256: whose answer stands on a page."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()[:12]


def ready_studies(domains: tuple[str, ...] = DOMAINS) -> list[Ready]:
    """Return the studies of some domains, in order."""
    return [
        Ready(domain, file)
        for domain in domains
        for file in sorted((ROOT / "studies" / domain).glob("*.toml"))
    ]
