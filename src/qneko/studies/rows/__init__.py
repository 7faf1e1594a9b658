"""From what a study file names to the rows that are asked about."""
