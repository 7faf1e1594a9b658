// Runs a plan on a block of samples: the whole circuit and its adjoint before the next block, so
// that the state stays in the cache.
#pragma once

#include <cstring>

#include "phases.hpp"
#include "readout.hpp"
#include "start.hpp"

namespace qneko::QNEKO_ISA {

template <class T, int W>
class Executor {
 public:
  explicit Executor(const Prepared& prepared) : ws_(prepared), plan_(*prepared.plan) {}

  // Before the first block of a call.
  void begin(const Shared<T>& shared, bool gradients) { ws_.begin(shared, gradients); }

  // Samples [first, first + count) of the batch, count <= W; sums get what the weights' gradient needs.
  void run(const Batch<T>& batch, int64_t first, int count, double* sums) {
    ws_.load(batch, first, count);
    if (starts_from_product()) make_product(ws_);
    else ws_.inverse_norm = normalise_amplitudes(ws_, first);
    const size_t kept_bytes = 2 * sizeof(Lanes<T, W>) * ws_.n_states;
    T* kept = batch.kept ? batch.kept + 2 * size_t(ws_.n_states) * first : nullptr;
    if (batch.resume) {
      std::memcpy(static_cast<void*>(ws_.state.get()), kept, kept_bytes);
    } else {
      forward();
      if (kept) std::memcpy(kept, static_cast<const void*>(ws_.state.get()), kept_bytes);
    }
    if (batch.states) write_states(ws_, batch, first, count);
    if (batch.values) write_values(ws_, batch, first, count);
    if (!batch.cotangent) return;
    load_adjoint(ws_, batch, first, count);
    backward(sums);
    if (batch.gradient_x)
      write_rows<T, W>(ws_.gradient_x.get(), plan_.n_features, first, count, batch.gradient_x);
    if (batch.gradient_w_rows)
      write_rows<T, W>(ws_.gradient_w.get(), plan_.n_weights, first, count, batch.gradient_w_rows);
  }

 private:
  bool starts_from_product() const { return plan_.initial_states.empty(); }

  void forward() {
    size_t l = 0;
    if (starts_from_product()) {
      const bool with_phases =
          !plan_.layers.empty() && plan_.layers[0].diagonal && plan_.layers[0].shared;
      place_product(ws_, with_phases ? ws_.shared->tables[0] : nullptr);
      l = with_phases;
    } else {
      place_amplitudes(ws_);
    }
    for (; l < plan_.layers.size(); ++l) {
      if (plan_.layers[l].diagonal) {
        multiply(ws_, l);
      } else {
        const auto* turns = ws_.turns(plan_.layers[l]);
        for (const Sweep& sweep : ws_.prepared.forward[l]) rotate(ws_.state.get(), sweep, turns);
      }
    }
  }

  void backward(double* sums) {
    clear_gradients(ws_);
    for (size_t l = plan_.layers.size(); l-- > 0;) {
      const Layer& layer = plan_.layers[l];
      if (layer.diagonal) {
        undo_phases(ws_, l, sums);
        continue;
      }
      const auto* turns = ws_.turns(layer);
      for (const Sweep& sweep : ws_.prepared.backward[l])
        rotate_back(ws_.state.get(), ws_.adjoint.get(), sweep, turns, ws_.rotation_gradient.get());
      for (size_t j = 0; j < layer.rotations.size(); ++j)
        collect(ws_, layer.rotations[j].angle, ws_.rotation_gradient[j], sums);
    }
    if (starts_from_product()) product_gradient(ws_, sums);
    else amplitude_gradient(ws_, sums);
  }

  Workspace<T, W> ws_;
  const Plan& plan_;
};

}  // namespace qneko::QNEKO_ISA
