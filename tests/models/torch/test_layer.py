"""The PyTorch layer: right values and gradients, and at home in PyTorch."""

from __future__ import annotations

import copy
import io
import pickle
import subprocess
import sys

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Z, feature, reuploading_ansatz
from qneko.engine import compile, parameter_shift
from qneko.errors import InputError
from qneko.hybrid.devices import StatevectorDevice
from tests import reference

torch = pytest.importorskip("torch")

from qneko.models.torch import QuantumLayer  # noqa: E402

CIRCUIT = reuploading_ansatz(3, 2, trainable_scale=True)
OBSERVABLES = [Z(0), X(1) @ Z(2) - 0.5 * Z(1)]


class CountingDevice(StatevectorDevice):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def _expectations(self, program, X, w):
        self.asked.append("expectations")
        return super()._expectations(program, X, w)

    def _value_and_vjp(self, program, X, w):
        self.asked.append("value_and_vjp")
        values, vjp = super()._value_and_vjp(program, X, w)

        def counted(cotangent):
            self.asked.append("vjp")
            return vjp(cotangent)

        return values, counted


def seeded(seed: int = 0):
    return torch.Generator().manual_seed(seed)


def layer_of(dtype=torch.float64, **parameters):
    return QuantumLayer(CIRCUIT, OBSERVABLES, dtype=dtype, generator=seeded(), **parameters)


def samples(*shape: int, dtype=torch.float64, requires_grad: bool = False):
    x = torch.randn(*shape, 3, dtype=dtype, generator=seeded(1))
    return x.requires_grad_(requires_grad)


@pytest.mark.parametrize("shape", [(), (5,), (2, 4), (2, 1, 3), (0,), (2, 0)])
def test_any_batch_shape_equals_the_reference_simulator(shape: tuple[int, ...]) -> None:
    layer, x = layer_of(), samples(*shape)
    values = layer(x)
    assert values.shape == (*shape, 2)
    rows, weights = x.reshape(-1, 3).numpy(), layer.weights.detach().numpy()
    for row, value in zip(rows, values.detach().reshape(-1, 2).numpy(), strict=True):
        expected = reference.expectations(CIRCUIT, OBSERVABLES, row[None], weights)[0]
        np.testing.assert_allclose(value, expected, atol=1e-12)


def test_gradients_pass_gradcheck() -> None:
    layer, x = layer_of(), samples(2, 2, requires_grad=True)

    def of_both(x, weights):
        return torch.func.functional_call(layer, {"weights": weights}, (x,))

    assert torch.autograd.gradcheck(of_both, (x, layer.weights))


def test_gradients_equal_the_shift_rule() -> None:
    layer, x = layer_of(), samples(4, requires_grad=True)
    cotangent = torch.randn(4, 2, dtype=torch.float64, generator=seeded(2))
    layer(x).backward(cotangent)
    program = compile(CIRCUIT, OBSERVABLES)
    by_x, by_weight = parameter_shift(program, x.detach().numpy(), layer.weights.detach().numpy())
    np.testing.assert_allclose(x.grad, np.einsum("so,sof->sf", cotangent, by_x), atol=1e-12)
    np.testing.assert_allclose(
        layer.weights.grad, np.einsum("so,sow->w", cotangent, by_weight), atol=1e-12
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept_both_ways(dtype) -> None:
    layer, x = layer_of(dtype), samples(4, dtype=dtype, requires_grad=True)
    values = layer(x)
    values.sum().backward()
    assert values.dtype == x.grad.dtype == layer.weights.grad.dtype == layer.weights.dtype == dtype


def test_dtype_follows_the_program_then_pytorch() -> None:
    assert QuantumLayer(CIRCUIT).weights.dtype == torch.get_default_dtype() == torch.float32
    assert QuantumLayer(compile(CIRCUIT, [Z(0)], dtype="float64")).weights.dtype == torch.float64


def test_a_converted_layer_computes_in_the_new_precision() -> None:
    layer, x = layer_of(torch.float32), samples(6)
    single = layer(x.float()).double()
    double = layer.double()(x)
    expected = reference.expectations(
        CIRCUIT, OBSERVABLES, x.numpy(), layer.weights.detach().numpy()
    )
    np.testing.assert_allclose(double.detach(), expected, atol=1e-13)
    assert 1e-9 < (single - double).abs().max() < 1e-5


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.int64])
def test_other_precisions_are_refused(dtype) -> None:
    with pytest.raises(InputError, match="expected torch.float32 or torch.float64, got"):
        layer_of()(samples(2).to(dtype))
    with pytest.raises(InputError, match="expected torch.float32 or torch.float64, got"):
        layer_of(dtype)


