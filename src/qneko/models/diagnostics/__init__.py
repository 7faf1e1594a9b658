"""Why a model does what it does: concentration, spectra, and what hardware would need.

Functions of Gram matrices or fitted models that return numbers.
"""

from ._kernels import (
    KernelConcentration,
    KernelSpectrum,
    haar_limit,
    kernel_concentration,
    kernel_spectrum,
)
from ._readout import ReadoutResolution, readout_resolution

__all__ = [
    "KernelConcentration",
    "KernelSpectrum",
    "ReadoutResolution",
    "haar_limit",
    "kernel_concentration",
    "kernel_spectrum",
    "readout_resolution",
]
