"""A virtual environment a peer: their pins conflict, and none of them belongs into qneko's."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent / ".venvs"


def interpreter(name: str, peer: ModuleType) -> Path:
    """Return the Python that has the peer, installing it the first time.

    Raises
    ------
    subprocess.CalledProcessError
        If pip cannot install it; its output has been shown.
    """
    if not peer.REQUIREMENTS:
        return Path(sys.executable)
    home = FOLDER / name
    python = home / "bin" / "python"
    stamp = home / "requirements.sha256"
    wanted = hashlib.sha256("\n".join(peer.REQUIREMENTS).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"Installing {peer.LABEL} in {home} ...", file=sys.stderr, flush=True)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".gitignore").write_text("*\n")
    subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *peer.REQUIREMENTS],
        check=True,
        stdout=sys.stderr,
    )
    stamp.write_text(wanted)
    return python
