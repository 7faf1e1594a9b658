// The Python face of the core: a plan is made once from lists, then called on arrays.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/complex.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <bit>
#include <limits>

#include "gram.hpp"
#include "memory.hpp"
#include "pool.hpp"
#include "runner.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace qneko {
namespace {

using TermTuple = std::tuple<double, std::vector<int>, std::vector<int>>;
using RotationTuple = std::tuple<uint32_t, uint32_t, int>;

std::vector<Rotation> rotations(const std::vector<RotationTuple>& tuples) {
  std::vector<Rotation> out;
  for (auto [x, z, angle] : tuples) out.push_back({x, z, angle});
  return out;
}

void add_angle(Plan& plan, const std::vector<TermTuple>& terms) {
  Angle angle;
  for (const auto& [coefficient, features, weights] : terms) {
    angle.terms.push_back({coefficient, features, weights});
    angle.shared = angle.shared && features.empty();
    angle.trainable = angle.trainable || !features.empty() || !weights.empty();
  }
  plan.angles.push_back(std::move(angle));
}

void add_real_layer(Plan& plan, const std::vector<RotationTuple>& tuples) {
  Layer layer;
  layer.rotations = rotations(tuples);
  plan.layers.push_back(std::move(layer));
}

// Of each phase: its mask of basis states, the same in the coordinates of the walk, its angle.
void add_diagonal_layer(Plan& plan, int table, uint32_t offset, const std::vector<uint32_t>& basis,
                        const std::vector<std::tuple<uint32_t, uint32_t, int>>& phases) {
  Layer layer;
  layer.diagonal = true;
  layer.table = table;
  layer.walk = Walk(offset, basis);
  std::vector<uint32_t> masks;
  for (auto [z, mask, angle] : phases) {
    layer.rotations.push_back({0, z, angle});
    masks.push_back(mask);
    layer.shared = layer.shared && plan.angles[angle].shared;
    layer.trainable = layer.trainable || plan.angles[angle].trainable;
  }
  layer.tree = MaskTree(masks);
  plan.layers.push_back(std::move(layer));
}

// members: (position in masks, observable, coefficient).
void add_observables(Plan& plan, uint32_t x, bool imaginary, uint32_t offset,
                     const std::vector<uint32_t>& basis, const std::vector<uint32_t>& strings,
                     const std::vector<uint32_t>& masks,
                     const std::vector<std::tuple<int, int, double>>& members) {
  ObservableGroup group;
  group.x = x;
  group.imaginary = imaginary;
  group.walk = Walk(offset, basis);
  group.tree = MaskTree(masks);
  group.masks = strings;
  for (auto [mask, observable, coefficient] : members)
    group.members.push_back({mask, observable, coefficient});
  plan.groups.push_back(std::move(group));
}

template <class T>
using Matrix = nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using Vector = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// Calls work(parallel) without Python's lock; Ctrl-C ends it with the exception of its handler.
template <class Work>
void without_gil(int n_threads, Work work) {
  auto interrupted = [] {
    nb::gil_scoped_acquire gil;
    return PyErr_CheckSignals() != 0;
  };
  bool done;
  {
    nb::gil_scoped_release release;
    done = work([&](int n_chunks, const std::function<void(int, int)>& body) {
      return parallel_for(n_chunks, n_threads, body, interrupted);
    });
  }
  if (!done) throw nb::python_error();
}

// Whether no number is a NaN or infinite: those have all bits of the exponent set.
template <class T, class Bits>
bool all_finite(nb::ndarray<const T, nb::c_contig, nb::device::cpu> array) {
  const Bits exponent = std::bit_cast<Bits>(std::numeric_limits<T>::infinity());
  bool bad = false;
  for (size_t i = 0; i < array.size(); ++i)
    bad |= (std::bit_cast<Bits>(array.data()[i]) & exponent) == exponent;
  return !bad;
}

// An uninitialised array for a result. Small ones are NumPy's business.
template <class T>
nb::ndarray<nb::numpy, T, nb::ndim<2>> empty(size_t rows, size_t columns) {
  struct Owner {
    void* block;
    size_t bytes;
  };
  const size_t bytes = rows * columns * sizeof(T);
  auto* owner = new Owner{take_memory(bytes), bytes};
  nb::capsule capsule(owner, [](void* p) noexcept {
    auto* owner = static_cast<Owner*>(p);
    give_back_memory(owner->block, owner->bytes);
    delete owner;
  });
  return {owner->block, {rows, columns}, capsule};
}

template <class T>
struct BoundRunner {
  std::unique_ptr<Runner<T>> runner;

