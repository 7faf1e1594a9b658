"""One fit: from samples to a trained state, with everything that may happen on the way."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...circuits import circuit_to_dict, observable_to_list
from ...errors import CapabilityError, InputError
from ...hybrid import progress_bar
from .._checks import check_choice, check_count, check_non_negative, check_positive
from ._checkpoint import Checkpoint, fingerprint
from ._losses import Loss
from ._network import Network, Objective
from ._optimisers import SPSA, Adam, NaturalGradient, Stepper, lbfgs
from ._samples import Samples
from ._state import TrainingState
from ._training import Monitor, run_epochs

Array = NDArray[Any]

OPTIMIZERS = ("lbfgs", "adam", "spsa", "natural-gradient")
#: Largest seed that scikit-learn's splitters take.
_SEEDS = 2**31 - 1
#: Parameters that change where, how long or how visibly a fit runs, but not its course.
_NOT_IN_FINGERPRINT = ("checkpoint", "checkpoint_every", "verbose", "device", "max_iter")


@dataclass(frozen=True)
class Settings:
    """A model's parameters of training; their meaning is said there."""

    optimizer: str
    max_iter: int
    tol: float
    learning_rate: float
    batch_size: int | None
    alpha: float
    early_stopping: bool
    validation_fraction: float
    n_iter_no_change: int
    checkpoint: str | os.PathLike[str] | None
    checkpoint_every: int
    verbose: bool | int

    def check(self) -> None:
        """Raise if one of them cannot be used."""
        check_choice(OPTIMIZERS, optimizer=self.optimizer)
        check_count(
            max_iter=self.max_iter,
            n_iter_no_change=self.n_iter_no_change,
            checkpoint_every=self.checkpoint_every,
        )
        if self.batch_size is not None:
            check_count(batch_size=self.batch_size)
        check_positive(
            learning_rate=self.learning_rate, validation_fraction=self.validation_fraction
        )
        check_non_negative(alpha=self.alpha, tol=self.tol)
        if not self.validation_fraction < 1:
            raise InputError(
                "validation_fraction must be a number between 0 and 1, "
                f"got {self.validation_fraction!r}."
            )

    def stepper(self, n_samples: int) -> Stepper:
        """Return the optimiser that goes step by step."""
        if self.optimizer == "adam":
            return Adam(self.learning_rate)
        if self.optimizer == "natural-gradient":
            return NaturalGradient(self.learning_rate)
        n_batches = -(-n_samples // self.batch(n_samples))
        return SPSA(self.learning_rate, self.max_iter * n_batches)

    def batch(self, n_samples: int) -> int:
        """Return the samples in a mini-batch."""
        return n_samples if self.batch_size is None else self.batch_size


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be learned.

    Parameters
    ----------
    network : Network
        What is trained.
    samples : Samples
        From what.
    loss : callable
        Loss of each sample.
    targets : callable
        Of the samples' numbers to what the scores are to become.
    performance : callable
        Of scores and the samples that they are of to a number; more is better.
    stratify : bool
        Whether each class is to be among the samples held out.
    parameters : mapping
        The model's, for the fingerprint of a checkpoint.
    title : str
        The model's name.
    """

    network: Network
    samples: Samples
    loss: Loss
    targets: Callable[[Array], Array]
    performance: Callable[[Array, Samples], float]
    stratify: bool
    parameters: Mapping[str, Any]
    title: str


def check_device(network: Network, optimizer: str) -> None:
    """Raise if the device cannot do what the optimiser asks for."""
    can = network.device.capabilities
    if optimizer != "spsa" and not can.gradients:
        raise CapabilityError(
            f"optimizer={optimizer!r} needs gradients, which the device '{network.device.name}' "
            "does not declare; take optimizer='spsa', which needs none."
        )
    if optimizer == "natural-gradient" and not (can.states and can.exact):
        raise CapabilityError(
            "optimizer='natural-gradient' needs the metric of exact states, which the device "
            f"'{network.device.name}' does not declare; take optimizer='adam'."
        )


def fit(
    problem: Problem,
    settings: Settings,
    random: RandomState,
    earlier: TrainingState | None = None,
    *,
    once: bool = False,
) -> tuple[TrainingState, bool]:
    """Train, and return the state at the end and whether the training settled.

    Parameters
    ----------
    problem : Problem
        What is to be learned.
    settings : Settings
        How.
    random : RandomState
        Of the start, the batches and the perturbations.
    earlier : TrainingState, optional
        Where to go on; by default from random parameters.
    once : bool, default False
        Whether to go through the samples once and no more, whatever comes of it.
    """
    checkpoint = None if once else _checkpoint(problem, settings, earlier)
    state = checkpoint.load(random) if checkpoint else None
    if state is None:
        stops_early = settings.early_stopping and not once
        seed = int(random.randint(_SEEDS)) if stops_early else None
        if earlier is None:
            state = TrainingState(problem.network.start(random), split_seed=seed)
        else:
            state = earlier.for_another_fit(seed)
    elif settings.optimizer == "lbfgs":
        warnings.warn(
            f"L-BFGS goes on from iteration {len(state.losses)} of {settings.checkpoint}, but "
            "without its memory of earlier gradients: it will not take the same steps as an "
            "uninterrupted fit.",
            stacklevel=5,
        )
    converged = _run(problem, settings, random, state, checkpoint, once)
    if state.best_parameters is not None:
        state = replace(state, parameters=state.best_parameters, best_parameters=None)
    if checkpoint:
        checkpoint.remove()
    return state, converged


def _run(
    problem: Problem,
    settings: Settings,
    random: RandomState,
    state: TrainingState,
    checkpoint: Checkpoint | None,
    once: bool,
) -> bool:
    network, samples, score = problem.network, problem.samples, None
    if state.split_seed is not None:
        samples, held = samples.split(
            settings.validation_fraction, state.split_seed, problem.stratify
        )

        def score(parameters: Array) -> float:
            return problem.performance(network.decisions(held.X, parameters), held)

    targets = problem.targets(samples.y)
    objective = Objective(
        network, samples.X, targets, problem.loss, settings.alpha, samples.weights
    )
    first = len(state.losses)
    n_left = 1 if once else settings.max_iter - (len(state.losses) - state.begin)
    with _bar(problem.title, settings.verbose) as step:
        monitor = Monitor(
            objective,
            tol=settings.tol,
            patience=settings.n_iter_no_change,
            watches_loss=settings.optimizer in ("adam", "natural-gradient") and not once,
            score=score,
            save=(lambda s: checkpoint.save(s, random)) if checkpoint else None,
            save_every=settings.checkpoint_every,
            show=lambda s: step(len(s.losses) - first, n_left),
        )
        if n_left <= 0:
            return monitor.is_over(state)
        if settings.optimizer == "lbfgs":
            epsilon = float(np.finfo(network.program.dtype).eps)
            return lbfgs(
                objective,
                state,
                max_iter=n_left,
                tol=settings.tol,
                epsilon=epsilon,
                after=monitor.after,
            )
        settled = run_epochs(
            objective,
            state,
            settings.stepper(len(samples)),
            monitor,
            n_epochs=n_left,
            batch_size=settings.batch(len(samples)),
            random=random,
        )
        # SPSA's steps shrink by plan, until `max_iter`: having gone so far is its end
        return settled or settings.optimizer == "spsa"


def _bar(title: str, verbose: bool | int) -> AbstractContextManager[Callable[[int, int], None]]:
    return progress_bar(title) if verbose else nullcontext(lambda done, total: None)


def _checkpoint(
    problem: Problem, settings: Settings, earlier: TrainingState | None
) -> Checkpoint | None:
    if settings.checkpoint is None:
        return None
    program = problem.network.program
    plain = {
        "parameters": {
            name: value if isinstance(value, str | int | float | None) else type(value).__name__
            for name, value in problem.parameters.items()
            if name not in _NOT_IN_FINGERPRINT
        },
        "circuit": circuit_to_dict(program.circuit),
        "observables": [observable_to_list(o) for o in program.observables],
    }
    samples = problem.samples
    start = None if earlier is None else earlier.parameters
    arrays = (samples.X, samples.y, samples.weights, start)
    return Checkpoint(settings.checkpoint, fingerprint(plain, arrays))
