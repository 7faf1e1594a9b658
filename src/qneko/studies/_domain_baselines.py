"""What a field would use itself: baselines that read the rows as they are, not encoded.

Each says in `needs` which columns of `Dataset.raw` it reads; on other data it cannot take part.
"""

from __future__ import annotations

from ._event_families import EVENT_BASELINES
from ._family import Family
from ._graph_families import GRAPH_BASELINES
from ._ground_state_families import GROUND_STATE_BASELINES
from ._material_families import MATERIAL_BASELINES
from ._series_families import SERIES_BASELINES

#: Baselines of single fields by the name that a study file gives them.
DOMAIN_BASELINES: dict[str, Family] = {
    **GRAPH_BASELINES,
    **MATERIAL_BASELINES,
    **GROUND_STATE_BASELINES,
    **EVENT_BASELINES,
    **SERIES_BASELINES,
}
