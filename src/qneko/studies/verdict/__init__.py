"""From evidence to an answer, its reasons, and the sentences that say it."""
