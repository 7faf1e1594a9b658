"""How candidates are compared, fixed before the first task runs."""
