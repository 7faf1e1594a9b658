"""W3: what predictions of a variational model cost."""

from ..problem import Workload
from ._reuploading import reuploading

WORKLOAD = Workload(
    title="inference: all <Z_i>, 3 re-uploading layers",
    cases=((10, 2000),),
    quick=((10, 2000),),
    make=lambda n_qubits, n_samples, rng: reuploading(n_qubits, n_samples, rng, "expectations"),
)
