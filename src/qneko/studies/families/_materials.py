"""What materials scientists would use themselves: tolerance factors of perovskites."""

from __future__ import annotations

from ._family import Family, Recipe

_PEROVSKITES = "qneko.domains.perovskites"
_RADII = ("rA (Ang)", "rB (Ang)", "rX (Ang)")


def _factor(factor: str, label: str, description: str, needs: tuple[str, ...]) -> Family:
    recipe = Recipe(
        _PEROVSKITES,
        "ToleranceFactorClassifier",
        {},
        0.005,
        fixed={"factor": factor},
        is_random=False,
    )
    return Family(label, description, recipe, None, inputs="raw", needs=needs)


#: Baselines on radii and charges of ions, by the name that a study file gives them.
MATERIAL_BASELINES: dict[str, Family] = {
    "tau": _factor(
        "tau",
        "threshold on tau",
        "Bartel's tolerance factor of radii and charges, and a threshold learned on the training "
        "rows.",
        ("nA", *_RADII),
    ),
    "goldschmidt": _factor(
        "t",
        "thresholds on Goldschmidt's t",
        "Goldschmidt's tolerance factor of radii, and two thresholds learned on the training rows.",
        _RADII,
    ),
}
