"""Tests, intervals, ranks and scores of forecasts."""
