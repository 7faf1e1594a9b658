"""Official versions: fetched once, held to a checksum, one sentence where that fails."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from qneko.domains import _registry, describe, load, names
from qneko.errors import InputError, MissingExtraError

from .test_own_data import without

NAME = "environment/era5_cities"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture
def official(tmp_path, monkeypatch):
    """Serve a small file on this machine in place of the official one."""
    served = tmp_path / "served"
    served.mkdir()
    times = pd.date_range("1990-01-01", periods=30, freq="D")
    values = np.arange(60.0).reshape(2, 30)
    xr.Dataset(
        {"tas": (("location", "time"), values, {"units": "K"})},
        coords={"time": times, "location": ["Halifax", "Iqaluit"]},
    ).to_netcdf(served / "era5.nc", engine="h5netcdf")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    sha256 = hashlib.sha256((served / "era5.nc").read_bytes()).hexdigest()
    registered(monkeypatch, f"http://127.0.0.1:{server.server_port}/era5.nc", sha256)
    yield served / "era5.nc"
    server.shutdown()
    thread.join()
    server.server_close()


def registered(monkeypatch, url: str, sha256: str) -> None:
    info = replace(describe(NAME), full={"url": url, "sha256": sha256})
    monkeypatch.setattr(_registry, "describe", lambda name: info)


def test_the_official_version_is_fetched_once(official):
    data = load(NAME, full=True)
    assert data.channels == ("Halifax tas", "Iqaluit tas")
    assert data.values[0].tolist() == [0.0, 30.0]
    assert data.name == NAME
    official.unlink()
    assert load(NAME, full=True).n_times == 30


def test_another_file_is_refused(official, monkeypatch):
    official.write_bytes(official.read_bytes() + b" ")
    with pytest.raises(InputError, match="not the file that .* was registered with") as caught:
        load(NAME, full=True)
    assert "\n" not in str(caught.value)


def test_offline_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    registered(monkeypatch, "http://127.0.0.1:9/era5.nc", "0" * 64)
    with pytest.raises(InputError, match="cannot be fetched .* connect to the network") as caught:
        load(NAME, full=True)
    assert "\n" not in str(caught.value)


def test_without_the_extra(monkeypatch):
    without(monkeypatch, "pooch")
    with pytest.raises(MissingExtraError, match=r"pip install 'qneko\[fetch\]'"):
        load(NAME, full=True)


@pytest.mark.parametrize("name", [n for n in names() if "why" in describe(n).full])
def test_versions_that_change_have_no_checksum_and_are_not_fetched(name):
    info = describe(name)
    with pytest.raises(InputError, match="so it cannot be checked: get it from") as caught:
        load(name, full=True)
    assert info.full["url"] in str(caught.value)


def test_data_that_ship_whole_are_the_same():
    assert not describe("materials/perovskite_tau").full
    assert (
        load("materials/perovskite_tau", full=True).sha256
        == describe("materials/perovskite_tau").sha256
    )
