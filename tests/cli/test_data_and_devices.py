"""``qneko data`` and ``qneko devices``."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qneko.cli._main import run
from qneko.domains import Dataset, describe, load, names
from qneko.hybrid import list_devices
from qneko.hybrid.devices._statevector import StatevectorDevice

from .malformed import table


def as_json(capsys, *arguments):
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_of_data(capsys):
    listed = as_json(capsys, "data", "list")["data"]
    assert [entry["name"] for entry in listed] == names()
    assert {entry["kind"] for entry in listed} == {
        "table", "series", "graphs", "structures", "events", "hamiltonians",
    }  # fmt: skip
    assert all(entry["n_samples"] == describe(entry["name"]).n_samples for entry in listed)
    assert run(["data", "list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in names())


@pytest.mark.parametrize("name", names())
def test_show_a_shipped_data_set(name, capsys):
    shown, data, info = as_json(capsys, "data", "show", name), load(name), describe(name)
    assert shown["sha256"] == info.sha256
    assert shown["kind"] == info.kind
    assert shown["leaks"] == info.leaks
    assert [bar["score"] for bar in shown["bars"]] == [bar.score for bar in info.bars]
    if isinstance(data, Dataset):
        assert shown["classes"] == data.classes
        assert [column["name"] for column in shown["columns"]] == list(data.frame.columns)
    assert run(["data", "show", name]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for expected in (info.title, info.licence, info.sha256, *(str(bar) for bar in info.bars)):
        assert expected in out
    assert out.count(" note ") >= len(info.notes)


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("kind", ["table", "series", "graphs", "structures", "events"])
def test_show_draws_a_picture(kind, ending, tmp_path, capsys):
    name = names(kind)[-1]
    files = [tmp_path / f"{k}.{ending}" for k in range(2)]
    for file in files:
        assert run(["data", "show", name, "--figure", str(file)]) == 0
    assert "figure" in capsys.readouterr().out
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert first.startswith(b"<?xml" if ending == "svg" else b"\x89PNG")


def test_a_picture_that_cannot_be_drawn_is_refused(tmp_path, capsys):
    name = "environment/elnino_sst"
    assert run(["data", "show", name, "--figure", str(tmp_path / "x.bmp")]) == 2
    assert "ending in .svg, .png, .pdf is expected" in capsys.readouterr().err
    assert run(["data", "show", name, "--figure", str(tmp_path / "no" / "x.svg")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_columns_are_described(capsys):
    shown = as_json(capsys, "data", "show", "biomedicine/heart_cleveland")
    columns = {column["name"]: column for column in shown["columns"]}
    assert columns["age"] == {
        "name": "age", "kind": "number", "min": 29.0, "median": 56.0, "max": 77.0, "missing": 0,
    }  # fmt: skip
    assert columns["gender"]["values"] == {"female": 97, "male": 206}
    assert columns["thal"]["missing"] == 2


def test_show_an_own_table(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("my.csv").write_text(table("id,b,y", "{i},{z},{x}"))
    shown = as_json(capsys, "data", "show", "my.csv", "--target", "y")
    assert shown["task"] == "regression"
    assert any("'id'" in note for note in shown["notes"])
    assert run(["data", "show", "my.csv", "-t", "y"]) == 0
    out = capsys.readouterr().out
    assert "regression, because 'y' holds 40 different numbers" in out
    assert "least, median, largest" in out


def test_list_of_devices(capsys):
    listed = as_json(capsys, "devices", "list")["devices"]
    assert [entry["name"] for entry in listed] == list_devices()
    assert listed[0]["exact"] is True
    assert run(["devices", "list"]) == 0
    assert "statevector" in capsys.readouterr().out


@pytest.mark.parametrize("name", list_devices())
def test_every_device_passes_its_check(name, capsys):
    result = as_json(capsys, "devices", "check", name)
    assert result["passed"] is True
    assert {check["check"] for check in result["checks"]} >= {"expectations", "gradients"}
    assert run(["devices", "check", name]) == 0
    assert f"{name} works as declared." in capsys.readouterr().out


@pytest.mark.parametrize("method", ["expectations", "states", "sample"])
def test_a_device_that_errs_fails_its_check(method, monkeypatch, capsys):
    right = getattr(StatevectorDevice, method)

    def wrong(self, *arguments, **options):
        return np.roll(right(self, *arguments, **options), 1, axis=0)

    monkeypatch.setattr(StatevectorDevice, method, wrong)
    assert run(["devices", "check", "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    failed = [check["check"] for check in result["checks"] if not check["passed"]]
    assert failed == [{"sample": "sampling"}.get(method, method)]
    assert run(["devices", "check"]) == 1
    assert "FAILED" in capsys.readouterr().out
