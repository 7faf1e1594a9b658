"""Perovskites: tolerance factors that chemists judge stability by, and thresholds on them."""

from ._tolerance import ToleranceFactorClassifier, bartel_tau, goldschmidt_t

__all__ = ["ToleranceFactorClassifier", "bartel_tau", "goldschmidt_t"]