  void run(Matrix<const T> features, Vector<const double> weights, int n_threads,
           std::optional<Matrix<T>> values, std::optional<Matrix<T>> states,
           std::optional<Matrix<const T>> cotangent, std::optional<Matrix<T>> gradient_x,
           std::optional<Vector<double>> gradient_w, std::optional<Matrix<T>> gradient_w_rows,
           std::optional<Vector<T>> kept, bool resume) const {
    Batch<T> batch;
    batch.n_samples = int64_t(features.shape(0));
    batch.features = features.data();
    batch.weights = weights.data();
    if (values) batch.values = values->data();
    if (states) batch.states = states->data();
    if (cotangent) batch.cotangent = cotangent->data();
    if (gradient_x) batch.gradient_x = gradient_x->data();
    if (gradient_w) batch.gradient_w = gradient_w->data();
    if (kept) batch.kept = kept->data();
    batch.resume = resume;
    if (gradient_w_rows) batch.gradient_w_rows = gradient_w_rows->data();
    without_gil(n_threads, [&](const ParallelFor& parallel) {
      return runner->run(batch, n_threads, parallel);
    });
  }
};

template <class T>
void bind_runner(nb::module_& m, const char* name) {
  nb::class_<BoundRunner<T>>(m, name)
      .def("__init__",
           [](BoundRunner<T>* self, const Plan& plan) {
             new (self) BoundRunner<T>{make_runner<T>(std::make_shared<const Plan>(plan))};
           })
      .def("run", &BoundRunner<T>::run, "features"_a, "weights"_a, "n_threads"_a,
           "values"_a.none() = nb::none(), "states"_a.none() = nb::none(),
           "cotangent"_a.none() = nb::none(), "gradient_x"_a.none() = nb::none(),
           "gradient_w"_a.none() = nb::none(), "gradient_w_rows"_a.none() = nb::none(),
           "kept"_a.none() = nb::none(), "resume"_a = false)
      .def(
          "kept_size", [](const BoundRunner<T>& r, int64_t n) { return r.runner->kept_size(n); },
          "n_samples"_a);
}

// `out` may be a tile of a larger matrix: rows lie apart, the last axis is contiguous. gemm and herk
// are capsules of scipy.linalg.cython_blas, so that there is one BLAS in the process.
template <class R>
void bind_fidelities(nb::module_& m) {
  using T = std::complex<R>;
  m.def(
      "fidelities",
      [](Matrix<const T> left, std::optional<Matrix<const T>> right,
         nb::ndarray<R, nb::ndim<2>, nb::device::cpu> out, nb::capsule gemm, nb::capsule herk,
         int n_threads) {
        Blas<T, R> blas;
        blas.gemm = reinterpret_cast<decltype(blas.gemm)>(gemm.data());
        blas.herk = reinterpret_cast<decltype(blas.herk)>(herk.data());
        auto states = [](const Matrix<const T>& m) {
          return States<R>{m.data(), int64_t(m.shape(0)), int(m.shape(1))};
        };
        const FidelityTile<R> tile(blas, states(left), right ? states(*right) : States<R>{},
                                   out.data(), out.stride(0));
        without_gil(n_threads,
                    [&](const ParallelFor& parallel) { return tile.run(n_threads, parallel); });
      },
      "left"_a, "right"_a.none(), "out"_a.noconvert(), "gemm"_a, "herk"_a, "n_threads"_a);
}

}  // namespace

NB_MODULE(_native, m) {
  m.doc() = "Batched execution of compiled circuits.";
  // what lives until the interpreter ends is no leak that a user should read about
  nb::set_leak_warnings(false);
  nb::class_<Plan>(m, "Plan")
      .def(nb::init<>())
      .def_rw("n_qubits", &Plan::n_qubits)
      .def_rw("n_features", &Plan::n_features)
      .def_rw("n_weights", &Plan::n_weights)
      .def_rw("n_observables", &Plan::n_observables)
      .def_rw("phase", &Plan::phase)
      .def_rw("readout", &Plan::readout)
      .def_rw("readout_offset", &Plan::readout_offset)
      .def("add_angle", &add_angle, "terms"_a)
      .def(
          "set_start", [](Plan& p, const std::vector<RotationTuple>& t) { p.start = rotations(t); },
          "rotations"_a)
      .def_rw("initial_states", &Plan::initial_states)
      .def_rw("initial_amplitudes", &Plan::initial_amplitudes)
      .def("add_real_layer", &add_real_layer, "rotations"_a)
      .def("add_diagonal_layer", &add_diagonal_layer, "table"_a, "offset"_a, "basis"_a, "phases"_a)
      .def("add_observables", &add_observables, "x"_a, "imaginary"_a, "offset"_a, "basis"_a,
           "strings"_a, "masks"_a, "members"_a);
  bind_runner<float>(m, "RunnerFloat32");
  bind_runner<double>(m, "RunnerFloat64");
  bind_fidelities<float>(m);
  bind_fidelities<double>(m);
  m.def("all_finite", &all_finite<float, uint32_t>, "array"_a.noconvert());
  m.def("all_finite", &all_finite<double, uint64_t>, "array"_a.noconvert());
  m.def("empty_float32", &empty<float>, "rows"_a, "columns"_a);
  m.def("empty_float64", &empty<double>, "rows"_a, "columns"_a);
  m.def("isa", &isa_name, "Name of the instruction set in use.");
}

}  // namespace qneko
