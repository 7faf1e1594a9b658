"""Study files and tables as hurried people write them, and what qneko must answer.

Every case is a folder that holds ``study.toml`` and ``my.csv``, both sound except for one thing.
`says` are regular expressions that the one sentence on stderr must match: the first for the place
(file, key, column or line), the others for what is wrong and how to mend it.
"""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass, field

STUDY = """\
[study]
name = "my question"
seed = 1
[data]
path = "my.csv"
target = "y"
"""
_draw = random.Random(1)
NUMBERS = [round(_draw.gauss(0, 1), 4) for _ in range(200)]


def table(header: str = "a,b,y", row: str = "{x},{z},{c}", n: int = 40) -> str:
    """Return a table: {x} and {z} are numbers, {c} is 0 or 1, {i} counts the rows."""
    rows = (
        row.format(x=NUMBERS[i], z=NUMBERS[-i - 1], c=i % 2, i=i, first=int(i == 0), d=i % 28 + 1)
        for i in range(n)
    )
    return "\n".join([header, *rows]) + "\n"


@dataclass(frozen=True)
class Case:
    """One folder with one mistake."""

    name: str
    says: tuple[str, ...]
    study: str | bytes = STUDY
    files: dict[str, str | bytes] = field(default_factory=dict)
    arguments: tuple[str, ...] = ("run", "study.toml")


def study(name: str, text: str | bytes, *says: str) -> Case:
    """Return a case with this study file and a sound table."""
    return Case(name, says, text)


def data(name: str, content: str | bytes, *says: str, extra: str = "") -> Case:
    """Return a case with this table and a sound study file (with `extra` lines at its end)."""
    return Case(name, says, STUDY + extra, {"my.csv": content})


def protocol(name: str, line: str, *says: str, content: str | bytes | None = None) -> Case:
    """Return a case with a [protocol] of this one line."""
    files = {} if content is None else {"my.csv": content}
    return Case(name, says, f"{STUDY}[protocol]\n{line}\n", files)


