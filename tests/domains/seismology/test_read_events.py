"""Own catalogues: columns by their usual names, order of time, and refusals that name the place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from qneko.domains import read_events
from qneko.errors import InputError

COMCAT = """\
time,latitude,longitude,depth,mag,magType,place
2016-12-30T20:08:28.490Z,37.3973,141.4103,11.94,5.5,mb,"2 km, off Japan"
2016-12-29T22:30:19.000Z,-9.028,118.6639,79,6.3,mww,Indonesia
2016-12-28T12:38:51.000Z,38.3767,-118.8957,,5.6,ml,Nevada
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "catalogue.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_comcat_is_read_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, COMCAT)
    found = read_events(path, complete_from=5.5)
    assert found.frame["magnitude"].tolist() == [5.6, 6.3, 5.5]
    assert list(found.frame) == ["time", "latitude", "longitude", "magnitude", "depth"]
    assert found.frame["time"][2] == pd.Timestamp("2016-12-30T20:08:28.490Z")
    assert found.frame["depth"].isna().tolist() == [True, False, False]
    assert (found.name, found.source, found.complete_from) == ("catalogue.csv", str(path), 5.5)


def test_other_names_turns_and_missing_magnitudes(tmp_path: Path) -> None:
    text = "Date;LAT;Lon;Magnitude\n2001-01-01;-20.5;185;4.5\n2001-01-02;1;2;\n2001-01-03;3;4;5\n"
    found = read_events(write(tmp_path, text))
    assert found.frame["longitude"].tolist() == [-175.0, 4.0]
    assert found.frame["magnitude"].tolist() == [4.5, 5.0]
    assert any("1 row without a magnitude left out" in note for note in found.notes)
    assert found.complete_from is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("latitude", "north", "no column of the events' latitude: name it 'latitude'"),
        (",mag,", ",size,", "no column of the events' magnitude"),
        ("37.3973", "97.3", r"line 2: a latitude from -90 to 90 is expected in 'latitude'"),
        ("118.6639", "", r"line 3: a longitude from -180 to 360 is expected in 'longitude'"),
        ("2016-12-29T22:30:19.000Z", "yesterday", "a number or an ISO 8601 date"),
        (",6.3,", ",63,", "line 3: a magnitude from -5 to 11"),
    ],
)
def test_refuses_in_one_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_events(write(tmp_path, COMCAT.replace(old, new)))
    assert "\n" not in str(caught.value)


def test_seconds_are_no_dates(tmp_path: Path) -> None:
    text = "time,lat,lon,mag\n" + "".join(f"{100 * i + 7},1,{i},{4 + i / 10}\n" for i in range(9))
    with pytest.raises(InputError, match="dates are expected in 'time', got the number 7"):
        read_events(write(tmp_path, text))


def test_a_catalogue_without_events(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_events(write(tmp_path, "time,latitude,longitude,mag\n"))
    with pytest.raises(InputError):
        read_events(write(tmp_path, "time,latitude,longitude,mag\n2001-01-01,1,2,\n"))
