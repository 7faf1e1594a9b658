"""Tables as people have them: understood and said, or refused in one sentence with the place."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qneko.domains import Dataset, read_table
from qneko.errors import InputError

from .tables import NUMBERS as X
from .tables import lines, plain


@pytest.fixture
def read(tmp_path):
    def read(content, target="y", name="t.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_table(path, target, **options)

    return read


def said(data, *words):
    return any(all(word in note for word in words) for note in data.notes)


# ---- formats -----------------------------------------------------------------------------------


def test_a_plain_table_comes_out_as_it_is(read):
    data = read(plain())
    np.testing.assert_array_equal(data.frame["a"], X[:30])
    assert list(data.frame.columns) == ["a", "b"]
    assert data.classes == {0: 15, 1: 15}
    assert data.notes == ()
    assert data.name == "t.csv"
    assert data.target.name == data.target_name == "y"
    assert re.fullmatch("[0-9a-f]{64}", data.sha256)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends_change_nothing(read, delimiter, encoding, newline):
    text = plain().replace(",", delimiter).replace("\n", newline)
    data = read(text.encode(encoding))
    pd.testing.assert_frame_equal(data.frame, read(plain()).frame)


def test_other_encodings_are_read_and_said(read):
    data = read(lines("größe,y", lambda i: f"{X[i]},{'ßä'[i % 2]}").encode("latin-1"))
    assert list(data.frame.columns) == ["größe"]
    assert set(data.classes) == {"ß", "ä"}
    assert said(data, "not UTF-8", "cp1252")


def test_gzip_by_content_and_parquet(read, tmp_path):
    expected = read(plain())
    pd.testing.assert_frame_equal(read(gzip.compress(plain().encode())).frame, expected.frame)
    pytest.importorskip("pyarrow")
    frame = expected.frame.assign(
        y=expected.target,
        when=pd.date_range("2020-01-01", periods=30),
        flag=[True, False, None] * 10,
        whole=pd.array([1, 2, None] * 10, dtype="Int64"),
        word=pd.Categorical(["p", "q", None] * 10),
    )
    frame.to_parquet(tmp_path / "t.parquet")
    data = read_table(tmp_path / "t.parquet", "y")
    pd.testing.assert_frame_equal(data.frame[["a", "b"]], expected.frame)
    assert data.classes == expected.classes
    assert data.frame["flag"].tolist()[:2] == [1.0, 0.0]
    assert data.frame["word"].cat.categories.tolist() == ["p", "q"]
    assert said(data, "dates", "'when'")
    assert said(data, "30 cells without a value")


def test_a_named_parquet_index_is_a_column(tmp_path):
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"y": [0, 1] * 15}, index=pd.Index(X[:30], name="depth"))
    frame.to_parquet(tmp_path / "t.parquet")
    assert list(read_table(tmp_path / "t.parquet", "y").frame.columns) == ["depth"]


def test_comment_lines_and_blank_lines_are_skipped(read):
    text = "# by A. Chemist\n\n" + plain().replace("\n", "\n\n", 3)
    data = read(text)
    pd.testing.assert_frame_equal(data.frame, read(plain()).frame)
    assert said(data, "begin with '#'")


def test_quoted_cells_may_hold_delimiters_and_line_breaks(read):
    data = read(lines('"x, mm","a\nb",y', lambda i: f'{X[i]},"{i % 3}, m",{i % 2}'))
    assert list(data.frame.columns) == ["x, mm", "a\nb"]
    assert data.frame["a\nb"].cat.categories.tolist() == ["0, m", "1, m", "2, m"]


# ---- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["?", "NA", "", "n/a", "-", "NaN", "#DIV/0!", "None", " "])
def test_markers_of_missing_numbers(read, marker):
    data = read(lines("a,b,y", lambda i: f"{X[i] if i % 5 else marker},{X[i + 50]},{i % 2}"))
    assert data.frame["a"].isna().sum() == 6
    assert data.frame["a"].dtype == float
    assert said(data, "6 cells without a value", "6 in 'a'", repr(marker) if marker.strip() else "")


def test_words_that_may_be_categories_stay_words(read):
    data = read(lines("drug,a,y", lambda i: f"{['none', '-', 'NA'][i % 3]},{X[i]},{i % 2}"))
    assert data.frame["drug"].cat.categories.tolist() == ["-", "none"]
    assert data.frame["drug"].isna().sum() == 10


def test_decimal_commas(read):
    text = plain().replace(",", ";").replace(".", ",")
    data = read(text)
    pd.testing.assert_frame_equal(data.frame, read(plain()).frame)
    assert said(data, "Decimal commas in 'a'")


def test_one_clear_column_settles_what_an_unclear_comma_means(read):
    decimal = read(lines("a;b;y", lambda i: f"1,{100 + i};0,{i + 1};{i % 2}"))
    assert decimal.frame["a"].iloc[5] == 1.105
    thousands = read(lines("a;b;y", lambda i: f"1,{100 + i};{X[i]};{i % 2}"))
    assert thousands.frame["a"].iloc[5] == 1105.0
    assert said(thousands, "Thousands separators in 'a'")
    with pytest.raises(InputError, match=r"line 2: '1,100' in column 'a' could be a decimal comma"):
        read(lines("a;b;y", lambda i: f"1,{100 + i};{i % 7};{i % 2}"))


def test_percent_signs(read):
    data = read(lines("a,b,y", lambda i: f"{i * 1.5:.1f} %,{X[i]},{i % 2}"))
    assert data.frame["a"].iloc[3] == 4.5
    assert said(data, "percent", "'a'")


def test_a_few_words_among_many_numbers_are_refused_and_among_few_are_categories(read):
    with pytest.raises(
        InputError, match=r"line 9: column 'a' holds numbers except in 1 of 30 .*<0.1"
    ):
        read(lines("a,b,y", lambda i: f"{X[i] if i != 7 else '<0.1'},{X[i + 50]},{i % 2}"))
    data = read(lines("a,b,y", lambda i: f"{['0', '1', '2', '3+'][i % 4]},{X[i]},{i % 2}"))
    assert data.frame["a"].cat.categories.tolist() == ["0", "1", "2", "3+"]


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e400", "1e200"])
def test_infinite_cells_are_refused_with_their_line(read, cell):
    with pytest.raises(InputError, match=r"t\.csv, line 9: column 'a' holds .*finite"):
        read(lines("a,b,y", lambda i: f"{X[i] if i != 7 else cell},{X[i + 50]},{i % 2}"))


# ---- columns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("id", lambda i: i * 17 % 101, "identifiers"),
        ("patientId", lambda i: i * 17 % 101, "identifiers"),
        ("sample_id", lambda i: i * 17 % 101, "identifiers"),
        ("time", lambda i: i, "numbering the rows"),
        ("", lambda i: i + 1, "numbering the rows"),
        ("code", lambda i: f"x{i}", "names rows"),
        ("when", lambda i: f"2020-01-{i + 1:02d}", "dates"),
        ("when", lambda i: f"{i + 1}.1.2020", "dates"),
        ("when", lambda i: f"2020-01-{i + 1:02d}T12:30:00Z", "dates"),
        ("site", lambda i: "Rome", "same value"),
        ("power", lambda i: 5, "same value"),
        ("spare", lambda i: "", "empty"),
        ("spare", lambda i: "-", "empty"),
    ],
)
def test_columns_without_evidence_are_left_out_and_said(read, column, value, why):
    data = read(lines(f"{column},a,y", lambda i: f"{value(i)},{X[i]},{i % 2}"))
    assert list(data.frame.columns) == ["a"]
    assert said(data, "left out", why, repr(column or "column 1"))


@pytest.mark.parametrize(
    "column", ["acid", "body mass index", "humid", "grid", "index of refraction"]
)
def test_columns_that_only_sound_like_identifiers_stay(read, column):
    data = read(lines(f"{column},a,y", lambda i: f"{i * 17 % 101},{X[i]},{i % 2}"))
    assert column in data.frame.columns


def test_repeated_identifiers_are_a_warning(read):
    data = read(lines("patient_id,a,y", lambda i: f"{i // 3},{X[i]},{i % 2}", 60))
    assert list(data.frame.columns) == ["a"]
    assert data.notes[0].startswith("Warning: 'patient_id' names 20 things in 60 rows")


def test_columns_dropped_as_asked_are_not_even_looked_at(read):
    text = lines("a,b,y", lambda i: f"{X[i]},{'inf' if i else 'word'},{i % 2}")
    data = read(text, drop=["b"])
    assert list(data.frame.columns) == ["a"]
    assert said(data, "as asked", "'b'")


def test_free_text_is_refused(read):
    with pytest.raises(InputError, match=r"column 't' holds free text \(8 words on average"):
        read(lines("t,a,y", lambda i: f"patient {i} felt well on the whole today,{X[i]},{i % 2}"))


def test_many_categories_and_twin_spellings_are_said(read):
    data = read(lines("c,s,a,y", lambda i: f"c{i % 40},{'Mm'[i % 2]},{X[i]},{i // 3 % 2}", 120))
    assert said(data, "'c' holds 40 different texts", "15 most frequent")
    assert said(data, "Warning", "'s'", "capitals")


def test_numbers_that_often_mean_missing_are_pointed_at_and_kept(read):
    data = read(lines("a,b,y", lambda i: f"{X[i] if i % 9 else -999},{X[i + 50]},{i % 2}"))
    assert said(data, "Warning", "'a' is -999 in 4 rows")
    assert (data.frame["a"] == -999).sum() == 4


def test_leaks_and_copied_rows_are_warnings_that_come_first(read):
    data = read(lines("a,b,c,y", lambda i: f"{X[i % 29]},{'MB'[i % 29 % 2]},5,{i % 29 % 2}"))
    assert [note.startswith("Warning") for note in data.notes] == [True, True, False]
    assert "'b' tells the target 'y' exactly" in data.notes[0]
    assert "1 row is a copy" in data.notes[1]
    celsius = read(lines("f,a,y", lambda i: f"{X[i] * 1.8 + 32},{X[i + 50]},{X[i]}"))
    assert said(celsius, "Warning", "'f' tells the target")


def test_categories_do_not_depend_on_the_order_of_rows(read):
    rows = plain().replace(",1\n", ",one\n").splitlines()
    text = "\n".join([rows[0], *rows[:0:-1]]) + "\n"
    assert read(text).classes == read("\n".join(rows)).classes == {"0": 15, "one": 15}


# ---- target ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "task", "reason", "classes"),
    [
        (lambda i: "ab"[i % 2], "classification", "2 different texts", {"a": 15, "b": 15}),
        (lambda i: i % 2 == 0, "classification", "2 different texts", {"False": 15, "True": 15}),
        (lambda i: i % 2 * 2 - 1, "classification", "two different numbers", {-1: 15, 1: 15}),
        (lambda i: i % 2 + 0.5, "classification", "two different", {"0.5": 15, "1.5": 15}),
        (lambda i: i % 3, "classification", "3 different whole numbers", {0: 10, 1: 10, 2: 10}),
        (lambda i: i % 15, "regression", "15 different whole numbers", None),
        (lambda i: i % 3 + 0.5, "regression", "3 different numbers", None),
        (lambda i: X[i + 50], "regression", "30 different numbers", None),
    ],
)
def test_the_task_is_inferred_and_the_reason_said(read, value, task, reason, classes):
    data = read(lines("a,y", lambda i: f"{X[i]},{value(i)}"))
    assert data.task == task
    assert data.task_reason.startswith(f"{task}, because 'y' holds")
    assert reason in data.task_reason
    assert data.classes == classes


def test_the_task_can_be_given(read):
    data = read(lines("a,y", lambda i: f"{X[i]},{i % 3}"), task="regression")
    assert data.task == "regression"
    assert data.target.dtype == float
    assert "as the study asks" in data.task_reason


def test_rows_without_target_are_left_out_and_features_stay_aligned(read):
    data = read(lines("a,y", lambda i: f"{X[i]},{i % 2 if i % 5 else '?'}", 40))
    keep = [i for i in range(40) if i % 5]
    np.testing.assert_array_equal(data.frame["a"], X[keep])
    np.testing.assert_array_equal(data.target, [i % 2 for i in keep])
    assert said(data, "8 rows without a value of 'y'")


@pytest.mark.parametrize(
    ("value", "task", "message"),
    [
        (lambda i: 1, None, r"'y' is '1' in all 30 rows.*nothing to predict"),
        (lambda i: "x", "regression", r"'y' is 'x' in all"),
        (lambda i: "ab"[i == 5], None, r"line 7: the class 'b' of 'y' has one row only"),
        (lambda i: "ab"[i % 2], "regression", r"line 2: regression needs numbers in 'y', got 'a'"),
        (lambda i: "", None, r"the target 'y' has no value in any row"),
        (lambda i: f"2020-01-{i + 1:02d}", None, r"the target 'y' holds dates"),
        (lambda i: i % 2 if i < 8 else "", None, r"8 rows with a value of 'y', at least 20"),
        (lambda i: i % 2 if i else "inf", None, r"line 2: column 'y' holds inf"),
        (lambda i: X[i] if i else "high", None, r"line 2: column 'y' holds numbers except in 1 of"),
        (lambda i: i % 2, "clustering", r"must be 'classification' or 'regression'"),
    ],
)
def test_targets_that_cannot_be_predicted_are_refused(read, value, task, message):
    with pytest.raises(InputError, match=message):
        read(lines("a,y", lambda i: f"{X[i]},{value(i)}"), task=task)


@pytest.mark.parametrize(
    ("value", "fix"), [(lambda i: X[i + 99], "regression"), (lambda i: f"n{i}", "column")]
)
def test_too_many_classes_are_refused(read, value, fix):
    with pytest.raises(InputError, match=f"holds 60 different .* no classes: .*{fix}"):
        read(lines("a,y", lambda i: f"{X[i]},{value(i)}", 60), task="classification")


# ---- files that are no tables ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "t.csv", "is empty"),
        (" \n\n", "t.csv", "is empty"),
        ("# only a comment\n", "t.csv", "nothing but comments"),
        (";;\n;;\n", "t.csv", "nothing but delimiters"),
        ("a,b,y\n", "t.csv", "no rows below"),
        ("y\n1\n2\n", "t.csv", r"one column only \('y'\)"),
        ("a b y\n1 2 3\n", "t.csv", "separated by commas, semicolons, tabs"),
        ("a,b,y\n1,2,3\n1,2\n", "t.csv", "line 3: 2 cells where the header has 3"),
        ("a,b,y\n1,2,3\n\n1,2,3,4\n", "t.csv", "line 4: 4 cells where the header has 3"),
        ('a,b,y\n1,"2,3\n1,2,3\n', "t.csv", "line 2: 2 cells"),
        ("a,b,a,y\n1,2,3,4\n", "t.csv", "several columns named 'a'"),
        ("0.1,0.2,1\n0.3,0.4,0\n", "t.csv", "no header: its first line holds '0.1', '0.2'"),
        (b"a,y\n1,\x002\n", "t.csv", "binary file"),
        (bytes(range(256)) * 4, "t.csv", "binary file"),
        (b"\xff\xfea", "t.csv", "not valid utf-16"),
        (b"PK\x03\x04rest", "t.xlsx", "export the sheet as CSV"),
        (b"PAR1rest", "t.csv", "marked as Parquet"),
        (b"a,y\n1,2\n", "t.parquet", "marked as Parquet"),
        (gzip.compress(b"a,y\n1,2\n", mtime=0)[:-9], "t.csv.gz", "damaged gzip"),
        (plain().replace("y\n", "outcome\n", 1), "t.csv", r"no column 'y' to predict; .*'outcome'"),
        (
            plain().replace("y\n", "Y \n", 1),
            "t.csv",
            r"no column 'y' to predict \(did you mean 'Y'\?",
        ),
    ],
)
def test_files_that_cannot_be_used_are_refused(read, content, name, message):
    with pytest.raises(InputError, match=message) as caught:
        read(content, name=name)
    assert name in str(caught.value)


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "data.csv").write_text(plain())
    with pytest.raises(InputError, match=r"no file .*dta.csv \(did you mean 'data.csv'\?\)"):
        read_table(tmp_path / "dta.csv", "y")
    with pytest.raises(InputError, match="nor a folder"):
        read_table(tmp_path / "nowhere" / "data.csv", "y")
    with pytest.raises(InputError, match="is a folder"):
        read_table(tmp_path, "y")


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        (["aa"], r"no column 'aa' to drop \(did you mean 'a'\?\)"),
        (["y"], "is the target, so it cannot be in drop"),
        (["a", "b"], "no column left to predict from: all but the target dropped"),
    ],
)
def test_wrong_drops_are_refused(read, drop, message):
    with pytest.raises(InputError, match=message):
        read(plain(), drop=drop)


def test_no_column_left_says_what_became_of_them(read):
    with pytest.raises(InputError, match=r"'id' left out \(identifiers\); 'c' left out \(the same"):
        read(lines("id,c,y", lambda i: f"{i * 17 % 101},5,{i % 2}"))


# ---- anything at all ---------------------------------------------------------------------------

CELLS = st.sampled_from(
    ["1", "-2.5", "0,5", "1,234", "?", "", "x", "NA", '"', "2020-01-01", "inf", "5 %"]
)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=20, max_size=40)


@given(TABLES, st.sampled_from([",", ";", "\t"]))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_table_is_read_or_refused(read, rows, delimiter):
    text = "\n".join(delimiter.join(row) for row in [["a", "b", "y"], *rows])
    try:
        data = read(text)
    except InputError as error:
        if "t.csv" not in str(error):
            raise
        return
    assert isinstance(data, Dataset)
    assert len(data.frame) == len(data.target) >= 20
    assert not data.target.isna().any()


@given(st.binary(max_size=400))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_are_refused(read, content):
    with pytest.raises(InputError, match=r"t\.csv"):
        read(content)