STUDIES = [
    study("toml syntax", STUDY.replace("seed = 1", "seed = "), r"study\.toml: line 3", "TOML"),
    study("toml unclosed text", STUDY.replace('"my.csv"', '"my.csv'), "line 5", "TOML"),
    study("toml unquoted text", STUDY.replace('"y"', "y"), "line 6", "TOML"),
    study("toml key twice", STUDY + 'target = "y"\n', r"study\.toml", "overwrite|twice", "TOML"),
    study("toml table twice", STUDY + "[study]\n", r"line 7", "twice", "TOML"),
    study("empty study", "", r"study\.toml", r"\[study\]", "missing"),
    study("yaml, not toml", "study:\n  name: x\n", "line 1", "TOML"),
    study("latin-1 study", STUDY.replace("my q", "große Q").encode("latin-1"), "not UTF-8"),
    study("utf-16 study", STUDY.encode("utf-16"), r"study\.toml", "not UTF-8"),
    study("binary study", bytes(range(256)), r"study\.toml"),
    study("nul in study", STUDY.replace("question", "ques\0tion"), r"study\.toml"),
    study("no [data]", STUDY.split("[data]")[0], r"data", "missing", "add"),
    study("no [study]", "[data]" + STUDY.split("[data]")[1], r"study", "missing", "add"),
    study("no name", STUDY.replace('name = "my question"\n', ""), r"study\.name", "missing"),
    study("no seed", STUDY.replace("seed = 1\n", ""), r"study\.seed", "missing", "add"),
    study("no target", STUDY.replace('target = "y"\n', ""), "data", "target", "add"),
    study("no path", STUDY.replace('path = "my.csv"\n', ""), "data", "path", "name"),
    study("path and name", STUDY + 'name = "biomedicine/wdbc"\n', "data", "both", "keep one"),
    study("misspelt table", STUDY.replace("[data]", "[date]"), "date", "did you mean 'data'"),
    study("misspelt key", STUDY.replace("target", "traget"), r"data\.traget", "mean 'target'"),
    study("key of another table", STUDY + "seed = 2\n", r"data\.seed", "unknown key"),
    study("seed as text", STUDY.replace("= 1", '= "1"'), r"study\.seed", "whole number"),
    study("seed negative", STUDY.replace("= 1", "= -1"), r"study\.seed", "from 0 on", "got -1"),
    study("seed with a point", STUDY.replace("= 1", "= 1.5"), r"study\.seed", "whole number"),
    study("seed true", STUDY.replace("= 1", "= true"), r"study\.seed", "whole number"),
    study("name empty", STUDY.replace("my question", ""), r"study\.name", "not empty"),
    study("name is a number", STUDY.replace('"my question"', "5"), r"study\.name", "text"),
    study("target is a list", STUDY.replace('"y"', '["y"]'), r"data\.target", "text in quotes"),
    study("data is no table", "data = 5\n" + STUDY.split("[data]")[0], "data", "table"),
    study("study is a list of tables", STUDY.replace("[study]", "[[study]]"), "study", "table"),
    study("task misspelt", STUDY + 'task = "regresion"\n', r"data\.task", "regression"),
    study("task does not fit", STUDY + 'task = "regression"\ndrop = "a"\n', r"data\.drop", "list"),
    study("drop unknown", STUDY + 'drop = ["aa"]\n', "'aa'", "did you mean 'a'"),
    study("drop the target", STUDY + 'drop = ["y"]\n', "'y'", "target", "cannot be in drop"),
    study("drop all", STUDY + 'drop = ["a", "b"]\n', r"my\.csv", "no column left"),
    study("positive unknown", STUDY + "positive = 7\n", r"data\.positive", "'y' has no class '7'"),
    study("unknown quantum model", STUDY + '[models]\nquantum = ["qsvm"]\n', r"models\.quantum"),
    study("unknown baseline", STUDY + '[models]\nbaselines = ["svn"]\n', r"models\.baselines"),
    study("no quantum model", STUDY + "[models]\nquantum = []\n", r"models\.quantum", "not empty"),
    study(
        "n_features 0", STUDY + "[encoding]\nn_features = 0\n", r"encoding\.n_features", "from 1"
    ),
    study("n_features 100", STUDY + "[encoding]\nn_features = 100\n", r"n_features", "up to 16"),
    study("n_features 3 of 2", STUDY + "[encoding]\nn_features = 3\n", r"n_features", "up to 2"),
    study("workers 0", STUDY + "[run]\nn_workers = 0\n", r"run\.n_workers", "from 1 on"),
    protocol("n_splits 1", "n_splits = 1", r"protocol\.n_splits", "from 2 on", "got 1"),
    protocol("n_splits huge", "n_splits = 30", "class", "n_splits|folds"),
    protocol("n_repeats 0", "n_repeats = 0", r"protocol\.n_repeats", "from 1 on"),
    protocol("inner_splits 1", "inner_splits = 1", r"protocol\.inner_splits", "from 2 on"),
    protocol("n_trials 0", "n_trials = 0", r"protocol\.n_trials", "from 1 on"),
    protocol("n_trials text", 'n_trials = "many"', r"protocol\.n_trials", "whole number"),
    protocol("alpha 5", "alpha = 5", r"protocol\.alpha", "below 1"),
    protocol("alpha nan", "alpha = nan", r"protocol\.alpha", "number"),
    protocol("margin negative", "margin = -0.1", r"protocol\.margin", "from 0 on"),
    protocol("metric unknown", 'metric = "acuracy"', r"protocol\.metric", "'accuracy'"),
    protocol("metric of the other task", 'metric = "rmse"', r"protocol\.metric", "accuracy"),
    Case(
        "unknown data set",
        (r"no data set 'biomedicine/wdbx'", "did you mean 'biomedicine/wdbc'"),
        '[study]\nname = "x"\nseed = 1\n[data]\nname = "biomedicine/wdbx"\n',
    ),
    Case(
        "other target for a shipped data set",
        (r"data\.target", "'target'", "leave target out"),
        '[study]\nname = "x"\nseed = 1\n[data]\nname = "biomedicine/wdbc"\ntarget = "y"\n',
    ),
    Case("no study file", (r"no study file nope\.toml",), arguments=("run", "nope.toml")),
    Case(
        "study file near",
        (r"no study file studdy\.toml", "did you mean 'study.toml'"),
        arguments=("run", "studdy.toml"),
    ),
    Case("a folder as study", (r"\. is a folder", "study file"), arguments=("run", ".")),
    Case(
        "a table as study",
        (r"my\.csv is a table", "write a study file"),
        arguments=("run", "my.csv"),
    ),
    Case("workers -1", ("workers",), arguments=("run", "study.toml", "--workers", "-1")),
    Case("workers text", ("workers",), arguments=("run", "study.toml", "--workers", "two")),
    Case(
        "unknown option", ("--wrokers", "--workers"), arguments=("run", "study.toml", "--wrokers")
    ),
    Case("no argument", ("FILE",), arguments=("run",)),
    Case("unknown command", ("'rnu'", "run"), arguments=("rnu", "study.toml")),
    Case("report of nothing", ("nope",), arguments=("report", "nope")),
    Case("report of an empty folder", ("evidence",), arguments=("report", ".")),
    Case("resume of nothing", ("nope",), arguments=("resume", "nope")),
    Case(
        "runs-dir is a file", (r"my\.csv",), arguments=("run", "study.toml", "--runs-dir", "my.csv")
    ),
    Case("show unknown", ("'wdbc'", "biomedicine/wdbc"), arguments=("data", "show", "wdbc")),
    Case("show without target", (r"my\.csv", "--target"), arguments=("data", "show", "my.csv")),
    Case(
        "unknown device",
        ("'statevectr'", "statevector"),
        arguments=("devices", "check", "statevectr"),
    ),
    Case(
        "plan has the same checks",
        (r"study\.seed",),
        STUDY.replace("= 1", "= -1"),
        {},
        ("plan", "study.toml"),
    ),
]

