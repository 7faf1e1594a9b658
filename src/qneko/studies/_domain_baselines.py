"""What a field would use itself: baselines that read the rows as they are, not encoded.

Each says in `needs` which columns of `Dataset.raw` it reads; on other data it cannot take part.
"""

from __future__ import annotations

from ._family import Family

#: Baselines of single fields by the name that a study file gives them.
DOMAIN_BASELINES: dict[str, Family] = {}
