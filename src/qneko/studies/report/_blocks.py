"""What a report is made of, before it is a page, Markdown or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ._canvas import Picture


@dataclass(frozen=True)
class Text:
    """A paragraph.

    Parameters
    ----------
    text : str
        One or more sentences.
    """

    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section.

    Parameters
    ----------
    text : str
        The heading.
    """

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Points:
    """A list of sentences.

    Parameters
    ----------
    items : tuple of str
        One or more sentences each.
    numbered : bool
        Whether their order matters.
    """

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and what there is to say of each.

    Parameters
    ----------
    rows : tuple of (str, str)
        Name and text.
    """

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Hashes:
    """Names and checksums, to be written in a fixed pitch and kept whole.

    Parameters
    ----------
    rows : tuple of (str, str)
        Name and checksum.
    """

    kind: ClassVar[str] = "hashes"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listing:
    """Text of a file, to be copied as it is.

    Parameters
    ----------
    title : str
        What it is.
    text : str
        With its line breaks.
    language : str
        For readers that colour it.
    """

    kind: ClassVar[str] = "listing"
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table ready to be written.

    Parameters
    ----------
    caption : str
        What it shows.
    header : tuple of str
        Column names.
    rows : tuple of tuple of str
        Cells; the first of a row names it.
    texts : frozenset of int
        Columns that hold text and not numbers.
    note : str
        Below the table.
    """

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset({0})
    note: str = ""


@dataclass(frozen=True)
class Tables:
    """Small tables that may stand side by side.

    Parameters
    ----------
    tables : tuple of Table
        In order.
    """

    kind: ClassVar[str] = "tables"
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Shown:
    """A picture with what a reader must know to read it.

    Parameters
    ----------
    picture : Picture
        The picture.
    caption : str
        How to read it; follows its title.
    """

    kind: ClassVar[str] = "figure"
    picture: Picture
    caption: str


Block = Text | Heading | Points | Facts | Hashes | Listing | Table | Tables | Shown


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading and an address on the page.

    Parameters
    ----------
    name : str
        Identifier, unique on the page.
    title : str
        Heading.
    blocks : tuple of Block
        What it says.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
