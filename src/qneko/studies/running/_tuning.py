"""Tuning one candidate on one outer split: a chain of trials, each chosen after the last."""

from __future__ import annotations

from typing import Any

import optuna

from ..families._space import Choice, Real, Space, Value, Whole, defaults
from ..protocol._protocol import Protocol
from ..protocol._seeds import seed_for
from ._candidates import Candidate


class Chain:
    """The trials of one candidate on one outer split.

    The sequence of hyperparameters is a function of the seed and of the scores told, and of
    nothing else: told the same scores again, after an interruption, it asks for the same trials.

    Parameters
    ----------
    candidate : Candidate
        Whose hyperparameters.
    repeat, fold : int
        The outer split.
    protocol : Protocol
        How many trials, which direction, which seed.
    """

    def __init__(self, candidate: Candidate, repeat: int, fold: int, protocol: Protocol):
        self.candidate = candidate
        self.repeat = repeat
        self.fold = fold
        self.best_params: dict[str, Value] | None = None
        self.best_score: float | None = None
        self.errors: list[str] = []
        self._quality = 0.0
        self._left = candidate.n_trials(protocol)
        self._greater = protocol.greater_is_better
        space = candidate.recipe(protocol.task).space
        self._axes = _distributions(space)
        # half of the trials explore, so that the model of the other half has something to learn
        sampler = optuna.samplers.TPESampler(
            n_startup_trials=max(2, protocol.n_trials // 2),
            seed=seed_for(protocol.seed, "tuning", candidate.id, repeat, fold),
        )
        self._study = optuna.create_study(
            direction="maximize" if self._greater else "minimize", sampler=sampler
        )
        self._study.enqueue_trial(defaults(space))
        self._trial: optuna.trial.Trial | None = None

    def ask(self) -> dict[str, Value] | None:
        """Return the next hyperparameters to score; None when all trials are done."""
        if self._left == 0:
            return None
        self._left -= 1
        self._trial = self._study.ask(self._axes)
        return dict(self._trial.params)

    def tell(self, score: float | None, error: str | None = None) -> None:
        """Take in the mean inner score of what was asked last; None if it failed."""
        assert self._trial is not None
        if score is None:
            self._study.tell(self._trial, state=optuna.trial.TrialState.FAIL)
            self.errors.append(error or "no score")
            return
        self._study.tell(self._trial, score)
        # rounded, so that the order of a sum does not decide; of equals, the first
        quality = round(score if self._greater else -score, 12)
        if self.best_score is None or quality > self._quality:
            self.best_score, self._quality = score, quality
            self.best_params = dict(self._trial.params)


def _distributions(space: Space) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, axis in space.items():
        match axis:
            case Real():
                made[name] = optuna.distributions.FloatDistribution(
                    axis.low, axis.high, log=axis.log
                )
            case Whole():
                made[name] = optuna.distributions.IntDistribution(axis.low, axis.high, log=axis.log)
            case Choice():
                made[name] = optuna.distributions.CategoricalDistribution(axis.values)
    return made


def quiet_optuna() -> None:
    """Stop Optuna from writing a line a trial; progress is told by the study."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
