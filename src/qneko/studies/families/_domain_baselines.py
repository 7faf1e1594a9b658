"""What a field would use itself: baselines that read the rows as they are, not encoded.

Each says in `needs` which columns of `Dataset.raw` it reads; on other data it cannot take part.
"""

from __future__ import annotations

from ._events import EVENT_BASELINES
from ._family import Family
from ._graphs import GRAPH_BASELINES
from ._ground_states import GROUND_STATE_BASELINES
from ._materials import MATERIAL_BASELINES
from ._series import SERIES_BASELINES

#: Baselines of single fields by the name that a study file gives them.
DOMAIN_BASELINES: dict[str, Family] = {
    **GRAPH_BASELINES,
    **MATERIAL_BASELINES,
    **GROUND_STATE_BASELINES,
    **EVENT_BASELINES,
    **SERIES_BASELINES,
}