def test_a_half_layer_is_refused() -> None:
    with pytest.raises(InputError, match="expected torch.float32 or torch.float64, got"):
        layer_of().half()(samples(2))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: layer_of()(samples(2).float()), "expected torch.float64 as its weights are"),
        (lambda: layer_of()(samples(2)[:, :2]), r"expected shape \(..., 3\).*got \(2, 2\)"),
        (lambda: layer_of()(torch.tensor(0.0).double()), r"expected shape \(..., 3\).*got \(\)"),
        (lambda: layer_of()([[0.0] * 3]), "expected a Tensor, got list"),
        (lambda: layer_of()(samples(2) * torch.nan), "X must be finite"),
        (lambda: layer_of()(samples(2).to("meta")), "its weights are on cpu, the input is on meta"),
        (lambda: QuantumLayer("circuit"), "expected a Circuit or a Program, got str"),
        (lambda: QuantumLayer(compile(CIRCUIT)), "expected a program with observables"),
        (lambda: QuantumLayer(compile(CIRCUIT, [Z(0)]), [Z(0)]), "has its own observables"),
        (lambda: QuantumLayer(CIRCUIT, device="statevektor"), "did you mean 'statevector'"),
        (lambda: QuantumLayer(CIRCUIT, init_scale=-1.0), "init_scale must be"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


def test_default_observables_are_z_on_every_qubit() -> None:
    layer = QuantumLayer(CIRCUIT)
    assert layer.observables == (Z(0), Z(1), Z(2))
    assert layer(torch.zeros(4, 3)).shape == (4, 3)


def test_a_circuit_without_weights_has_gradients_by_features() -> None:
    layer = QuantumLayer(Circuit(1).ry(feature(0), 0), dtype=torch.float64)
    x = torch.tensor([[0.3], [1.1]], dtype=torch.float64, requires_grad=True)
    layer(x).sum().backward()
    torch.testing.assert_close(x.grad, -torch.sin(x.detach()))
    assert layer.weights.shape == (0,)


def test_without_gradients_nothing_of_the_way_back_is_done() -> None:
    device = CountingDevice()
    layer, x = layer_of(device=device), samples(2)
    with torch.no_grad():
        layer(x)
    with torch.inference_mode():
        layer(x)
    layer.requires_grad_(False)
    assert not layer(x).requires_grad
    assert device.asked == ["expectations"] * 3


def test_everything_goes_through_the_device() -> None:
    device = CountingDevice()
    layer = layer_of(device=device)
    layer(samples(2)).sum().backward()
    assert device.asked == ["value_and_vjp", "vjp"]


def test_only_the_gradients_that_are_needed_are_returned() -> None:
    layer, x = layer_of().requires_grad_(False), samples(2, requires_grad=True)
    layer(x).sum().backward()
    assert x.grad is not None
    assert layer.weights.grad is None


def test_second_derivatives_are_refused() -> None:
    layer, x = layer_of(), samples(2, requires_grad=True)
    loss = layer(x).sum()
    (first,) = torch.autograd.grad(loss, x, create_graph=True)
    torch.testing.assert_close(first, torch.autograd.grad(layer(x).sum(), x)[0])
    with pytest.raises(InputError, match="no second derivatives"):
        (loss + first.square().sum()).backward()


def test_gradients_of_gradients_by_the_cotangent_are_refused() -> None:
    layer, x = layer_of(), samples(2)
    factor = torch.ones(2, 2, dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad((factor * layer(x)).sum(), layer.weights, create_graph=True)
    with pytest.raises(InputError, match="no second derivatives"):
        first.sum().backward()


def test_a_change_in_place_before_the_way_back_is_noticed() -> None:
    layer, x = layer_of(), samples(2)
    loss = layer(x).sum()
    with torch.no_grad():
        layer.weights += 1.0
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_the_generator_decides_the_start() -> None:
    first, second = layer_of(), layer_of()
    assert torch.equal(first.weights, second.weights)
    second.reset_parameters(seeded(3))
    assert not torch.equal(first.weights, second.weights)
    torch.manual_seed(7)
    third = QuantumLayer(CIRCUIT)
    torch.manual_seed(7)
    assert torch.equal(third.weights, QuantumLayer(CIRCUIT).weights)
    assert layer_of(init_scale=0.1).weights.abs().max() <= 0.1


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_copies_give_the_same_and_train_apart(duplicate) -> None:
    layer, x = layer_of(), samples(3)
    layer(x)  # the compiled program has been used
    twin = duplicate(layer)
    assert torch.equal(twin(x), layer(x))
    with torch.no_grad():
        twin.weights += 1.0
    assert not torch.equal(twin(x), layer(x))


def test_state_dict_restores_it() -> None:
    layer, file = layer_of(), io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    other = layer_of()
    other.reset_parameters(seeded(9))
    other.load_state_dict(torch.load(file, weights_only=True))
    assert list(layer.state_dict()) == ["weights"]
    assert torch.equal(other(samples(3)), layer(samples(3)))


def network(generator):
    """Return a network with the layer in its middle."""
    torch.manual_seed(int(torch.randint(1 << 30, (), generator=generator)))
    layer = QuantumLayer(reuploading_ansatz(2, 2), generator=generator)
    return torch.nn.Sequential(torch.nn.Linear(4, 2), layer, torch.nn.Linear(2, 1))


def test_a_network_learns_from_a_data_loader() -> None:
    model = network(seeded())
    x = torch.randn(64, 4, generator=seeded(1))
    y = torch.sin(x[:, :1]) * torch.cos(x[:, 1:2])
    data = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(data, batch_size=16, shuffle=True, generator=seeded(2))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    before = torch.nn.functional.mse_loss(model(x), y).item()
    start = [p.detach().clone() for p in model.parameters()]
    for _ in range(40):
        for inputs, targets in loader:
            optimiser.zero_grad()
            torch.nn.functional.mse_loss(model(inputs), targets).backward()
            optimiser.step()
    assert torch.nn.functional.mse_loss(model(x), y).item() < 0.2 * before
    moved = [(p - q).abs().max() for p, q in zip(start, model.parameters(), strict=True)]
    assert min(moved) > 1e-3  # what stands before the layer learns through its input's gradient


def test_compiled_networks_fall_back_for_the_layer() -> None:
    model, x = network(seeded()), torch.randn(8, 4, generator=seeded(1))
    compiled = torch.compile(model, backend="eager")
    expected, values = model(x), compiled(x)
    torch.testing.assert_close(values, expected)
    by_compiled = torch.autograd.grad(values.sum(), list(model.parameters()))
    by_model = torch.autograd.grad(expected.sum(), list(model.parameters()))
    torch.testing.assert_close(by_compiled, by_model)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
def test_tensors_on_a_gpu_come_back_to_it() -> None:
    layer, x = layer_of(), samples(4)
    expected = layer(x)
    expected.sum().backward()
    moved = copy.deepcopy(layer).cuda()
    values = moved(x.cuda())
    values.sum().backward()
    assert values.device.type == moved.weights.grad.device.type == "cuda"
    torch.testing.assert_close(values.cpu(), expected)


def test_importing_the_models_does_not_import_pytorch() -> None:
    program = "import qneko.models, sys; assert not {'torch', 'jax'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_pytorch_the_message_names_the_extra() -> None:
    # SciPy looks into sys.modules, so the module must be missing, not None
    program = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'torch':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from qneko.errors import MissingExtraError\n"
        "try:\n    import qneko.models.torch\n"
        "except MissingExtraError as error:\n    assert 'qneko[torch]' in str(error)\n"
        "else:\n    sys.exit(1)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
