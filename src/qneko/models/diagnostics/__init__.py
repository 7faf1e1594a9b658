"""Why a model does what it does, and whether anything quantum is needed for it.

Functions of Gram matrices, circuits or fitted models. What they return holds numbers, and most of
it can be plotted.
"""

from ._expressibility import EntanglingPower, Expressibility, entangling_power, expressibility
from ._fourier import FourierSpectrum, fourier_spectrum
from ._geometry import (
    ClassicalDistance,
    centered_alignment,
    classical_distance,
    geometric_difference,
    rbf_alignment,
)
from ._gradients import GradientVariance, gradient_variance
from ._kernels import (
    KernelConcentration,
    KernelSpectrum,
    haar_limit,
    kernel_concentration,
    kernel_spectrum,
)
from ._memory import ProcessingCapacity, fading_memory, information_capacity, memory_capacity
from ._readout import ReadoutResolution, readout_resolution
from ._resources import Resources, native_layers, resources
from ._simulability import Reason, Simulability, simulability

__all__ = [
    "ClassicalDistance",
    "EntanglingPower",
    "Expressibility",
    "FourierSpectrum",
    "GradientVariance",
    "KernelConcentration",
    "KernelSpectrum",
    "ProcessingCapacity",
    "ReadoutResolution",
    "Reason",
    "Resources",
    "Simulability",
    "centered_alignment",
    "classical_distance",
    "entangling_power",
    "expressibility",
    "fading_memory",
    "fourier_spectrum",
    "geometric_difference",
    "gradient_variance",
    "haar_limit",
    "information_capacity",
    "kernel_concentration",
    "kernel_spectrum",
    "memory_capacity",
    "native_layers",
    "rbf_alignment",
    "readout_resolution",
    "resources",
    "simulability",
]
