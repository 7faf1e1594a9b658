"""From the bytes of a file to a raw table: delimiter, encoding, header, rows.

Nothing is interpreted here: a text table comes out as strings, so that every decision about
missing values, numbers and categories is taken in one place (`_columns.py`) and can be told.
The csv module is used rather than pandas' reader because it knows the line of every cell.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from ..errors import InputError, MissingExtraError
from ._words import did_you_mean, listed

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SNIFFED_ROWS = 200


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the file, with what is needed to point at one of its cells."""

    path: Path
    frame: pd.DataFrame  # strings for a text table, whatever was stored for Parquet
    lines: list[int] | None  # line of each row in the text file; None for Parquet
    notes: list[str]
    sha256: str

    def place(self, row: int) -> str:
        """Return "my.csv, line 17", or "row 16" of a file without lines, for a row by position."""
        return f"{self.path}, " + (f"line {self.lines[row]}" if self.lines else f"row {row + 1}")


def read_raw(path: Path) -> RawTable:
    """Read a CSV, TSV (gzip or not) or Parquet file; what it is, is seen from its content."""
    data = read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise InputError(f"{path} is empty: a table with a header line is expected.")
    suffix = path.suffix.lower()
    if data[:4] == b"PAR1" or suffix in {".parquet", ".pq"}:
        return RawTable(path, _read_parquet(path, data), None, [], sha256)
    if data[:2] == b"\x1f\x8b":
        data = _decompress(path, data)
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(
            f"{path} is a workbook or an archive, not a text table: "
            "export the sheet as CSV and give that file."
        )
    text, notes = _decode(path, data)
    return _parse(path, text, notes, sha256)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or say why not."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        folder = path.parent
        near = [p.name for p in folder.iterdir() if p.is_file()] if folder.is_dir() else []
        where = "" if folder.is_dir() else f", nor a folder {folder}"
        raise InputError(
            f"There is no file {path}{where}{did_you_mean(path.name, near)}: check the path."
        ) from None
    except IsADirectoryError:
        raise InputError(
            f"{path} is a folder: give one CSV, TSV or Parquet file inside it."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the path.") from None


def _decompress(path: Path, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        raise InputError(
            f"{path} is a damaged gzip file: fetch it again, or give it uncompressed."
        ) from None


def _read_parquet(path: Path, data: bytes) -> pd.DataFrame:
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError(
            f"{path} is a Parquet file, which needs pyarrow: pip install 'qneko[parquet]'."
        ) from None
    try:
        frame = pd.read_parquet(io.BytesIO(data), engine="pyarrow")
    except (pa.ArrowException, OSError, ValueError):
        raise InputError(
            f"{path} is named or marked as Parquet but cannot be read as such: "
            "write it again, or give a CSV file."
        ) from None
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    frame.columns = [str(c) for c in frame.columns]
    return _checked_header(path, frame.reset_index(drop=True))


def _decode(path: Path, data: bytes) -> tuple[str, list[str]]:
    """Return the text and, where the encoding was a guess, a note that says so."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        # NUL never occurs in a text table, and control characters hardly ever
        control = sum(data.count(c) for c in range(32) if c not in b"\t\n\r\x0c")
        if b"\0" in data or control > 0.01 * len(data):
            raise InputError(f"{path} is a binary file: a CSV, TSV or Parquet table is expected.")
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return text, []
        return text, [f"The file is not UTF-8; it was read as {encoding}."]
    raise InputError(f"{path} is not valid {encodings[0]} text: save it as UTF-8.")


def _parse(path: Path, text: str, notes: list[str], sha256: str) -> RawTable:
    lines = list(io.StringIO(text, newline=""))  # str.splitlines would also split at form feeds
    skipped = 0
    while skipped < len(lines) and (lines[skipped].startswith("#") or not lines[skipped].strip()):
        skipped += 1
    if any(line.strip() for line in lines[:skipped]):
        notes = [*notes, f"The first {skipped} lines begin with '#' and were skipped."]
    if skipped == len(lines):
        raise InputError(f"{path} holds nothing but comments: a header line is expected.")
    delimiter = _sniff(path, lines[skipped:])
    rows, at = _rows(path, lines, skipped, delimiter)
    if not rows:
        raise InputError(f"{path} holds nothing but delimiters: a header line is expected.")
    header, body = [cell.strip() for cell in rows[0]], rows[1:]
    if not body:
        raise InputError(f"{path} has a header line but no rows below it: add the data.")
    names = [name or f"column {i + 1}" for i, name in enumerate(header)]
    # dtype=object: pandas 2 and 3 infer different string dtypes
    frame = pd.DataFrame(body, columns=names, dtype=object)
    return RawTable(path, _checked_header(path, frame), at[1:], notes, sha256)


def _rows(
    path: Path, lines: list[str], skipped: int, delimiter: str
) -> tuple[list[list[str]], list[int]]:
    """Return the cells of every row that is not blank, and the line at which each begins."""
    reader = csv.reader(lines[skipped:], delimiter=delimiter)
    rows: list[list[str]] = []
    at: list[int] = []
    line = skipped + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                if rows and len(row) != len(rows[0]):
                    raise InputError(
                        f"{path}, line {line}: {len(row)} cells where the header has "
                        f"{len(rows[0])}: complete the line, or quote cells that hold "
                        f"{_DELIMITERS[delimiter]}."
                    )
                rows.append(row)
                at.append(line)
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}, line {line}: not a CSV row ({error}): correct it.") from None
    return rows, at


def _sniff(path: Path, lines: list[str]) -> str:
    """Return the delimiter under which most rows have as many cells as the header."""
    best, best_score = "", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = [len(r) for r in islice(csv.reader(lines, delimiter=delimiter), _SNIFFED_ROWS)]
        except csv.Error:
            continue
        widths = [w for w in widths if w]
        if widths[0] < 2:
            continue
        score = (sum(w == widths[0] for w in widths) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    if not best:
        raise InputError(
            f"{path} has one column only ({lines[0].strip()[:60]!r}): columns must be separated "
            "by commas, semicolons, tabs or vertical bars, and a target and features are needed."
        )
    return best


def _checked_header(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    if frame.shape[0] == 0:
        raise InputError(f"{path} has no rows: add the data.")
    twice = [name for name, count in Counter(frame.columns).items() if count > 1]
    if twice:
        raise InputError(
            f"{path} has several columns named {listed(twice)}: give every column its own name."
        )
    if frame.shape[1] < 2:
        raise InputError(
            f"{path} has one column only ({frame.columns[0]!r}): "
            "a target and at least one feature are expected."
        )
    return frame
