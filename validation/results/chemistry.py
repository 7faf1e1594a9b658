"""Ground states of small molecules: full configuration interaction, and what circuits reach of it.

The integrals and the reference energies are OpenFermion's, and for most of LiH PySCF's. Two
independent ways lead to our numbers: `exact_energy` diagonalises a matrix on determinants, the
variational eigensolver runs circuits. With two electrons, singles and doubles are all excitations
there are; for lithium hydride the bar is chemical accuracy, beside OpenFermion's CCSD. Of the
adaptive paper only the abstract was read at the source, so what is compared is its claim.
"""

from __future__ import annotations

import numpy as np

from qneko.domains import Molecule, load_molecule, molecules
from qneko.models.chemistry import (
    CHEMICAL_ACCURACY,
    ElectronicHamiltonian,
    GroundState,
    VariationalEigensolver,
    exact_energy,
)
from validation.finding import Finding

TITLE = "Chemistry: ground states of H₂ and LiH"
SOURCE = (
    "Energies of OpenFermion's molecules, J. R. McClean et al., Quantum Sci. Technol. 5, 034014 "
    "(2020), arXiv:1710.07629; adaptive growth: H. R. Grimsley et al., Nat. Commun. 10, 3007 "
    "(2019), arXiv:1812.11173."
)


#: Of the curve of hydrogen, in ångström.
LENGTHS = [length for name, basis, length in molecules() if (name, basis) == ("H2", "sto-3g")]


def run() -> list[Finding]:
    """Compute exact, mean-field and variational energies of all shipped Hamiltonians."""
    return [*exact(), *coupled_cluster(), adaptive(), control()]


def exact() -> list[Finding]:
    """Return full configuration interaction and the mean field, against the published energies."""
    every = [load_molecule(name, length, basis) for name, basis, length in molecules()]
    findings = []
    for molecule in (load_molecule("H2", 0.7414), load_molecule("LiH", 1.45)):
        ours, theirs = exact_energy(hamiltonian(molecule)), molecule.energies["fci"]
        findings.append(
            Finding(
                f"{label(molecule)}: full configuration interaction, hartree",
                f"{theirs:.8f}",
                f"{ours:.8f}",
                abs(ours - theirs) < 1e-6,
            )
        )
    for method, compute in (
        ("fci", exact_energy),
        ("hf", ElectronicHamiltonian.hartree_fock_energy),
    ):
        worst = max(abs(compute(hamiltonian(m)) - m.energies[method]) for m in every)
        findings.append(
            Finding(
                f"largest difference of {method.upper()} over {len(every)} Hamiltonians, hartree",
                "0",
                f"{worst:.1e}",
                worst < 1e-6,
            )
        )
    return findings


def coupled_cluster() -> list[Finding]:
    """Return what UCCSD reaches: along the curve of hydrogen, in a larger basis, for LiH."""
    curve = hydrogen(VariationalEigensolver())
    span = f"{LENGTHS[0]:g} to {LENGTHS[-1]:g} Å"
    worst = max(abs(found.error or 0.0) for found in curve)
    findings = [
        Finding(
            f"H₂ STO-3G, {len(curve)} bond lengths, {span}: largest error of UCCSD, hartree",
            "0: exact for two electrons",
            f"{worst:.1e}",
            worst < 1e-6,
        )
    ]
    for molecule in (load_molecule("H2", 0.75, "6-31g"), load_molecule("LiH", 1.45)):
        ccsd = molecule.energies["ccsd"] - molecule.energies["fci"]
        two = molecule.n_electrons == 2
        reach = (
            "0: exact for two electrons"
            if two
            else f"below {CHEMICAL_ACCURACY:.1e} (classical CCSD: {ccsd:.1e})"
        )
        found = solve(VariationalEigensolver(), molecule)
        error = found.error or 0.0
        findings.append(
            Finding(
                f"{label(molecule)}: error of UCCSD with {len(found.weights)} weights, hartree",
                reach,
                f"{error:.1e}, after {found.n_evaluations} evaluations",
                -1e-8 < error < (1e-6 if two else CHEMICAL_ACCURACY),
            )
        )
    return findings


def adaptive() -> Finding:
    """Return how many operators growth needs for lithium hydride, beside UCCSD."""
    molecule = load_molecule("LiH", 1.45)
    full = solve(VariationalEigensolver(), molecule)
    grown = solve(VariationalEigensolver("adaptive", gradient_tol=1e-2), molecule)
    errors = grown.trajectory - molecule.energies["fci"]
    enough = int(np.argmax(errors < CHEMICAL_ACCURACY))
    return Finding(
        f"{label(molecule)}: operators for chemical accuracy, adaptive beside UCCSD",
        "fewer than UCCSD",
        f"{enough} beside {len(full.weights)}; error {errors[-1]:.1e} with {len(grown.weights)}",
        bool(errors.min() < CHEMICAL_ACCURACY) and enough < len(full.weights),
    )


def control() -> Finding:
    """Return what states without entanglement reach along the curve of hydrogen."""
    curve = hydrogen(VariationalEigensolver(random_state=0).control())
    points = [load_molecule("H2", length) for length in LENGTHS]
    triplets = [hamiltonian(m, spin=2).hartree_fock_energy() for m in points]
    lowest = np.minimum([m.energies["hf"] for m in points], triplets)
    worst = float(np.abs([found.energy for found in curve] - lowest).max())
    broken = [x for x, found in zip(LENGTHS, curve, strict=True) if abs(found.spin) > 1]
    return Finding(
        f"H₂ STO-3G, {len(LENGTHS)} bond lengths: lowest product states less the lower of the "
        "mean field and the triplet determinant, hartree",
        "0: without entanglement there is no correlation",
        f"at most {worst:.1e}; the triplet from {min(broken):g} Å on",
        worst < 1e-6,
    )


def hydrogen(solver: VariationalEigensolver) -> list[GroundState]:
    """Return the curve of H2 in STO-3G."""
    points = [load_molecule("H2", length) for length in LENGTHS]
    return solver.solve_curve(
        [hamiltonian(m) for m in points], exact_energies=[m.energies["fci"] for m in points]
    )


def solve(solver: VariationalEigensolver, molecule: Molecule) -> GroundState:
    """Return a molecule's ground state, judged by the published energy."""
    return solver.solve(hamiltonian(molecule), exact_energy=molecule.energies["fci"])


def hamiltonian(molecule: Molecule, spin: int = 0) -> ElectronicHamiltonian:
    """Return the Hamiltonian of a shipped molecule."""
    return ElectronicHamiltonian(
        molecule.one_body,
        molecule.two_body,
        molecule.n_electrons,
        molecule.nuclear_repulsion,
        spin=spin,
    )


def label(molecule: Molecule) -> str:
    """Return a molecule's name as it is written in the table."""
    formula = molecule.name.replace("2", "₂")
    return f"{formula} {molecule.basis.upper()}, {molecule.bond_length} Å"
