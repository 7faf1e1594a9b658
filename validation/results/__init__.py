"""One module a published result, or a family of them: `TITLE`, `SOURCE` and `run`."""
