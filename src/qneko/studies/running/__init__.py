"""Planning and running a study: tasks, tuning, scores, what was observed."""
