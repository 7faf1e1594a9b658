"""Columns of dates: no features, but known of each row, and the season can be made of them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ._columns import MISSING, Column


def date_columns(columns: Mapping[str, Column], rows: pd.Index) -> pd.DataFrame | None:
    """Return the columns of dates as ISO 8601 has them, in UTC; None if there are none.

    Others are left alone: 03/04/2024 is a day in March or in April.
    """
    found = {}
    for name, column in columns.items():
        if column.kind != "date" or pd.api.types.is_timedelta64_dtype(column.values.dtype):
            continue
        cells = column.values.loc[rows]
        written = cells.astype(object).map(lambda v: None if v in MISSING else v)
        dates = pd.to_datetime(written, format="ISO8601", utc=True, errors="coerce")
        if dates.notna().any() and (dates.notna() == written.notna()).all():
            found[name] = dates
    return pd.DataFrame(found).reset_index(drop=True) if found else None
