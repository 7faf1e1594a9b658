"""A methods paragraph ready for a paper."""

from __future__ import annotations

from ..evidence._document import fingerprint
from ..evidence._evidence import Candidate, Evidence
from ..evidence._registered import registration_sentence
from ..statistics._bars import ScoreTable
from ..verdict._labels import without_inputs
from ..verdict._sentences import level, lower_initial, number_style

# Of the packages that the numbers depend on, those that a methods section names.
_SOFTWARE = {
    "qneko": "qneko",
    "scikit-learn": "scikit-learn",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "optuna": "Optuna",
}


def methods(evidence: Evidence) -> str:
    """Return the methods as one paragraph; papers are cited as ``[@key]``.

    Parameters
    ----------
    evidence : Evidence
        All that it says comes from here: data and licence, splits, preprocessing, tuning, models,
        metric, margin, tests, software, seed and checksums.
    """
    sentences = (
        _question(evidence),
        *_models(evidence),
        *evidence.protocol.sentences,
        _scores(evidence),
        _test(evidence),
        _margin(evidence),
        *_registration(evidence),
        *_beside(evidence),
        _software(evidence),
        _checksums(evidence),
        _rights(evidence),
    )
    return " ".join(sentences)


def _question(evidence: Evidence) -> str:
    d = evidence.data
    encoded = "" if d.n_encoded in (None, d.n_columns) else f", {d.n_encoded} after encoding"
    kind = "class" if d.task == "classification" else "value"
    return (
        f"We asked whether a quantum model predicts the {kind} of {d.target} better than tuned "
        f"classical models on the data set {d.name} ({d.n_samples} samples, {d.n_columns} feature "
        f"columns{encoded})."
    )


def _models(evidence: Evidence) -> list[str]:
    table = ScoreTable(evidence)
    sentences = [f"Quantum models: {_named(table.of_role('quantum'))}."]
    sentences.append(f"Classical baselines: {_named(table.of_role('baseline'))}.")
    for role, words in (
        ("control", "Controls, the same models without entanglement"),
        ("surrogate", "Classical surrogates of the quantum models"),
        ("dummy", "Lower bound"),
    ):
        if found := table.of_role(role):
            sentences.append(f"{words}: {_named(found)}.")
    return sentences


def _named(candidates: list[Candidate]) -> str:
    """Return names with the estimators' classes, once for those that took part twice."""
    names = dict.fromkeys(f"{without_inputs(c.label)} ({c.model})" for c in candidates)
    return "; ".join(names)


def _scores(evidence: Evidence) -> str:
    p, style = evidence.protocol, number_style(ScoreTable(evidence))
    direction = "higher" if p.greater_is_better else "lower"
    return (
        f"The primary metric was the {style.label} ({direction} is better), on outer splits by "
        f"scikit-learn's {p.splitter} [@pedregosa2011] with on average {p.n_train_mean:.0f} "
        f"training and {p.n_test_mean:.0f} test rows; hyperparameters were tuned with Optuna "
        "[@akiba2019]."
    )


def _test(evidence: Evidence) -> str:
    p = evidence.protocol
    n_models = len(ScoreTable(evidence).of_role("quantum"))
    if p.inference == "rows":
        test = (
            f"a paired bootstrap over the {p.n_test_mean:.0f} test rows of the one split "
            "[@efron1993]"
        )
    else:
        test = (
            "the corrected resampled t-test [@nadeau2003], for repeated cross-validation as in "
            "[@bouckaert2004],"
        )
    holm = (
        f"p-values were corrected over the {n_models} quantum models by Holm's procedure "
        "[@holm1979]; "
        if n_models > 1
        else ""
    )
    return (
        f"Score differences on the same splits were tested with {test} two-sided at a significance "
        f"level of {p.alpha:g}; {holm}intervals are at {level(p.alpha)}."
    )


def _margin(evidence: Evidence) -> str:
    p, style = evidence.protocol, number_style(ScoreTable(evidence))
    return (
        f"Differences within \N{PLUS-MINUS SIGN}{style.amount(p.margin, p.margin)} were fixed, "
        "before the first task of this study ran, as making no practical difference "
        f"({lower_initial(p.margin_reason).rstrip('.')}); models were called on a par where the "
        "whole interval lies within."
    )


def _registration(evidence: Evidence) -> tuple[str, ...]:
    found = evidence.run.registration
    if found is None:
        return ()
    return (f"The protocol was registered {lower_initial(registration_sentence(found))}",)


def _beside(evidence: Evidence) -> tuple[str, ...]:
    if all(c.posterior is None for c in evidence.contrasts):
        return ()
    return (
        "Beside the tests, posterior probabilities of better, practically equal and worse were "
        "computed by the Bayesian correlated t-test [@benavoli2017].",
    )


def _software(evidence: Evidence) -> str:
    versions = {"qneko": evidence.qneko_version, **evidence.run.versions}
    named = [f"{name} {versions[key]}" for key, name in _SOFTWARE.items() if key in versions]
    python = evidence.run.machine.python
    named.append(python if python[:1].isalpha() else f"Python {python}")
    return (
        f"Software: {', '.join(named)}; all random numbers "
        f"derive from the seed {evidence.protocol.seed}."
    )


def _checksums(evidence: Evidence) -> str:
    return (
        f"SHA-256 of the study {evidence.study.spec_sha256}, of the data {evidence.data.sha256}, "
        f"of the evidence {fingerprint(evidence)}."
    )


def _rights(evidence: Evidence) -> str:
    d = evidence.data
    cite = f" Citation: {d.citation}" if d.citation else ""
    return f"Source of the data: {d.source.rstrip('.')}; licence: {d.licence.rstrip('.')}.{cite}"
