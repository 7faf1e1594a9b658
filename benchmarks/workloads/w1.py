"""W1: what one training step of a variational model costs."""

from ..problem import Workload
from ._reuploading import reuploading

WORKLOAD = Workload(
    title="training step: value and gradient, 3 re-uploading layers",
    cases=((4, 256), (8, 256), (10, 256), (14, 32)),
    quick=((4, 256), (10, 256)),
    make=lambda n_qubits, n_samples, rng: reuploading(n_qubits, n_samples, rng, "gradient"),
)
