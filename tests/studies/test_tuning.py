"""Chains of trials: the first is the default, all replay, and the best one wins."""

from __future__ import annotations

import math

import pytest

from qneko.studies import prepare_study
from qneko.studies.families._space import defaults
from qneko.studies.running._tuning import Chain, quiet_optuna

from .small import STUDY, lay_out

quiet_optuna()


@pytest.fixture
def make_chain(tmp_path):
    def make(candidate_id="svm.full", repeat=0, fold=0, n_trials=9, target="kind"):
        study = STUDY.replace("n_trials = 3", f"n_trials = {n_trials}")
        plan = prepare_study(lay_out(tmp_path, study.replace('"kind"', f'"{target}"')))
        candidate = next(c for c in plan.candidates if c.id == candidate_id)
        return Chain(candidate, repeat, fold, plan.protocol)

    return make


def play(chain, score):
    asked = []
    while (params := chain.ask()) is not None:
        asked.append(params)
        value = score(params)
        chain.tell(value, None if value is not None else "it failed")
    return asked


def near(params):
    """Best at C = 100 and gamma_factor = 0.1."""
    return -abs(math.log10(params["C"]) - 2) - abs(math.log10(params["gamma_factor"]) + 1)


def test_the_first_trial_is_the_default_and_the_rest_differ(make_chain):
    chain = make_chain()
    asked = play(chain, near)
    assert asked[0] == defaults(chain.candidate.recipe("classification").space)
    assert len(asked) == 9
    assert len({tuple(sorted(p.items())) for p in asked}) == 9


def test_all_values_lie_in_their_ranges(make_chain):
    for name in ("svm.full", "fidelity_kernel", "variational"):
        chain = make_chain(name)
        space = chain.candidate.recipe("classification").space
        for params in play(chain, lambda params: 0.5):
            assert set(params) == set(space)
            for key, axis in space.items():
                if hasattr(axis, "values"):
                    assert params[key] in axis.values
                else:
                    assert axis.low <= params[key] <= axis.high


def test_the_same_scores_ask_for_the_same_trials(make_chain):
    assert play(make_chain(), near) == play(make_chain(), near)


def test_splits_and_candidates_explore_on_their_own(make_chain):
    first = play(make_chain(), near)
    assert play(make_chain(fold=1), near)[1:] != first[1:]
    assert play(make_chain(repeat=1), near)[1:] != first[1:]
    assert play(make_chain("svm.reduced"), near)[1:] != first[1:]


def test_the_best_trial_is_kept_and_the_first_of_equals(make_chain):
    chain = make_chain()
    asked = play(chain, near)
    best = max(asked, key=near)
    assert (chain.best_params, chain.best_score) == (best, near(best))
    chain = make_chain()
    assert chain.best_params is None
    asked = play(chain, lambda params: 0.5)
    assert chain.best_params == asked[0]


def test_errors_are_better_when_smaller(make_chain):
    chain = make_chain(target="size")
    asked = play(chain, lambda params: params["C"])
    assert chain.best_params == min(asked, key=lambda params: params["C"])


def test_failed_trials_are_passed_over(make_chain):
    chain = make_chain()
    asked = play(chain, lambda params: None if params["C"] <= 1.0 else 0.5)
    failed = [p for p in asked if p["C"] <= 1.0]
    assert 0 < len(failed) < len(asked)
    assert len(chain.errors) == len(failed)
    assert chain.best_params["C"] > 1.0


def test_nothing_is_best_where_all_failed(make_chain):
    chain = make_chain()
    play(chain, lambda params: None)
    assert chain.best_params is None
    assert chain.errors == ["it failed"] * 9
