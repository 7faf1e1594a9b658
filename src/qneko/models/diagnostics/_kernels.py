"""What a fidelity kernel's Gram matrix looks like, and what hardware would need to see it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .._checks import check_choice, check_count, check_positive


@dataclass(frozen=True)
class KernelConcentration:
    """How much the kernel tells samples apart.

    Parameters
    ----------
    n_samples : int
        Size of the Gram matrix.
    mean : float
        Mean of the entries off the diagonal; 0 is orthogonal, 1 is identical states.
    variance : float
        Their variance.
    shots : int or None
        Shots an entry so that the shot noise (standard error, root mean square over entries) is
        `precision` times the standard deviation of the entries; None if the entries do not vary.
    precision : float
        That ratio.
    n_circuits : int
        Entries of the upper triangle: circuits that the Gram matrix takes.
    """

    n_samples: int
    mean: float
    variance: float
    shots: int | None
    precision: float
    n_circuits: int

    formula: ClassVar[str] = (
        "shots = (m (1 - m) - v) / (r^2 v) with mean m and variance v of the entries and relative "
        "precision r: an entry k is estimated as the frequency of the all-zero outcome, whose "
        "variance is k (1 - k) / shots, and m (1 - m) - v is the mean of k (1 - k); this is "
        "2^n / r^2 for random states of n qubits (Thanasilp et al. 2024, arXiv:2208.11060)."
    )


@dataclass(frozen=True)
class KernelSpectrum:
    """Eigenvalues of a Gram matrix.

    Parameters
    ----------
    eigenvalues : ndarray of shape (n_samples,)
        Of ``K / n_samples``, descending; of a fidelity kernel they sum to 1.
    effective_dimension : float
        Participation ratio ``(sum s)**2 / sum s**2`` of the eigenvalues s, from 1 (all samples
        look alike) to n_samples (no two have anything in common: nothing can be learned).
    """

    eigenvalues: NDArray[np.float64]
    effective_dimension: float


def kernel_concentration(
    K: ArrayLike, *, precision: float = 0.1, circuit: str = "inversion"
) -> KernelConcentration:
    """Return how concentrated a Gram matrix is, and the shots needed to resolve its entries.

    A fidelity kernel whose entries differ by less than the shot noise tells samples apart in a
    simulation only. Compare with `haar_limit`.

    Parameters
    ----------
    K : array-like of shape (n_samples, n_samples)
        Gram matrix of a fidelity kernel, such as ``model.kernel(model.X_fit_)``.
    precision : float, default 0.1
        Wanted ratio r of the shot noise to the spread of the entries.
    circuit : {"inversion", "swap"}, default "inversion"
        How an entry k is measured. Inversion test (prepare x, undo y, count all-zero outcomes):
        variance ``k (1 - k) / shots``. Swap test (twice the qubits and one more): variance
        ``(1 - k**2) / shots``.

    Returns
    -------
    KernelConcentration
        Mean and variance off the diagonal, and shots an entry.

    Raises
    ------
    InputError
        If K is not a symmetric matrix of at least two rows with entries from 0 to 1.

    Notes
    -----
    With mean m and variance v over pairs of samples, the mean of ``k (1 - k)`` is
    ``m (1 - m) - v``, so the shot noise is r times the spread at
    ``(m (1 - m) - v) / (r**2 v)`` shots; for the swap test at ``(1 - m**2 - v) / (r**2 v)``. At the
    Haar limit of D = 2**n the first is exactly ``D / r**2``, the second about ``D**2 / r**2``.

    References
    ----------
    S. Thanasilp, S. Wang, M. Cerezo, Z. Holmes, Exponential concentration in quantum kernel
    methods, Nat. Commun. 15, 5200 (2024), arXiv:2208.11060.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models.diagnostics import kernel_concentration
    >>> K = np.array([[1.0, 0.5, 0.1], [0.5, 1.0, 0.3], [0.1, 0.3, 1.0]])
    >>> found = kernel_concentration(K)
    >>> round(found.mean, 3), round(found.variance, 4), found.shots
    (0.3, 0.0267, 688)
    """
    gram = _checked(K)
    check_positive(precision=precision)
    check_choice(("inversion", "swap"), circuit=circuit)
    entries = gram[np.triu_indices(len(gram), 1)]
    mean, variance = float(entries.mean()), float(entries.var())
    noise = mean * (1 - mean) - variance if circuit == "inversion" else 1 - mean**2 - variance
    # entries that differ by rounding only do not differ
    resolvable = variance > (64 * np.finfo(np.float64).eps) ** 2
    shots = math.ceil(max(noise, 0.0) / (precision**2 * variance)) if resolvable else None
    return KernelConcentration(
        n_samples=len(gram),
        mean=mean,
        variance=variance,
        shots=None if shots is None else max(shots, 1),
        precision=precision,
        n_circuits=len(entries),
    )


def haar_limit(n_qubits: int) -> tuple[float, float]:
    """Return mean and variance of the fidelity of two random states, ``|<a|b>|**2``.

    A kernel as concentrated as this knows nothing of the data: with D = 2**n_qubits the mean is
    1/D and the variance (D - 1) / (D**2 (D + 1)).

    Parameters
    ----------
    n_qubits : int
        Number of qubits.

    Returns
    -------
    mean, variance : float
        Of the fidelity.

    References
    ----------
    S. Thanasilp et al., Nat. Commun. 15, 5200 (2024), arXiv:2208.11060.
    """
    check_count(n_qubits=n_qubits)
    d = 2.0**n_qubits
    return 1 / d, (d - 1) / (d**2 * (d + 1))


def kernel_spectrum(K: ArrayLike) -> KernelSpectrum:
    """Return the eigenvalues of ``K / n_samples`` and how many of them matter.

    Parameters
    ----------
    K : array-like of shape (n_samples, n_samples)
        Gram matrix of a fidelity kernel.

    Returns
    -------
    KernelSpectrum
        Eigenvalues, descending, and the effective dimension.
    """
    gram = _checked(K)
    eigenvalues = np.linalg.eigvalsh(gram)[::-1] / len(gram)
    dimension = float(eigenvalues.sum() ** 2 / np.sum(eigenvalues**2))
    return KernelSpectrum(eigenvalues, dimension)


def _checked(K: ArrayLike) -> NDArray[np.float64]:
    gram = np.asarray(K, dtype=np.float64)
    if gram.ndim != 2 or gram.shape[0] != gram.shape[1] or len(gram) < 2:
        raise InputError(
            f"A Gram matrix is square, of two samples or more, got shape {gram.shape}."
        )
    tolerance = 1e-4  # float32 Gram matrices are welcome
    inside = np.all((gram >= -tolerance) & (gram <= 1 + tolerance))
    if not inside or not np.allclose(gram, gram.T, rtol=0, atol=tolerance):
        raise InputError(
            "The Gram matrix of a fidelity kernel is symmetric with entries from 0 to 1; "
            "this one is not."
        )
    return gram
