"""Tables and the methods paragraph in LaTeX, for a paper."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..evidence._document import write_atomically
from ..evidence._evidence import Evidence
from . import _tables
from ._beliefs import beliefs
from ._blocks import Table
from ._methods import methods
from ._references import cited, with_citations
from ._reliability import forecast_scores

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "\N{MINUS SIGN}": "$-$", "\N{PLUS-MINUS SIGN}": r"$\pm$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{EN DASH}": "--", "\N{EM DASH}": "---", "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{LESS-THAN OR EQUAL TO}": r"$\leq$", "\N{GREATER-THAN OR EQUAL TO}": r"$\geq$",
    "\N{NARROW NO-BREAK SPACE}": r"\,", "\N{NO-BREAK SPACE}": "~",
    **{c: f"$^{{{n}}}$" for c, n in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", (*"0123456789", "-"), strict=True)},
}  # fmt: skip


def latex_files(evidence: Evidence) -> dict[str, str]:
    r"""Return LaTeX files by name.

    Parameters
    ----------
    evidence : Evidence
        All numbers and words come from here, in English.

    Returns
    -------
    dict of str to str
        ``scores.tex``, ``contrasts.tex``, where there are any ``probabilities.tex`` and
        ``forecasts.tex``, and ``methods.tex`` are to be read by ``\input`` in a paper that loads
        the packages booktabs and graphicx; ``references.bib`` is for BibTeX; ``report.tex`` shows
        how they go together. Letters beyond Latin need a LaTeX that has them, such as LuaLaTeX.
    """
    tables = {
        "scores": _tables.scores(evidence),
        "contrasts": _tables.contrasts(evidence),
        "probabilities": beliefs(evidence),
        "forecasts": forecast_scores(evidence),
    }
    paragraph = methods(evidence)
    files = {
        f"{name}.tex": latex_table(table, name)
        for name, table in tables.items()
        if table is not None
    }
    inputs = "".join(rf"\input{{{name.removesuffix('.tex')}}}" + "\n" for name in files)
    files["methods.tex"] = (
        with_citations(paragraph, lambda r: rf"\cite{{{r.key}}}", escape_latex) + "\n"
    )
    files["references.bib"] = "\n".join(r.bibtex for r in cited(paragraph))
    files["report.tex"] = _DOCUMENT.format(title=escape_latex(evidence.study.name), inputs=inputs)
    return files


def write_latex(evidence: Evidence, folder: str | os.PathLike[str]) -> Path:
    """Write the files of `latex_files` into `folder`, and return it."""
    folder = Path(folder)
    for name, text in latex_files(evidence).items():
        write_atomically(folder / name, text)
    return folder


def latex_table(table: Table, label: str) -> str:
    """Return a table in the manner of booktabs, no wider than the column that it stands in."""
    columns = "".join("l" if i in table.texts else "r" for i in range(len(table.header)))
    lines = [" & ".join(map(escape_latex, cells)) + r" \\" for cells in (table.header, *table.rows)]
    note = rf"\par\smallskip{{\footnotesize {escape_latex(table.note)}}}" + "\n"
    body = "\n".join(lines[1:])
    return (
        "\\begin{table}\n\\centering\n"
        f"\\caption{{{escape_latex(table.caption)}}}\n\\label{{tab:{label}}}\n"
        "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n"
        f"\\begin{{tabular}}{{{columns}}}\n\\toprule\n{lines[0]}\n\\midrule\n{body}\n\\bottomrule\n"
        f"\\end{{tabular}}}}\n{note if table.note else ''}\\end{{table}}\n"
    )


def escape_latex(text: str) -> str:
    """Return `text` so that LaTeX prints it as it is; checksums may be broken."""
    written = "".join(_SPECIAL.get(c, c) for c in text)
    return _CHECKSUM.sub(lambda found: _BREAK.join(re.findall(".{8}", found[0])), written)


_CHECKSUM, _BREAK = re.compile(r"\b[0-9a-f]{64}\b"), r"\allowbreak{}"


_DOCUMENT = r"""\documentclass{{article}}
\usepackage[T1]{{fontenc}}
\usepackage[utf8]{{inputenc}}
\usepackage{{booktabs}}
\usepackage{{graphicx}}
\title{{{title}}}
\author{{}}
\date{{}}
\begin{{document}}
\maketitle
\section*{{Methods}}
\sloppy
\input{{methods}}
{inputs}
\bibliographystyle{{plain}}
\bibliography{{references}}
\end{{document}}
"""
