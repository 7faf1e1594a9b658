// What is read of a final state: amplitudes, expectations, and the adjoint that the way back starts
// from.
#pragma once

#include <cstring>

#include "workspace.hpp"

namespace qneko::QNEKO_ISA {

// Some amplitudes of all lanes at a time, so that each sample's row is written by whole lines: rows
// lie a power of two apart, and a cache has few places for all such lines.
template <class T, int W>
void write_states(Workspace<T, W>& ws, const Batch<T>& batch, int64_t first, int count) {
  using V = Lanes<T, W>;
  constexpr uint32_t most = 16;
  V im, re;
  sincos_half_of_any<T, W>(ws.angle(ws.plan.phase) * 2, im, re);
  V part[2 * most];
  for (uint32_t from = 0, n = ws.n_states; from < n; from += most) {
    const uint32_t size = std::min(most, n - from);
    for (uint32_t k = 0; k < size; ++k) {
      const V* at = &ws.state[2 * ws.prepared.readout(from + k)];
      part[2 * k] = at[0] * re - at[1] * im;
      part[2 * k + 1] = at[1] * re + at[0] * im;
    }
    for (int lane = 0; lane < count; ++lane) {
      T* out = batch.states + 2 * ((first + lane) * size_t(n) + from);
      for (uint32_t i = 0; i < 2 * size; ++i) out[i] = part[i][lane];
    }
  }
}

// Bits that any of the masks reads; in the walk's order they are the lowest.
inline int bits_read(const MaskTree& tree) {
  return tree.root < 0 ? 0 : tree.nodes[tree.root].bit + 1;
}

// Sums of a group's terms over the bits that no mask reads; returns the number of the others. Some
// more bits are kept, so that no sum waits for the one before it and none grows long.
template <class T, int W>
int sum_terms(Workspace<T, W>& ws, const ObservableGroup& group) {
  using V = Lanes<T, W>;
  const int n = ws.plan.n_qubits;
  const int bits = std::max({bits_read(group.tree), n - 6, std::min(n, 4)});
  const V* state = ws.state.get();
  V* sums = ws.scratch.get();
  auto all = [&](auto term) {
    for (uint32_t high = 0; high < ws.n_states; high += 1u << bits)
      for (uint32_t k = 0; k < 1u << bits; ++k) {
        const uint32_t q = group.walk(high | k);
        const V value = term(state + 2 * (q ^ group.x), state + 2 * q);
        sums[k] = high ? sums[k] + value : value;
      }
  };
  if (group.imaginary) all([](const V* a, const V* b) { return a[1] * b[0] - a[0] * b[1]; });
  else all([](const V* a, const V* b) { return a[0] * b[0] + a[1] * b[1]; });
  return bits;
}

template <class T, int W>
void write_values(Workspace<T, W>& ws, const Batch<T>& batch, int64_t first, int count) {
  const int n_obs = ws.plan.n_observables;
  T* out = batch.values + first * n_obs;
  std::fill(out, out + int64_t(count) * n_obs, T(0));
  for (const ObservableGroup& group : ws.plan.groups) {
    const int bits = sum_terms(ws, group);
    fold(group.tree, group.tree.root, ws.scratch.get(), bits, ws.mask_values.get());
    for (const auto& member : group.members) {
      const auto term = ws.mask_values[member.mask] * T(member.coefficient);
      for (int i = 0; i < count; ++i) out[i * n_obs + member.observable] += term[i];
    }
  }
}

// adjoint = (sum over observables of cotangent * observable) state; lanes beyond `count` get 0.
template <class T, int W>
void load_adjoint(Workspace<T, W>& ws, const Batch<T>& batch, int64_t first, int count) {
  using V = Lanes<T, W>;
  const int n_obs = ws.plan.n_observables;
  const V* state = ws.state.get();
  V* adjoint = ws.adjoint.get();
  bool empty = true;  // what the first group writes need not be cleared before
  for (const ObservableGroup& group : ws.plan.groups) {
    for (size_t j = 0; j < group.masks.size(); ++j) ws.mask_values[j] = V{};
    for (const auto& member : group.members)
      for (int i = 0; i < count; ++i)
        ws.mask_values[member.mask][i] +=
            T(member.coefficient) * batch.cotangent[(first + i) * n_obs + member.observable];
    const int bits = bits_read(group.tree);
    const V* factors = ws.scratch.get();
    build_sum(group.tree, group.tree.root, ws.scratch.get(), bits, ws.mask_values.get());
    for (uint32_t k = 0, read = (1u << bits) - 1; k < ws.n_states; ++k) {
      const uint32_t q = group.walk(k);
      const V* from = state + 2 * q;
      V* to = adjoint + 2 * (q ^ group.x);
      const V m = factors[k & read];
      const V re = group.imaginary ? -m * from[1] : m * from[0];
      const V im = group.imaginary ? m * from[0] : m * from[1];
      to[0] = empty ? re : to[0] + re;
      to[1] = empty ? im : to[1] + im;
    }
    empty = false;
  }
  if (empty) std::memset(static_cast<void*>(adjoint), 0, 2 * sizeof(V) * ws.n_states);
}

}  // namespace qneko::QNEKO_ISA
