"""Exact dynamics of a reservoir of qubits whose first qubits are reset by the input at each step.

Before the input arrives, only the state R of the other qubits matters: the input replaces the
input qubits by ``|phi>``, whatever they were. So what is kept between steps is R, of size
m = 2**(n_qubits - n_inputs), and one step is a map of m x m matrices that is linear in R and in the
products of amplitudes of ``|phi>``:

    R -> sum_c K_c R K_c^+   with   K_c = sum_b phi_b <c|U|b>   (Kraus operators, c and b of the
                                                                  input qubits)

Readouts are taken in the Heisenberg picture: whatever the number of virtual nodes, all of a step's
readouts are one matrix times R. R itself is held as the *real* matrix Re R + Im R: for Hermitian R
that loses nothing, and keeps inner products, tr(R H) = <Re R + Im R, Re H + Im H>.

What one series gives must not depend on the others of its batch. So states in single precision are
multiplied series by series, and what multiplies the whole batch at once is in double precision,
where its order of summation shows in the last digits only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: Up to this m the step is done as one matrix product with the whole batch; above, its m**4 entries
#: cost more than the Kraus operators (measured: 3 to 4 times faster up to 8, the same at 16).
_TRANSFER_UP_TO = 8
#: Bytes that one chunk of the batch works on: about what a core's second cache holds.
_CHUNK = 2**20
#: Entries of the states that wait for their readouts.
_BLOCK = 2**22


class Simulation:
    """Runs batches of input series through a reservoir.

    Parameters
    ----------
    unitaries : ndarray of shape (n_virtual_nodes, 2**n_qubits, 2**n_qubits), complex
        Evolution from the input to each virtual node; the last one ends the step.
    n_inputs : int
        Input qubits: qubits 0 to n_inputs - 1, the lowest bits of a basis state's index.
    observables : ndarray of shape (n_observables, 2**n_qubits)
        Diagonals of what is read out at each virtual node.
    dtype : dtype
        float64 or float32: the precision of the states, where m is above 8; readouts are float64.
    """

    def __init__(self, unitaries: Array, n_inputs: int, observables: Array, dtype: Any):
        self._n_states = 2**n_inputs
        self._size = unitaries.shape[1] // self._n_states
        self._dtype = np.dtype(np.float64 if self._size <= _TRANSFER_UP_TO else dtype)
        self._complex = np.result_type(self._dtype, np.complex64)
        self._pairs = np.triu_indices(self._n_states)
        self.n_readouts = len(unitaries) * len(observables)
        m, a = self._size, self._n_states
        # [b, c, k, j]: from input state b and rest j to input qubits c and rest k
        last = unitaries[-1].reshape(m, a, m, a).transpose(3, 1, 0, 2)
        self._blocks = last.reshape(a, a * m * m).astype(self._complex)
        self._functionals = self._find_functionals(unitaries, observables)
        self._transfer = self._find_transfer(last) if m <= _TRANSFER_UP_TO else None

    def start(self, n_series: int, index: int = 0) -> Array:
        """Return a basis state of the qubits that are not inputs, as often as there are series.

        Parameters
        ----------
        n_series : int
            How many.
        index : int, default 0
            The basis state's index; 0 is all qubits in |0>.

        Returns
        -------
        ndarray of shape (n_series, m * m)
            States, as Re R + Im R.
        """
        state = np.zeros((n_series, self._size, self._size), self._dtype)
        state[:, index, index] = 1
        return state.reshape(n_series, -1)

    def run(
        self, inputs: Array, state: Array | None = None, *, last_only: bool = False
    ) -> tuple[Array, Array]:
        """Return the readouts after each step, and the state after the last.

        Parameters
        ----------
        inputs : ndarray of shape (n_series, n_steps, n_inputs)
            From 0 to 1; an input qubit is reset to sqrt(1 - s)|0> + sqrt(s)|1>.
        state : ndarray of shape (n_series, m * m), optional
            Where to begin; by default all qubits in |0>.
        last_only : bool, default False
            Only the last step's readouts.

        Returns
        -------
        readouts : ndarray of shape (n_series, n_steps, n_readouts) or (n_series, n_readouts)
            Virtual node by virtual node, observable by observable.
        state : ndarray of shape (n_series, m * m)
            States after the last step.
        """
        n_series, n_steps = inputs.shape[:2]
        state = self.start(n_series) if state is None else state
        kept = 1 if last_only else n_steps
        readouts = np.empty((n_series, kept, self.n_readouts))
        final = np.empty_like(state)
        per_series = 4 * self._blocks[0].nbytes
        chunk = max(1, _CHUNK // per_series)
        for begin in range(0, n_series, chunk):
            part = slice(begin, begin + chunk)
            amplitudes = self._amplitudes(inputs[part])
            readouts[part], final[part] = self._run_chunk(amplitudes, state[part], last_only)
        return (readouts[:, 0] if last_only else readouts), final

    def _run_chunk(self, amplitudes: Array, state: Array, last_only: bool) -> tuple[Array, Array]:
        """Run one chunk; amplitudes are (n_series, n_steps, n_states)."""
        n_series, n_steps = amplitudes.shape[:2]
        weights = self._weights(amplitudes)
        first = n_steps - 1 if last_only else 0
        block = max(1, _BLOCK // state.size)
        readouts = np.empty((n_series, n_steps - first, self.n_readouts))
        waiting = np.empty((n_series, min(block, n_steps - first), state.shape[1]))
        n_waiting, done = 0, 0
        for t in range(n_steps):
            if t >= first:
                waiting[:, n_waiting] = state
                n_waiting += 1
                if n_waiting == waiting.shape[1] or t == n_steps - 1:
                    steps = slice(first + done, t + 1)
                    readouts[:, done : t + 1 - first] = self._read(
                        waiting[:, :n_waiting], weights[:, steps]
                    )
                    done, n_waiting = t + 1 - first, 0
            state = self._step(state, amplitudes[:, t], weights[:, t])
        return readouts, state

    def _amplitudes(self, inputs: Array) -> Array:
        """Return the amplitudes of the input qubits, (n_series, n_steps, n_states)."""
        values = np.clip(inputs, 0, 1).astype(np.float64, copy=False)
        single = np.stack([np.sqrt(1 - values), np.sqrt(values)], axis=-1)
        product = single[:, :, 0]
        for channel in range(1, single.shape[2]):  # a later channel is a higher bit
            product = single[:, :, channel, :, None] * product[:, :, None, :]
            product = product.reshape(*single.shape[:2], -1)
        return product

    def _weights(self, amplitudes: Array) -> Array:
        """Return phi_b phi_b' for b <= b', doubled off the diagonal."""
        left, right = self._pairs
        factor = np.where(left == right, 1.0, 2.0)
        return amplitudes[..., left] * amplitudes[..., right] * factor

    def _step(self, state: Array, amplitudes: Array, weights: Array) -> Array:
        n_series, m = len(state), self._size
        if self._transfer is not None:
            moved = (state @ self._transfer).reshape(n_series, weights.shape[1], m * m)
            return (weights[:, None, :] @ moved)[:, 0]
        kraus = sum(
            factor[:, None] * block
            for factor, block in zip(amplitudes.astype(self._dtype).T, self._blocks, strict=True)
        )
        kraus = np.reshape(kraus, (n_series, -1, m))  # [(c, k), j]
        left = kraus @ self._unpack(state)
        wide = (n_series, self._n_states, m, m)
        left = left.reshape(wide).transpose(0, 2, 1, 3).reshape(n_series, m, -1)
        right = kraus.reshape(wide).transpose(0, 2, 1, 3).reshape(n_series, m, -1)
        return _pack(left @ right.conj().swapaxes(1, 2)).reshape(n_series, -1)

    def _read(self, states: Array, weights: Array) -> Array:
        """Return (n_series, n_steps, n_readouts) of states (n_series, n_steps, m * m)."""
        shape = states.shape[:2]
        values = states.reshape(-1, states.shape[2]) @ self._functionals
        values = values.reshape(len(values), weights.shape[2], self.n_readouts)
        return (weights.reshape(-1, 1, weights.shape[2]) @ values).reshape(*shape, -1)

    def _unpack(self, state: Array) -> Array:
        """Return Hermitian matrices (n_series, m, m) of Re R + Im R."""
        real = state.reshape(-1, self._size, self._size)
        mirrored = real.swapaxes(1, 2)
        matrices = np.empty(real.shape, self._complex)
        matrices.real = (real + mirrored) / 2
        matrices.imag = (real - mirrored) / 2
        return matrices

    def _find_functionals(self, unitaries: Array, observables: Array) -> Array:
        """Return what maps a state to all readouts: (m * m, n_pairs * n_readouts)."""
        m, a = self._size, self._n_states
        left, right = self._pairs
        found = np.empty((m * m, len(left), self.n_readouts))
        for v, unitary in enumerate(unitaries):
            columns = unitary.reshape(-1, m, a)
            for p, (b, c) in enumerate(zip(left, right, strict=True)):
                for o, diagonal in enumerate(observables):
                    seen = columns[:, :, b].conj().T @ (diagonal[:, None] * columns[:, :, c])
                    seen = (seen + seen.conj().T) / 2
                    found[:, p, v * len(observables) + o] = _pack(seen).ravel()
        return found.reshape(m * m, -1)

    def _find_transfer(self, blocks: Array) -> Array:
        """Return the step as a matrix, (m * m, n_pairs * m * m), from blocks [b, c, k, j]."""
        m = self._size
        basis = self._unpack(np.eye(m * m))
        left, right = self._pairs
        found = np.empty((m * m, len(left), m * m))
        for p, (b, c) in enumerate(zip(left, right, strict=True)):
            moved = np.einsum("xkj,nji,xli->nkl", blocks[b], basis, blocks[c].conj(), optimize=True)
            found[:, p] = _pack((moved + moved.conj().swapaxes(1, 2)) / 2).reshape(m * m, -1)
        return found.reshape(m * m, -1)


def _pack(matrices: Array) -> Array:
    """Return Hermitian matrices as real ones, with the same inner products."""
    return matrices.real + matrices.imag
