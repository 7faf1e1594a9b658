"""Kernels between graphs from the evolution of interacting qubits, one a node."""

from ._classifier import QuantumEvolutionKernelClassifier
from ._evolution import evolution_circuit
from ._kernel import QuantumEvolutionKernel
from ._vectorizer import GraphVectorizer

__all__ = [
    "GraphVectorizer",
    "QuantumEvolutionKernel",
    "QuantumEvolutionKernelClassifier",
    "evolution_circuit",
]
