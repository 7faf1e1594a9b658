"""Pages in a real browser: headless Chromium, and axe-core to look for barriers.

Without them tests skip on a user's machine; where CI=true is set, they fail instead.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, NoReturn

import pytest

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip
#: Chromium's own switch for pages that ask for the preferred colours.
DARK = "--blink-settings=preferredColorScheme=0"
NARROW = "--window-size=500,900"

# What axe found goes into the page, and the page comes back as text: no driver, no port.
_RUN = """
addEventListener("load", () => axe.run(document, {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
  resultTypes: ["violations"],
}).then((found) => {
  const result = document.createElement("pre");
  result.id = "axe-result";
  result.textContent = JSON.stringify({
    passes: found.passes.map((rule) => rule.id),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    violations: found.violations.map((rule) => ({
      rule: rule.id, help: rule.help, nodes: rule.nodes.map((n) => n.html.slice(0, 200)),
    })),
  });
  document.body.append(result);
}));
"""


@dataclass(frozen=True)
class Audit:
    """What axe-core says of a page: rules that it passes, and what violates others."""

    passes: frozenset[str]
    violations: tuple[dict[str, Any], ...]
    is_dark: bool


def chromium() -> str:
    """Return Chromium's program; skip, or in CI fail, where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or _missing("Chromium is not installed")


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{what}, and in CI this test must run")
    pytest.skip(what)


def audit(html: str, folder: Path, *flags: str) -> Audit:
    """Open a page in Chromium, let axe-core check it at WCAG 2.1 A and AA, return what it says."""
    if not _AXE.is_file():
        _missing("axe-core is not there (npm install --prefix tests --no-package-lock)")
    # the page forbids scripts, so that it needs none; the one that checks it is let in
    open_, n = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert n == 1, "a page of ours forbids scripts"
    script = f"<script>{_AXE.read_text('utf-8')}</script><script>{_RUN}</script></body>"
    page = folder / "audited.html"
    page.write_text(open_.replace("</body>", script), encoding="utf-8")
    dumped = _run(folder, *flags, "--virtual-time-budget=60000", "--dump-dom", page.as_uri())
    found = re.search(r'<pre id="axe-result">(.*?)</pre>', dumped, re.DOTALL)
    assert found, f"axe-core did not answer: {dumped[-500:]}"
    result = json.loads(unescape(found.group(1)))
    return Audit(frozenset(result["passes"]), tuple(result["violations"]), result["dark"])


def print_to_pdf(html: str, folder: Path) -> Path:
    """Print a page as Chromium does, without its own header and footer, and return the PDF."""
    page, pdf = folder / "printed.html", folder / "printed.pdf"
    page.write_text(html, encoding="utf-8")
    _run(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    return pdf


@dataclass(frozen=True)
class Word:
    """A word on a printed page, with its box in points from the upper left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Word) -> bool:
        """Return whether both stand on one line, and more on each other than fonts may overlap."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        apart = abs(self.top + self.bottom - other.top - other.bottom) / 2.0
        lower = min(self.bottom - self.top, other.bottom - other.top)
        narrower = min(self.right - self.left, other.right - other.left)
        return self.page == other.page and wide > 0.6 * narrower and apart < 0.3 * lower


def words_of(pdf: Path) -> list[Word]:
    """Return every word of a PDF with its place."""
    program = shutil.which("pdftotext") or _missing("pdftotext (poppler) is not installed")
    text = subprocess.run(
        [program, "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    words = []
    for number, page in enumerate(text.split("<page ")[1:], start=1):
        for *box, word in re.findall(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page
        ):
            words.append(Word(number, *map(float, box), unescape(word)))
    return words


def _run(folder: Path, *arguments: str) -> str:
    command = [chromium(), *_FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
