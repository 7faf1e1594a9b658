"""Names of metrics, how their numbers are written, and all sentences in all languages."""
