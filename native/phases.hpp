// Diagonal layers: one pass over the state, or over state and adjoint on the way back.
#pragma once

#include <type_traits>

#include "chain.hpp"

namespace qneko::QNEKO_ISA {

template <class T, int W>
void multiply(Workspace<T, W>& ws, size_t l) {
  using V = Lanes<T, W>;
  const Layer& layer = ws.plan.layers[l];
  auto step = [](V* at, V re, V im) {
    const V r = at[0], i = at[1];
    at[0] = r * re - i * im;
    at[1] = i * re + r * im;
  };
  V* state = ws.state.get();
  if (layer.shared) {
    const Complex<T>* table = ws.shared->tables[l];
    for (uint32_t p = 0; p < ws.n_states; ++p)
      step(state + 2 * p, broadcast<V>(table[p].re), broadcast<V>(table[p].im));
  } else {
    const Complex<V>* table = ws.phase_table(layer);
    for (uint32_t k = 0; k < ws.n_states; ++k)
      step(state + 2 * layer.walk(k), table[k].re, table[k].im);
  }
}

// One amplitude's phase on the way back, undone on state and adjoint; returns Im(adjoint* state).
template <class V, bool with_state>
QNEKO_INLINE V undo_phase(V* s, V* a, Complex<V> phase) {
  const V sr = s[0], si = s[1], ar = a[0], ai = a[1];
  a[0] = ar * phase.re + ai * phase.im;
  if constexpr (with_state) {  // before the first layer only the adjoint's real part is read
    a[1] = ai * phase.re - ar * phase.im;
    s[0] = sr * phase.re + si * phase.im;
    s[1] = si * phase.re - sr * phase.im;
  }
  return ar * si - ai * sr;
}

// result[j] = sum_k (-1)^parity(mask_j & k) at(k), at(k) called once for every k. Where nothing but
// the two highest bits alone reads them, as with one-qubit phases, they are folded as values come.
template <class V, class At>
void fold_calls(const MaskTree& tree, int bits, V* scratch, V* result, At at) {
  const uint32_t n = 1u << bits;
  auto alone = [&](int index, int bit) {
    return index >= 0 && tree.nodes[index].bit == bit && tree.nodes[tree.nodes[index].with].bit < 0;
  };
  const int first = tree.root;
  const int second = alone(first, bits - 1) ? tree.nodes[first].without : -1;
  if (bits < 2 || !alone(second, bits - 2)) {
    for (uint32_t k = 0; k < n; ++k) scratch[k] = at(k);
    return fold(tree, first, scratch, bits, result);
  }
  V highest{}, next{};
  for (uint32_t k = 0, quarter = n / 4; k < quarter; ++k) {
    const V v0 = at(k), v1 = at(k + quarter), v2 = at(k + 2 * quarter), v3 = at(k + 3 * quarter);
    const V low = v0 + v1, high = v2 + v3;
    highest += low - high;
    next += (v0 - v1) + (v2 - v3);
    scratch[k] = low + high;
  }
  result[tree.nodes[tree.nodes[first].with].leaf] = highest;
  result[tree.nodes[tree.nodes[second].with].leaf] = next;
  fold(tree, tree.nodes[second].without, scratch, bits - 2, result);
}

// dE/dangle_j = sum_p (-1)^parity(z_j & p) Im(adjoint* state)(p), and the inverse phases of both.
template <class T, int W>
void undo_phases(Workspace<T, W>& ws, size_t l, double* sums) {
  using V = Lanes<T, W>;
  const Layer& layer = ws.plan.layers[l];
  V *state = ws.state.get(), *adjoint = ws.adjoint.get();
  auto with = [&](auto with_state, auto phase) {
    auto at = [&](uint32_t k) {
      const uint32_t p = layer.walk(k);
      return undo_phase<V, with_state>(state + 2 * p, adjoint + 2 * p, phase(k, p));
    };
    if (layer.trainable)
      fold_calls(layer.tree, ws.plan.n_qubits, ws.scratch.get(), ws.mask_values.get(), at);
    else
      for (uint32_t k = 0; k < ws.n_states; ++k) at(k);
  };
  auto choose = [&](auto phase) {
    l ? with(std::true_type{}, phase) : with(std::false_type{}, phase);
  };
  if (layer.shared)
    choose([table = ws.shared->tables[l]](uint32_t, uint32_t p) {
      return Complex<V>{broadcast<V>(table[p].re), broadcast<V>(table[p].im)};
    });
  else choose([table = ws.phase_table(layer)](uint32_t k, uint32_t) { return table[k]; });
  if (!layer.trainable) return;
  for (size_t j = 0; j < layer.rotations.size(); ++j)
    collect(ws, layer.rotations[j].angle, ws.mask_values[j], sums);
}

}  // namespace qneko::QNEKO_ISA
