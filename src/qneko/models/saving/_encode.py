"""From a model to plain data: a tree that JSON holds, and arrays that it refers to by number."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from ... import circuits
from ...circuits import Circuit, Observable, circuit_to_dict, observable_to_list
from ...engine import Program
from ...errors import InputError
from ...hybrid import Device, get_device
from ._allowed import name_of

#: What JSON says by itself.
_PLAIN = (type(None), bool, int, str)


class Encoder:
    """Turns values into a tree; `arrays` collects what it refers to.

    Every value that JSON cannot say is a dict with a ``"kind"``; dicts themselves are, too.
    """

    def __init__(self) -> None:
        self.arrays: list[NDArray[Any]] = []
        self._numbers: dict[int, int] = {}
        self._path: list[str] = []

    def encode(self, value: Any) -> Any:
        """Return the tree of a value.

        Raises
        ------
        InputError
            If a value is of a type that no file holds; the message says where it is.
        """
        if type(value) in _PLAIN:
            return value
        if type(value) is float:
            return value if math.isfinite(value) else {"kind": "float", "value": str(value)}
        if type(value) is list:
            return [self.encode(item) for item in value]
        writer = next((w for kind, w in _WRITERS if isinstance(value, kind)), None)
        content = writer(self, value) if writer else self._other(value)
        if content is None:
            raise InputError(
                f"Cannot save {'.'.join(self._path) or 'this'}: a model file holds numbers, "
                f"arrays, circuits and models, got {type(value).__name__}."
            )
        return content

    def attributes(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the tree of an object's attributes, by name."""
        content = {}
        for name, value in state.items():
            self._path.append(name)
            # only here: a function comes back by the name of the attribute
            content[name] = _function(value) if _is_function(value) else self.encode(value)
            self._path.pop()
        return content

    def array(self, value: NDArray[Any]) -> int:
        """Return an array's number; one that is there twice is written once."""
        key = id(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.arrays)
            self.arrays.append(value)  # keeps it alive, so that its id stays its own
        return self._numbers[key]

    def _other(self, value: Any) -> dict[str, Any] | None:
        if isinstance(value, type):
            return {"kind": "type", "name": value.__name__} if _is_number_type(value) else None
        kind = name_of(type(value))
        if kind is not None and is_dataclass(value):
            state = {field.name: getattr(value, field.name) for field in fields(value)}
            return {"kind": "record", "class": kind, "state": self.attributes(state)}
        if kind is not None and isinstance(value, BaseEstimator):
            state = value.__getstate__()
            return {"kind": "object", "class": kind, "state": self.attributes(state)}
        if kind is not None:
            return {"kind": "object", "class": kind, "state": self.attributes(dict(vars(value)))}
        if isinstance(value, Device) and type(get_device(value.name)) is type(value):
            return {"kind": "device", "name": value.name}
        return None


def _is_number_type(value: type) -> bool:
    return value in (float, int, bool) or issubclass(value, np.generic)


def _is_function(value: Any) -> bool:
    return callable(value) and not isinstance(value, type) and name_of(type(value)) is None


def _function(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the name of a circuit of ours; None for a function that only its owner has."""
    name = getattr(function, "__name__", "")
    known = getattr(circuits, name, None) is function
    return {"kind": "function", "name": name if known else None}


def _array(encoder: Encoder, value: NDArray[Any]) -> dict[str, Any]:
    if value.dtype.hasobject:
        items = [encoder.encode(item) for item in value.ravel().tolist()]
        return {"kind": "objects", "shape": list(value.shape), "items": items}
    return {"kind": "array", "number": encoder.array(value)}


def _scalar(encoder: Encoder, value: np.generic) -> dict[str, Any]:
    return {"kind": "scalar", "number": encoder.array(np.asarray(value))}


def _dict(encoder: Encoder, value: dict[Any, Any]) -> dict[str, Any]:
    items = [[encoder.encode(k), encoder.encode(v)] for k, v in value.items()]
    return {"kind": "dict", "items": items}


def _tuple(encoder: Encoder, value: tuple[Any, ...]) -> dict[str, Any] | None:
    if type(value) is not tuple:  # a named one would come back as another type
        return None
    return {"kind": "tuple", "items": [encoder.encode(item) for item in value]}


def _complex(encoder: Encoder, value: complex) -> dict[str, Any]:
    parts = [encoder.encode(value.real), encoder.encode(value.imag)]
    return {"kind": "complex", "parts": parts}


def _circuit(encoder: Encoder, value: Circuit) -> dict[str, Any]:
    return {"kind": "circuit", "circuit": circuit_to_dict(value)}


def _observable(encoder: Encoder, value: Observable) -> dict[str, Any]:
    return {"kind": "observable", "terms": observable_to_list(value)}


def _program(encoder: Encoder, value: Program) -> dict[str, Any]:
    return {
        "kind": "program",
        "circuit": circuit_to_dict(value.circuit),
        "observables": [observable_to_list(o) for o in value.observables],
        "dtype": value.dtype.name,
    }


def _random_state(encoder: Encoder, value: np.random.RandomState) -> dict[str, Any]:
    state = value.get_state(legacy=False)
    return {"kind": "random-state", "state": encoder.encode(state)}


def _dtype(encoder: Encoder, value: np.dtype[Any]) -> dict[str, Any]:
    return {"kind": "dtype", "name": value.str}


#: The first that fits counts: NumPy's float64 is a scalar of NumPy before it is a float.
_WRITERS: list[tuple[type | tuple[type, ...], Callable[[Encoder, Any], dict[str, Any] | None]]] = [
    (np.ndarray, _array),
    (np.generic, _scalar),
    (np.dtype, _dtype),
    (dict, _dict),
    (tuple, _tuple),
    (complex, _complex),
    (Circuit, _circuit),
    (Observable, _observable),
    (Program, _program),
    (np.random.RandomState, _random_state),
]
