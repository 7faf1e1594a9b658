"""The numbers of kernel spectra and training losses, for those who cannot see the curves."""

from __future__ import annotations

from ..evidence._evidence import Evidence, KernelDiagnostic, VariationalDiagnostic
from ..verdict._sentences import initial
from ..words._measures import significant
from ._blocks import Table
from ._curves import first_of_each
from ._tables import NONE

_PER_ROW = 5


def curve_numbers(evidence: Evidence) -> list[Table]:
    """Return one table of all spectra, and one of each training's losses."""
    spectra = [d for d in first_of_each(evidence, KernelDiagnostic) if d.spectrum]
    trainings = [d for d in first_of_each(evidence, VariationalDiagnostic) if d.loss]
    label = {c.id: c.label for c in evidence.candidates}
    tables = [_losses(d, label[d.candidate]) for d in trainings]
    return [_spectra(spectra, label), *tables] if spectra else tables


def _spectra(found: list[KernelDiagnostic], label: dict[str, str]) -> Table:
    longest = max(len(d.spectrum) for d in found)
    return Table(
        caption="Kernel eigenvalues, in shares of all",
        header=("Eigenvalue", *(initial(label[d.candidate]) for d in found)),
        rows=tuple(
            (
                str(i + 1),
                *(significant(d.spectrum[i]) if i < len(d.spectrum) else NONE for d in found),
            )
            for i in range(longest)
        ),
    )


def _losses(found: VariationalDiagnostic, label: str) -> Table:
    starts = range(0, len(found.loss), _PER_ROW)
    texts = [[significant(v) for v in found.loss[i : i + _PER_ROW]] for i in starts]
    return Table(
        caption=f"Training loss: {label}",
        header=("Iteration", *(f"+{i}" for i in range(_PER_ROW))),
        rows=tuple(
            (str(start), *row, *([NONE] * (_PER_ROW - len(row))))
            for start, row in zip(starts, texts, strict=True)
        ),
    )
