"""Reservoirs that continue series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.random import RandomState

from ._echo_state import EchoStateReservoir
from ._forecasting import ReservoirForecasting
from ._quantum import QubitReservoir

if TYPE_CHECKING:
    from ...hybrid import Device


class EchoStateNetworkForecaster(ReservoirForecasting, EchoStateReservoir):
    """Forecasts of one or many series with an echo-state network.

    As `EchoStateNetwork`, with a ridge readout that predicts the coming inputs; the bar of
    `QuantumReservoirForecaster`, with the same methods.

    Parameters
    ----------
    n_nodes : int, default 50
        Nodes, which are the readouts.
    spectral_radius : float, default 0.9
        Largest absolute eigenvalue of the recurrent weights; well below 1 the network forgets.
    leak_rate : float, default 1.0
        Share of a node that is renewed in a step.
    input_scaling : float, default 1.0
        Input weights are uniform from -input_scaling to input_scaling.
    n_channels : int, default 1
        Values that arrive in one step.
    input_range : "data" or (float, float), default "data"
        What becomes 0 and 1: the least and the largest training value of a channel, or given
        numbers. What lies outside is moved to the edge.
    horizon : int, default 1
        Steps to forecast.
    strategy : {"direct", "recursive"}, default "direct"
        A readout for each step ahead, or one for the next step whose forecasts are fed back.
    washout : int or "auto", default "auto"
        First steps of each series that are not fitted; "auto" is a fifth of them, at most 100.
    difference : bool, default False
        Drive with and forecast changes from step to step, for series that drift out of the range
        of the training data.
    alpha : float, default 1e-4
        Penalty on the squared readout; search from 1e-10 (noise-free) to 1.
    random_state : int, RandomState instance or None, default None
        Recurrent and input weights.

    Attributes
    ----------
    readout_ : Ridge
        The fitted linear readout.
    series_ : ndarray of shape (n_series, n_steps, n_channels)
        The training series.
    washout_ : int
        Steps that were left out.
    recurrent_weights_ : ndarray of shape (n_nodes, n_nodes)
        Weights between nodes.
    input_weights_ : ndarray of shape (n_nodes, n_channels)
        Weights of the input.
    n_readouts_ : int
        Readouts of a step.
    input_min_, input_max_ : ndarray of shape (n_channels,)
        What becomes 0 and 1.
    n_features_in_ : int
        Columns of X: steps times channels.

    References
    ----------
    H. Jaeger, The "echo state" approach to analysing and training recurrent neural networks, GMD
    Report 148 (2001).

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import EchoStateNetworkForecaster
    >>> series = 20 + np.sin(np.arange(300) / 4)
    >>> model = EchoStateNetworkForecaster(horizon=5, alpha=1e-8, random_state=0)
    >>> model = model.fit(series[:-5].reshape(1, -1))
    >>> bool(np.abs(model.predict()[0] - series[-5:]).max() < 0.05)
    True
    """

    def __init__(
        self,
        n_nodes: int = 50,
        *,
        spectral_radius: float = 0.9,
        leak_rate: float = 1.0,
        input_scaling: float = 1.0,
        n_channels: int = 1,
        input_range: str | tuple[float, float] = "data",
        horizon: int = 1,
        strategy: str = "direct",
        washout: int | str = "auto",
        difference: bool = False,
        alpha: float = 1e-4,
        random_state: int | RandomState | None = None,
    ):
        self.n_nodes = n_nodes
        self.spectral_radius = spectral_radius
        self.leak_rate = leak_rate
        self.input_scaling = input_scaling
        self.n_channels = n_channels
        self.input_range = input_range
        self.horizon = horizon
        self.strategy = strategy
        self.washout = washout
        self.difference = difference
        self.alpha = alpha
        self.random_state = random_state


class QuantumReservoirForecaster(ReservoirForecasting, QubitReservoir):
    """Forecasts of one or many series with a quantum reservoir.

    As `QuantumReservoir`, with a ridge readout that predicts the coming inputs. A row of X is a
    whole *series*; all share the reservoir and the readout. `predict` continues series of the
    training length, or the training series themselves; `forecast` those of any length.

    Take away what is known first: a season, a trend (`difference` removes a linear one). Compare
    with persistence and with `baseline()`.

    Parameters
    ----------
    n_qubits : int, default 5
        Qubits, at most 9: `n_channels` take the input, the others remember it.
    n_virtual_nodes : int, default 10
        Times within a step at which the qubits are read (temporal multiplexing).
    dynamics : {"ising", "circuit"}, default "ising"
        Evolution under ``H = sum_{i<j} J_ij X_i X_j + h sum_i Z_i``, or a random circuit of as
        many layers as there are virtual nodes.
    interval : float, default 2.0
        Time between two inputs, in the inverse of the coupling's unit; for "ising".
    coupling : float, default 1.0
        J_ij are uniform from ``-coupling / 2`` to ``coupling / 2``; for "ising".
    field : float, default 0.5
        The transverse field h, in the unit of the coupling; for "ising".
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Which pairs of qubits are coupled.
    observables : {"z", "zz"}, default "z"
        Read <Z_i>, or also <Z_i Z_j>, at each virtual node.
    n_channels : int, default 1
        Values that arrive in one step, each at a qubit of its own.
    input_range : "data" or (float, float), default "data"
        What becomes 0 and 1 at the input qubit: the least and the largest training value of a
        channel, or given numbers. What lies outside is moved to the edge.
    horizon : int, default 1
        Steps to forecast.
    strategy : {"direct", "recursive"}, default "direct"
        A readout for each step ahead, or one for the next step whose forecasts are fed back.
    washout : int or "auto", default "auto"
        First steps of each series that are not fitted; "auto" is a fifth of them, at most 100.
    difference : bool, default False
        Drive with and forecast changes from step to step, for series that drift out of the range
        of the training data.
    alpha : float, default 1e-4
        Penalty on the squared readout; search from 1e-10 (noise-free) to 1.
    device : str or Device, default "statevector"
        Computes the unitary of ``dynamics="circuit"``. No device takes resets within a circuit, so
        the density matrix itself is simulated here, exactly.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states, from five qubits on; readouts are always float64.
    random_state : int, RandomState instance or None, default None
        Couplings or angles.

    Attributes
    ----------
    readout_ : Ridge
        The fitted linear readout.
    series_ : ndarray of shape (n_series, n_steps, n_channels)
        The training series.
    washout_ : int
        Steps that were left out.
    unitaries_ : ndarray of shape (n_virtual_nodes, 2**n_qubits, 2**n_qubits)
        Evolution from the input to each virtual node.
    n_readouts_ : int
        Readouts of a step.
    input_min_, input_max_ : ndarray of shape (n_channels,)
        What becomes 0 and 1.
    n_features_in_ : int
        Columns of X: steps times channels.

    References
    ----------
    K. Fujii, K. Nakajima, Phys. Rev. Applied 8, 024030 (2017), arXiv:1602.08159.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumReservoirForecaster
    >>> series = 20 + np.sin(np.arange(300) / 4)
    >>> model = QuantumReservoirForecaster(horizon=5, alpha=1e-8, random_state=0)
    >>> model = model.fit(series[:-5].reshape(1, -1))
    >>> bool(np.abs(model.predict()[0] - series[-5:]).max() < 0.05)
    True
    """

    def __init__(
        self,
        n_qubits: int = 5,
        *,
        n_virtual_nodes: int = 10,
        dynamics: str = "ising",
        interval: float = 2.0,
        coupling: float = 1.0,
        field: float = 0.5,
        entanglement: str = "full",
        observables: str = "z",
        n_channels: int = 1,
        input_range: str | tuple[float, float] = "data",
        horizon: int = 1,
        strategy: str = "direct",
        washout: int | str = "auto",
        difference: bool = False,
        alpha: float = 1e-4,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.n_qubits = n_qubits
        self.n_virtual_nodes = n_virtual_nodes
        self.dynamics = dynamics
        self.interval = interval
        self.coupling = coupling
        self.field = field
        self.entanglement = entanglement
        self.observables = observables
        self.n_channels = n_channels
        self.input_range = input_range
        self.horizon = horizon
        self.strategy = strategy
        self.washout = washout
        self.difference = difference
        self.alpha = alpha
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def baseline(self) -> EchoStateNetworkForecaster:
        """Return the echo-state network of as many readouts: the classical sibling.

        Returns
        -------
        EchoStateNetworkForecaster
            Unfitted, equal in everything but the reservoir. Search its `spectral_radius` before
            comparing: an untuned baseline is none.
        """
        return EchoStateNetworkForecaster(
            **self._baseline_parameters(),
            horizon=self.horizon,
            strategy=self.strategy,
            washout=self.washout,
            difference=self.difference,
            alpha=self.alpha,
        )
