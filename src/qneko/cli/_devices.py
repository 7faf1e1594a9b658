"""``qneko devices``: where circuits can run, and whether that works here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ._options import Json
from ._output import console, print_json, print_table

if TYPE_CHECKING:
    from ..hybrid import Device

app = typer.Typer(help="Where circuits run: simulators and hardware.", no_args_is_help=True)


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List the devices and what they declare that they can do."""
    from ..hybrid import get_device, list_devices

    devices = [get_device(name) for name in list_devices()]
    if as_json:
        print_json({"devices": [{"name": d.name, **asdict(d.capabilities)} for d in devices]})
        return
    print_table(
        "",
        ["name", "can do", "what it is"],
        [(d.name, str(d.capabilities), d.capabilities.description) for d in devices],
    )


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="A device's name.")] = "statevector",
    as_json: Json = False,
) -> None:
    """Run a small circuit with a known answer on a device, everything that it declares."""
    from ..hybrid import get_device

    device = get_device(name)
    results = list(_checks(device))
    failed = [r["check"] for r in results if not r["passed"]]
    if as_json:
        print_json({"device": device.name, "passed": not failed, "checks": results})
    else:
        print_table(
            f"{device.name}: {device.capabilities}",
            ["check", "largest error>", "allowed>", "seconds>", ""],
            [
                (
                    r["check"],
                    f"{r['error']:.1e}",
                    f"{r['allowed']:.1e}",
                    f"{r['seconds']:.3f}",
                    "passed" if r["passed"] else "FAILED",
                )
                for r in results
            ],
        )
        verdict = f"failed: {', '.join(failed)}" if failed else "works as declared"
        console().print(f"{device.name} {verdict}.")
    if failed:
        raise typer.Exit(1)


def _checks(device: Device) -> list[dict[str, Any]]:
    """Measure <Z0> and <Z1> of RY(x) on qubit 0 and CX(0, 1), which are both cos x.

    The gradient is -sin x, the state cos(x/2)|00> + sin(x/2)|11>, and every shot gives 00 or 11.
    """
    import time

    import numpy as np

    from ..circuits import Circuit, Z, feature
    from ..engine import compile

    circuit = Circuit(2)
    circuit.ry(feature(0), 0)
    circuit.cx(0, 1)
    program = compile(circuit, [Z(0), Z(1)])
    x = np.linspace(0.0, np.pi, 7)
    X, shots = x[:, None], 10_000
    can = device.capabilities
    exact = 1e-10 if can.exact else 5.0 / np.sqrt(shots)

    def expectations() -> float:
        return float(np.abs(device.expectations(program, X) - np.cos(x)[:, None]).max())

    def gradients() -> float:
        _, vjp = device.value_and_vjp(program, X)
        grad, _ = vjp(np.tile([1.0, 0.0], (len(x), 1)))
        return float(np.abs(grad[:, 0] + np.sin(x)).max())

    def states() -> float:
        expected = np.zeros((len(x), 4))
        expected[:, 0], expected[:, 3] = np.cos(x / 2), np.sin(x / 2)
        return float(np.abs(device.states(program, X) - expected).max())

    def sampling() -> float:
        drawn = device.sample(program, X, shots=shots, seed=0)
        share = (drawn == 3).mean(axis=1)
        return float(np.abs(share - np.sin(x / 2) ** 2).max())

    planned = [("expectations", expectations, exact, True)]
    planned += [("gradients", gradients, exact, can.gradients)]
    planned += [("states", states, exact, can.states)]
    planned += [("sampling", sampling, 5.0 / np.sqrt(shots), can.sampling)]
    results = []
    for label, measure, allowed, declared in planned:
        if declared:
            start = time.perf_counter()
            error = measure()
            results.append(
                {
                    "check": label,
                    "error": error,
                    "allowed": float(allowed),
                    "seconds": time.perf_counter() - start,
                    "passed": bool(error <= allowed),
                }
            )
    return results
