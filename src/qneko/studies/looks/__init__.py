"""Looks inside fitted quantum models."""
