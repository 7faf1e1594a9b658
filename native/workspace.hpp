// One thread's memory for a block of samples, and the block's angles. Layout of a state:
// [2^n][re, im][lanes].
#pragma once

#include <algorithm>

#include "prepared.hpp"
#include "runner.hpp"

namespace qneko::QNEKO_ISA {

template <class T, int W>
struct Workspace {
  using V = Lanes<T, W>;
  using VD = Doubles<W>;

  const Prepared& prepared;
  const Plan& plan;
  const Shared<T>* shared = nullptr;  // of the call at hand
  const uint32_t n_states;
  Buffer<VD> x, gradient_x, gradient_w;  // by feature, by weight
  Buffer<V> sine, cosine;                // of half of each angle
  Buffer<Turn<V>> turn;                  // of a layer's rotations
  Buffer<V> rotation_gradient;
  Buffer<V> mask_values;  // a number for each mask of a diagonal layer or of an observable
  Buffer<V> state, adjoint, scratch;
  Buffer<V> product;  // [2^i + k]: amplitudes of the start's first i rotations, for the way back
  VD inverse_norm;    // of a start that is given

  explicit Workspace(const Prepared& p)
      : prepared(p),
        plan(*p.plan),
        n_states(1u << plan.n_qubits),
        x(plan.n_features),
        gradient_x(plan.n_features),
        gradient_w(plan.n_weights),
        sine(plan.angles.size()),
        cosine(plan.angles.size()),
        turn(longest_layer(false)),
        rotation_gradient(std::max(plan.start.size(), longest_layer(false))),
        mask_values(std::max(longest_layer(true), longest_group())),
        state(2 * size_t(n_states)),
        scratch(n_states),
        product(2 * (size_t(1) << plan.start.size())),
        half_phase_(longest_layer(true)),
        table_(n_states) {}

  // Before the first block of a call.
  void begin(const Shared<T>& of_call, bool gradients) {
    shared = &of_call;
    if (gradients && !adjoint.size()) adjoint.allocate(2 * size_t(n_states));
    trigonometry(true);
  }

  // Samples [first, first + count). Lanes beyond repeat the last one: they hold finite numbers.
  void load(const Batch<T>& batch, int64_t first, int count) {
    for (int i = 0; i < W; ++i) {
      const T* row = batch.features + (first + (i < count ? i : count - 1)) * plan.n_features;
      for (int f = 0; f < plan.n_features; ++f) x[f].set(i, double(row[f]));
    }
    trigonometry(false);
    table_in_use_ = -1;
  }

  VD angle(int a) const { return angle_lanes(a, prepared.terms, shared->angles, x.get()); }

  const Turn<V>* turns(const Layer& layer) {
    for (size_t j = 0; j < layer.rotations.size(); ++j) {
      const int a = layer.rotations[j].angle;
      turn[j] = {cosine[a], sine[a]};
    }
    return turn.get();
  }

  // The table of a diagonal layer that reads features, in the order of the layer's walk.
  const Complex<V>* phase_table(const Layer& layer) {
    if (layer.table != table_in_use_) {
      for (size_t j = 0; j < layer.rotations.size(); ++j) {
        const int a = layer.rotations[j].angle;
        half_phase_[j] = {cosine[a], -sine[a]};
      }
      build_phase(layer.tree, layer.tree.root, table_.get(), plan.n_qubits, half_phase_.get());
      table_in_use_ = layer.table;
    }
    return table_.get();
  }

 private:
  // Of the angles that the whole batch shares, or of the others.
  void trigonometry(bool of_shared) {
    VD squares;
    for (size_t a = 0; a < plan.angles.size(); ++a) {
      if (plan.angles[a].shared != of_shared) continue;
      const VD value = angle(int(a));
      squares += value * value;
      sincos_half<T, W>(value, sine[a], cosine[a]);
    }
    if (!squares.any_above(largest_reduced_angle * largest_reduced_angle)) [[likely]]
      return;
    for (size_t a = 0; a < plan.angles.size(); ++a)
      if (plan.angles[a].shared == of_shared)
        sincos_half_of_large<T, W>(angle(int(a)), sine[a], cosine[a]);
  }

  size_t longest_layer(bool diagonal) const {
    size_t most = 0;
    for (const Layer& l : plan.layers)
      if (l.diagonal == diagonal) most = std::max(most, l.rotations.size());
    return most;
  }
  size_t longest_group() const {
    size_t most = 0;
    for (const ObservableGroup& g : plan.groups) most = std::max(most, g.masks.size());
    return most;
  }

  Buffer<Complex<V>> half_phase_, table_;
  int table_in_use_ = -1;
};

}  // namespace qneko::QNEKO_ISA