TABLES = [
    Case(
        "no such table", (r"my_data\.csv", "check the path"), STUDY.replace("my.csv", "my_data.csv")
    ),
    Case(
        "table name nearly right",
        (r"mi\.csv", "did you mean 'my.csv'"),
        STUDY.replace("my.csv", "mi.csv"),
    ),
    Case("no such folder", (r"nowhere", "nor a folder"), STUDY.replace("my.csv", "nowhere/my.csv")),
    Case("path is a folder", ("is a folder", "CSV"), STUDY.replace("my.csv", ".")),
    data("empty table", "", r"my\.csv is empty", "header line"),
    data("blank table", "\n \n\n", r"my\.csv is empty", "header line"),
    data("header only", "a,b,y\n", r"my\.csv", "no rows", "add"),
    data("one column", "y\n0\n1\n", r"my\.csv", "one column", "separated by commas"),
    data("blanks between columns", table().replace(",", " "), r"my\.csv", "separated by commas"),
    data("no header", table().split("\n", 1)[1], r"my\.csv", "no header", "add a line"),
    data("target misspelt", table("a,b,Y "), r"no column 'y'", "did you mean 'Y'"),
    data("target absent", table("a,b,outcome"), r"no column 'y'", "'outcome'"),
    data("header twice", table("a,a,y"), r"my\.csv", "several columns named 'a'", "own name"),
    data("ragged row", table() + "1,2\n", r"my\.csv, line 42", "2 cells", "complete the line"),
    data("row too long", table() + "1,2,3,4\n", r"my\.csv, line 42", "4 cells"),
    data("unclosed quote", table() + '1,"2,1\n', r"my\.csv, line 42", "cells"),
    data("nul bytes", table().replace("0.", "\0."), r"my\.csv", "binary"),
    data("binary table", bytes(range(256)) * 8, r"my\.csv", "binary", "expected"),
    data("workbook", b"PK\x03\x04" + bytes(200), r"my\.csv", "workbook", "export"),
    data("no gzip", gzip.compress(table().encode())[:80], r"my\.csv", "gzip", "again"),
    data("half utf-16", b"\xff\xfea\0,\0y", r"my\.csv", "utf-16|columns|rows"),
    Case(
        "no parquet",
        (r"my\.parquet", "Parquet", "CSV"),
        STUDY.replace(".csv", ".parquet"),
        {"my.parquet": "a,y\n1,2\n"},
    ),
    data("infinite", table() + "inf,1,0\n", r"line 42: column 'a'", "inf", "correct it"),
    data("too large", table() + "1e999,1,0\n", r"line 42: column 'a'", "finite", "correct it"),
    data("word among numbers", table() + "<0.1,1,0\n", r"line 42: column 'a'", "'<0.1'", "drop"),
    data("unclear commas", table("a;y", "1,{d:03d};{c}"), r"line 2: '1,001'", "decimal point"),
    data("one class", table(row="{x},{z},1"), r"my\.csv", "'y' is '1' in all 40 rows", "choose"),
    data("class with one row", table(row="{x},{z},{first}"), "line 2", "class '1'", "add rows"),
    data(
        "class with few rows",
        table(row="{x},{z},{first}") + "1,2,1\n" * 3,
        "'1' of 'y' has 4 rows",
        "lower",
    ),
    data("few rows", table(n=12), r"my\.csv has 12 rows", "at least 20", "add rows"),
    data("no target value", table(row="{x},{z},"), r"target 'y'", "no value", "choose"),
    data("dates as target", table(row="{x},{z},2020-01-{d:02d}"), "'y' holds dates", "predict"),
    data(
        "names as target", table(row="{x},{z},n{i}", n=80), "'y' holds 80 different texts", "choose"
    ),
    data(
        "regression of words",
        table(row="{x},{z},c{c}"),
        r"line 2: .*'y'",
        "'c0'",
        "task",
        extra='task = "regression"\n',
    ),
    data(
        "classes of numbers",
        table(row="{z},{c},{x}", n=80),
        "'y' holds 80",
        "regression",
        extra='task = "classification"\n',
    ),
    data("empty columns only", table(row=",,{c}"), r"my\.csv", "no column left", "empty"),
    data("constant columns only", table(row="1,x,{c}"), "no column left", "same value"),
    data(
        "identifiers only", table("id,code,y", "{i},x{i},{c}"), "no column left", "'id'", "'code'"
    ),
    data(
        "free text",
        table(row="{x},he said at visit {i} that all was well,{c}"),
        "column 'b'",
        "free text",
        "drop",
    ),
    protocol(
        "metric of classes",
        'metric = "accuracy"',
        r"protocol\.metric",
        "rmse",
        content=table(row="{z},{c},{x}"),
    ),
]

CASES = [*STUDIES, *TABLES]
