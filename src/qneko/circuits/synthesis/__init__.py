"""Matrices and states as rotations: for the engine, and for formats that know gates only."""

from ._shannon import Turn, state_turns, turn_gates, unitary_turns

__all__ = ["Turn", "state_turns", "turn_gates", "unitary_turns"]
