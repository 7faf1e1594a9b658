"""Run pytest with another build of the native core: with_native.py LIBRARY [pytest arguments]."""

import importlib.util
import sys

import pytest

NAME = "qneko.engine._native"
spec = importlib.util.spec_from_file_location(NAME, sys.argv[1])
assert spec is not None
assert spec.loader is not None
native = importlib.util.module_from_spec(spec)
spec.loader.exec_module(native)
sys.modules[NAME] = native
sys.exit(pytest.main(sys.argv[2:]))
