"""Who can take part: quantum models, their surrogates, baselines of every field."""
