// The state before the first layer: a product state that rotations make of |0...0>, or amplitudes
// that are given; and the derivatives by what made it.
#pragma once

#include <cmath>
#include <cstring>

#include "chain.hpp"

namespace qneko::QNEKO_ISA {

// Amplitudes of the product state, one rotation after the other.
template <class T, int W>
void make_product(Workspace<T, W>& ws) {
  using V = Lanes<T, W>;
  V* p = ws.product.get();
  p[1] = broadcast<V>(1);
  for (size_t i = 0; i < ws.plan.start.size(); ++i) {
    const int a = ws.plan.start[i].angle;
    const V c = ws.cosine[a], s = ws.sine[a];
    for (size_t k = 0, half = size_t(1) << i; k < half; ++k) {
      p[2 * half + k] = p[half + k] * c;
      p[3 * half + k] = p[half + k] * s;
    }
  }
}

// Put it where the state is; with the phases of the first layer, if there is a table of them.
template <class T, int W>
void place_product(Workspace<T, W>& ws, const Complex<T>* table) {
  using V = Lanes<T, W>;
  V* state = ws.state.get();
  const Walk& walk = ws.prepared.start;
  const uint32_t size = walk.size();
  const V* p = ws.product.get() + size;
  if (size < ws.n_states) std::memset(static_cast<void*>(state), 0, 2 * sizeof(V) * ws.n_states);
  for (uint32_t k = 0; k < size; ++k) {
    const uint32_t at = walk(k);
    state[2 * at] = table ? p[k] * table[at].re : p[k];
    state[2 * at + 1] = table ? p[k] * table[at].im : V{};
  }
}

template <class T, int W>
Doubles<W> normalise_amplitudes(Workspace<T, W>& ws, int64_t first) {
  Doubles<W> norm;
  for (int a : ws.plan.initial_amplitudes) norm += ws.angle(a) * ws.angle(a);
  for (int i = 0; i < W; ++i) {
    if (!(norm[i] > 0)) throw zero_amplitudes(first + i);
    norm.set(i, 1 / std::sqrt(norm[i]));
  }
  return norm;
}

template <class T, int W>
void place_amplitudes(Workspace<T, W>& ws) {
  using V = Lanes<T, W>;
  V* state = ws.state.get();
  std::memset(static_cast<void*>(state), 0, 2 * sizeof(V) * ws.n_states);
  for (size_t j = 0; j < ws.plan.initial_states.size(); ++j)
    state[2 * ws.plan.initial_states[j]] =
        narrowed<T>(ws.angle(ws.plan.initial_amplitudes[j]) * ws.inverse_norm);
}

// The product state is real, so only the adjoint's real part counts. Contract it with one factor
// after the other, from the last, against the product of the ones before.
template <class T, int W>
void product_gradient(Workspace<T, W>& ws, double* sums) {
  using V = Lanes<T, W>;
  const auto& start = ws.plan.start;
  V *a = ws.scratch.get(), *gradient = ws.rotation_gradient.get();
  auto contract = [&](size_t i, auto read) {
    const V c = ws.cosine[start[i].angle], s = ws.sine[start[i].angle];
    const V* before = ws.product.get() + (size_t(1) << i);
    V low[2]{}, high[2]{};  // two chains of additions wait half as long
    for (size_t k = 0, half = size_t(1) << i; k < half; ++k) {
      const V a0 = read(k), a1 = read(k + half);
      low[k & 1] += before[k] * a0;
      high[k & 1] += before[k] * a1;
      a[k] = c * a0 + s * a1;
    }
    gradient[i] = c * (high[0] + high[1]) - s * (low[0] + low[1]);
  };
  const size_t n = start.size();
  if (n == 0) return;
  contract(n - 1, [&](size_t k) { return ws.adjoint[2 * ws.prepared.start(uint32_t(k))]; });
  for (size_t i = n - 1; i-- > 0;) contract(i, [&](size_t k) { return a[k]; });
  for (size_t i = 0; i < n; ++i) collect(ws, start[i].angle, gradient[i], sums);
}

// psi = a / |a|, so dE/da_j = 2 / |a| (Re adjoint_j - psi_j sum_k psi_k Re adjoint_k).
template <class T, int W>
void amplitude_gradient(Workspace<T, W>& ws, double* sums) {
  const auto& states = ws.plan.initial_states;
  auto read = [&](uint32_t p) { return widened(ws.adjoint[2 * p]); };
  auto psi = [&](size_t j) { return ws.angle(ws.plan.initial_amplitudes[j]) * ws.inverse_norm; };
  Doubles<W> along;
  for (size_t j = 0; j < states.size(); ++j) along += psi(j) * read(states[j]);
  for (size_t j = 0; j < states.size(); ++j) {
    const Doubles<W> slope = (read(states[j]) - psi(j) * along) * ws.inverse_norm * 2;
    collect(ws, ws.plan.initial_amplitudes[j], narrowed<T>(slope), sums);
  }
}

}  // namespace qneko::QNEKO_ISA
