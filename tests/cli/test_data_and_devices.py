"""``qneko data`` and ``qneko devices``."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qneko.cli._main import run
from qneko.domains import describe, load, names
from qneko.hybrid import list_devices
from qneko.hybrid.devices._statevector import StatevectorDevice

from .malformed import table


def as_json(capsys, *arguments):
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_of_data(capsys):
    listed = as_json(capsys, "data", "list")["data"]
    assert [entry["name"] for entry in listed] == names()
    assert {entry["n_samples"] for entry in listed} == {303, 569}
    assert run(["data", "list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in names())


@pytest.mark.parametrize("name", names())
def test_show_a_shipped_data_set(name, capsys):
    shown, data = as_json(capsys, "data", "show", name), load(name)
    assert shown["sha256"] == describe(name).sha256
    assert shown["classes"] == data.classes
    assert [column["name"] for column in shown["columns"]] == list(data.frame.columns)
    assert run(["data", "show", name]) == 0
    out = capsys.readouterr().out
    for expected in (describe(name).title, "CC-BY-4.0", data.sha256, data.frame.columns[-1]):
        assert expected in out


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
