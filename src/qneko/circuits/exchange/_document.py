"""Circuits and observables as plain data that JSON holds: complete, exact, checked when read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import InputError
from .._angle import Angle, Symbol, weight
from .._circuit import Circuit
from .._observable import Observable


def circuit_to_dict(circuit: Circuit) -> dict[str, Any]:
    """Return a circuit as dicts, lists, strings and numbers.

    Unlike OpenQASM 3 it keeps everything: polynomials of features and weights, weights' positions,
    amplitude encoding and unitary matrices, all to the last bit.

    Parameters
    ----------
    circuit : Circuit
        Any circuit.

    Returns
    -------
    dict
        For `json.dumps`; `circuit_from_dict` gives an equal circuit.

    Examples
    --------
    >>> from qneko.circuits import Circuit, circuit_to_dict, feature
    >>> circuit_to_dict(Circuit(1).rx(2 * feature(0), 0))["gates"]
    [{'name': 'rx', 'qubits': [0], 'angles': [[[2.0, [0], []]]]}]
    """
    return {
        "n_qubits": circuit.n_qubits,
        "n_weights": circuit.n_weights,
        "gates": [
            {
                "name": gate.name,
                "qubits": list(gate.qubits),
                **({"angles": [_terms(a) for a in gate.angles]} if gate.angles else {}),
                **({"paulis": gate.paulis} if gate.paulis else {}),
                **({"matrix": [_parts(row) for row in gate.matrix]} if gate.matrix else {}),
            }
            for gate in circuit
        ],
    }


def circuit_from_dict(content: Any) -> Circuit:
    """Return the circuit that `circuit_to_dict` wrote down.

    Parameters
    ----------
    content : dict
        As `circuit_to_dict` returns it, possibly through JSON. Every gate is checked as if it were
        written by hand.

    Returns
    -------
    Circuit
        Equal to the one that was written down.

    Raises
    ------
    InputError
        If `content` is not a circuit; the message says where.
    """
    where = "the document"
    try:
        circuit = Circuit(content["n_qubits"])
        weights = [weight() for _ in range(content["n_weights"])]
        circuit._declare(weights)
        symbols = [w.terms[0][0][0] for w in weights]
        for number, gate in enumerate(content["gates"]):
            where = f"gate {number}"
            circuit.append(
                gate["name"],
                gate["qubits"],
                [_angle(terms, symbols) for terms in gate.get("angles", ())],
                gate.get("paulis", ""),
                _matrix(gate["matrix"]) if "matrix" in gate else None,
            )
    except InputError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"This is not a circuit written by circuit_to_dict: {where} is malformed "
            f"({type(error).__name__}: {error})."
        ) from None
    return circuit


def observable_to_list(observable: Observable) -> list[Any]:
    """Return an observable as ``[[[[qubit, letter], ...], real, imaginary], ...]``."""
    return [
        [[list(factor) for factor in string], complex(c).real, complex(c).imag]
        for string, c in observable.terms
    ]


def observable_from_list(content: Any) -> Observable:
    """Return the observable that `observable_to_list` wrote down.

    Raises
    ------
    InputError
        If `content` is not one.
    """
    try:
        terms = [
            (tuple((int(q), str(p)) for q, p in string), complex(real, imaginary))
            for string, real, imaginary in content
        ]
    except (TypeError, ValueError):
        raise InputError("This is not an observable written by observable_to_list.") from None
    return Observable(terms)


def _terms(angle: Angle) -> list[Any]:
    """Return ``[[coefficient, feature indices, weight indices], ...]``."""
    return [
        [
            coefficient,
            [s.index for s in monomial if s.kind == "feature"],
            [s.index for s in monomial if s.kind == "weight"],
        ]
        for monomial, coefficient in angle.terms
    ]


def _angle(terms: Any, weights: Sequence[Symbol]) -> Angle:
    return Angle(
        (
            (
                *(Symbol("feature", _position(i, "feature")) for i in features),
                *(weights[_position(i, "weight")] for i in used),
            ),
            float(coefficient),
        )
        for coefficient, features, used in terms
    )


def _position(value: Any, kind: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"a {kind}'s position is a whole number from 0 on, got {value!r}")
    return value


def _parts(row: Sequence[complex]) -> list[list[float]]:
    return [[value.real, value.imag] for value in row]


def _matrix(rows: Any) -> Any:
    return np.array([[complex(real, imaginary) for real, imaginary in row] for row in rows])
