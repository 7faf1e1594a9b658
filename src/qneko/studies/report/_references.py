"""The literature that a methods paragraph cites."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A paper.

    Parameters
    ----------
    key : str
        As in ``[@key]`` in a text, and in BibTeX.
    short : str
        Authors and year.
    kind : str
        BibTeX's entry type.
    fields : dict of str to str
        BibTeX's fields.
    """

    key: str
    short: str
    kind: str
    fields: dict[str, str]

    @property
    def text(self) -> str:
        """The reference as one line."""
        f = self.fields
        authors = f["author"].replace(" and others", " et al.").replace(" and ", ", ")
        where = f.get("journal") or f.get("booktitle") or f["publisher"]
        number = f" {f['volume']}" if "volume" in f else ""
        pages = f["pages"].replace("--", "\N{EN DASH}")
        doi = f" doi:{f['doi']}" if "doi" in f else ""
        return f"{authors} ({f['year']}). {f['title']}. {where}{number}, {pages}.{doi}"

    @property
    def bibtex(self) -> str:
        """The reference as a BibTeX entry."""
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{lines}}}\n"


REFERENCES = {
    r.key: r
    for r in (
        Reference(
            "nadeau2003",
            "Nadeau and Bengio, 2003",
            "article",
            {
                "author": "C. Nadeau and Y. Bengio",
                "title": "Inference for the generalization error",
                "journal": "Machine Learning",
                "volume": "52",
                "pages": "239--281",
                "year": "2003",
                "doi": "10.1023/A:1024068626366",
            },
        ),
        Reference(
            "bouckaert2004",
            "Bouckaert and Frank, 2004",
            "inproceedings",
            {
                "author": "R. R. Bouckaert and E. Frank",
                "title": "Evaluating the replicability of significance tests for comparing "
                "learning algorithms",
                "booktitle": "Advances in Knowledge Discovery and Data Mining (PAKDD 2004), LNCS",
                "volume": "3056",
                "pages": "3--12",
                "year": "2004",
                "doi": "10.1007/978-3-540-24775-3_3",
            },
        ),
        Reference(
            "holm1979",
            "Holm, 1979",
            "article",
            {
                "author": "S. Holm",
                "title": "A simple sequentially rejective multiple test procedure",
                "journal": "Scandinavian Journal of Statistics",
                "volume": "6",
                "pages": "65--70",
                "year": "1979",
            },
        ),
        Reference(
            "benavoli2017",
            "Benavoli et al., 2017",
            "article",
            {
                "author": "A. Benavoli and G. Corani and J. Demšar and M. Zaffalon",
                "title": "Time for a change: a tutorial for comparing multiple classifiers through "
                "Bayesian analysis",
                "journal": "Journal of Machine Learning Research",
                "volume": "18",
                "pages": "77:1--36",
                "year": "2017",
            },
        ),
        Reference(
            "efron1993",
            "Efron and Tibshirani, 1993",
            "book",
            {
                "author": "B. Efron and R. J. Tibshirani",
                "title": "An Introduction to the Bootstrap",
                "publisher": "Chapman & Hall",
                "pages": "ch. 16",
                "year": "1993",
            },
        ),
        Reference(
            "akiba2019",
            "Akiba et al., 2019",
            "inproceedings",
            {
                "author": "T. Akiba and S. Sano and T. Yanase and T. Ohta and M. Koyama",
                "title": "Optuna: a next-generation hyperparameter optimization framework",
                "booktitle": "Proceedings of the 25th ACM SIGKDD International Conference on "
                "Knowledge Discovery and Data Mining",
                "pages": "2623--2631",
                "year": "2019",
                "doi": "10.1145/3292500.3330701",
            },
        ),
        Reference(
            "pedregosa2011",
            "Pedregosa et al., 2011",
            "article",
            {
                "author": "F. Pedregosa and G. Varoquaux and A. Gramfort and others",
                "title": "Scikit-learn: machine learning in Python",
                "journal": "Journal of Machine Learning Research",
                "volume": "12",
                "pages": "2825--2830",
                "year": "2011",
            },
        ),
    )
}

_CITED = re.compile(r"\[@(" + "|".join(REFERENCES) + r")\]")


def cited(text: str) -> list[Reference]:
    """Return the papers that `text` cites, each once, in the order of their first mention."""
    return [REFERENCES[key] for key in dict.fromkeys(_CITED.findall(text))]


def with_citations(
    text: str, cite: Callable[[Reference], str], other: Callable[[str], str] = str
) -> str:
    """Return `text` with every ``[@key]`` written by `cite` and all else by `other`."""
    pieces = _CITED.split(text)
    return "".join(
        cite(REFERENCES[piece]) if i % 2 else other(piece) for i, piece in enumerate(pieces)
    )


def in_brackets(text: str) -> str:
    """Return `text` with authors and years where it cites."""
    return with_citations(text, lambda reference: f"({reference.short})")
