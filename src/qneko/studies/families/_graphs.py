"""Models that read graphs as they are: the quantum evolution kernel, and what it has to beat."""

from __future__ import annotations

from ._family import Family, Recipe
from ._space import Choice, Real, Space

_GRAPHS = "qneko.domains.graphs"
_PENALTY = Real(0.01, 1000.0, 1.0)
_TIME = Choice((1.0, 0.5, 2.0))
_EVOLUTION: Space = {
    "C": _PENALTY,
    "time": _TIME,
    "n_layers": Choice((1, 2)),
    "observable": Choice(("occupation", "energy")),
}
_ROUNDS: Space = {"C": _PENALTY, "n_rounds": Choice((3, 1, 2, 4, 5))}
#: Columns of `Dataset.raw` without which there is no graph.
_GRAPH = ("adjacency", "node_labels")

#: Nodes up to which graphs can be simulated, one a qubit of the default device; each more doubles
#: the time: a graph of 20 takes some 10 ms, one of 24 two seconds, for each setting that is tried.
MOST_NODES = 24
#: Nodes up to which a study of a few hundred graphs takes minutes.
QUICK_NODES = 20

#: Quantum models of graphs by the name that a study file gives them.
GRAPH_QUANTUM: dict[str, Family] = {
    "graph_evolution_kernel": Family(
        "quantum evolution kernel",
        "A support vector machine that compares graphs by how many qubits are excited, once those "
        "that an edge joins have interacted.",
        # single precision: twice as fast, and far finer than any number of shots
        Recipe(_GRAPHS, "GraphEvolutionClassifier", _EVOLUTION, 0.5, fixed={"dtype": "float32"}),
        None,
        surrogate=Family(
            "random walkers like the quantum evolution",
            "The same machine on how many independent random walkers are back where they started, "
            "once all have walked along the edges.",
            Recipe(
                _GRAPHS,
                "RandomWalkClassifier",
                {"C": _PENALTY, "time": Choice((1.0, 0.5, 2.0, 0.25, 4.0))},
                0.05,
                is_random=False,
            ),
            None,
            inputs="raw",
            needs=_GRAPH,
        ),
        inputs="raw",
        needs=_GRAPH,
    ),
}

#: Baselines that read graphs as they are.
GRAPH_BASELINES: dict[str, Family] = {
    "wl_kernel": Family(
        "Weisfeiler-Lehman kernel",
        "A support vector machine that compares graphs by the coloured neighbourhoods that they "
        "are made of.",
        Recipe(_GRAPHS, "WeisfeilerLehmanClassifier", _ROUNDS, 0.15, is_random=False),
        Recipe(
            _GRAPHS,
            "WeisfeilerLehmanRegressor",
            {**_ROUNDS, "epsilon": Real(0.01, 1.0, 0.1)},
            0.15,
            is_random=False,
            scales_target=True,
        ),
        inputs="raw",
        needs=_GRAPH,
    ),
}
