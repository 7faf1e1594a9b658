"""From plain data back to a model: every object is made empty and filled, no code is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from ... import circuits
from ...circuits import circuit_from_dict, observable_from_list
from ...engine import compile
from ...errors import InputError
from ...hybrid import get_device
from ._allowed import check_machine, find

_NUMBER_TYPES = {"float": float, "int": int, "bool": bool}


class Decoder:
    """Turns trees back into values.

    Parameters
    ----------
    arrays : list of ndarray
        What trees refer to.
    functions : mapping of str to callable
        What the file could not hold, by the name of the parameter.
    """

    def __init__(self, arrays: list[NDArray[Any]], functions: Mapping[str, Callable[..., Any]]):
        self._arrays = arrays
        self._functions = dict(functions)
        self.unused = set(functions)

    def decode(self, tree: Any) -> Any:
        """Return the value of a tree."""
        if isinstance(tree, list):
            return [self.decode(item) for item in tree]
        if not isinstance(tree, dict):
            return tree
        reader = _READERS.get(tree["kind"])
        if reader is None:
            raise ValueError(f"unknown kind {tree['kind']!r}")
        return reader(self, tree)

    def array(self, tree: dict[str, Any]) -> NDArray[Any]:
        """Return the array that a tree refers to."""
        number = tree["number"]
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise ValueError(f"there is no array {number!r}")
        return self._arrays[number]

    def attributes(self, tree: dict[str, Any]) -> dict[str, Any]:
        """Return an object's attributes; functions are looked up by the attribute's name."""
        return {
            name: self._function(name, content) if _is_function(content) else self.decode(content)
            for name, content in tree["state"].items()
        }

    def _function(self, name: str, tree: dict[str, Any]) -> Callable[..., Any]:
        if tree["name"] is not None:
            # a circuit of ours; the name is looked up among them and nowhere else
            if tree["name"] in circuits.__all__:
                return getattr(circuits, tree["name"])
            raise ValueError(f"qneko.circuits has no {tree['name']!r}")
        if name not in self._functions:
            raise InputError(
                f"The saved model's {name} is a function of its author, and a file holds no code: "
                f"hand it over with load(path, {name}=...)."
            )
        self.unused.discard(name)
        return self._functions[name]


def _is_function(tree: Any) -> bool:
    return isinstance(tree, dict) and tree.get("kind") == "function"


def _object(decoder: Decoder, tree: dict[str, Any]) -> Any:
    kind = find(tree["class"])
    made: Any = object.__new__(kind)  # no constructor, no code
    state = decoder.attributes(tree)
    if isinstance(made, BaseEstimator):
        made.__setstate__(state)  # warns if scikit-learn was another version
        check_machine(made)
    else:
        vars(made).update(state)
    return made


def _record(decoder: Decoder, tree: dict[str, Any]) -> Any:
    kind = find(tree["class"])
    if not is_dataclass(kind):
        raise ValueError(f"{tree['class']} is not a record")
    made: Any = object.__new__(kind)  # no constructor, no code
    for name, value in decoder.attributes(tree).items():
        object.__setattr__(made, name, value)  # frozen or not
    return made


def _objects(decoder: Decoder, tree: dict[str, Any]) -> NDArray[Any]:
    items = [decoder.decode(item) for item in tree["items"]]
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array.reshape(tree["shape"])


def _program(decoder: Decoder, tree: dict[str, Any]) -> Any:
    observables = [observable_from_list(terms) for terms in tree["observables"]]
    return compile(circuit_from_dict(tree["circuit"]), observables, dtype=tree["dtype"])


def _random_state(decoder: Decoder, tree: dict[str, Any]) -> np.random.RandomState:
    made = np.random.RandomState()
    made.set_state(decoder.decode(tree["state"]))
    return made


def _type(decoder: Decoder, tree: dict[str, Any]) -> type:
    return _NUMBER_TYPES.get(tree["name"]) or np.dtype(tree["name"]).type


_READERS: dict[str, Callable[[Decoder, dict[str, Any]], Any]] = {
    "float": lambda decoder, tree: float(tree["value"]),
    "complex": lambda decoder, tree: complex(*(decoder.decode(p) for p in tree["parts"])),
    "tuple": lambda decoder, tree: tuple(decoder.decode(item) for item in tree["items"]),
    "dict": lambda decoder, tree: {decoder.decode(k): decoder.decode(v) for k, v in tree["items"]},
    "array": lambda decoder, tree: decoder.array(tree),
    "scalar": lambda decoder, tree: decoder.array(tree)[()],
    "objects": _objects,
    "dtype": lambda decoder, tree: np.dtype(tree["name"]),
    "type": _type,
    "circuit": lambda decoder, tree: circuit_from_dict(tree["circuit"]),
    "observable": lambda decoder, tree: observable_from_list(tree["terms"]),
    "program": _program,
    "random-state": _random_state,
    "device": lambda decoder, tree: get_device(tree["name"]),
    "object": _object,
    "record": _record,
}
