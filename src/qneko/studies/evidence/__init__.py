"""The evidence: its records, and its file."""
