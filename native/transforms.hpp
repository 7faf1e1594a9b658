// What a tree of masks does to 2^n values: fold them, build sums, build phases.
// V is a vector of lanes, or a plain double for tables that the whole batch shares.
#pragma once

#include "plan.hpp"
#include "simd.hpp"

namespace qneko::QNEKO_ISA {

// result[i] = sum_k (-1)^parity(mask_i & k) values[k]; `values` (2^bits of them) are used up.
template <class V>
void fold(const MaskTree& tree, int index, V* values, int bits, V* result) {
  if (index < 0) return;
  const MaskTree::Node& node = tree.nodes[index];
  int used = node.bit + 1;  // 0 for a leaf: everything is summed
  for (; bits > used; --bits)
    for (int k = 0, half = 1 << (bits - 1); k < half; ++k) values[k] += values[k + half];
  if (used == 0) {
    result[node.leaf] = values[0];
    return;
  }
  int half = 1 << node.bit;
  const MaskTree::Node& with = tree.nodes[node.with];
  if (with.bit < 0) {   // the bit alone: only the sum of the difference is asked for
    V difference[2]{};  // two chains of additions wait half as long
    for (int k = 0; k < half; ++k) {
      difference[k & 1] += values[k] - values[k + half];
      values[k] += values[k + half];
    }
    result[with.leaf] = difference[0] + difference[1];
  } else {
    for (int k = 0; k < half; ++k) {
      V low = values[k], high = values[k + half];
      values[k] = low + high;
      values[k + half] = low - high;
    }
    fold(tree, node.with, values + half, node.bit, result);
  }
  fold(tree, node.without, values, node.bit, result);
}

// values[k] = sum_i (-1)^parity(mask_i & k) coefficient[i], the transpose of `fold`.
template <class V>
void build_sum(const MaskTree& tree, int index, V* values, int bits, const V* coefficient) {
  if (index < 0) {
    for (int k = 0; k < 1 << bits; ++k) values[k] = V{};
    return;
  }
  const MaskTree::Node& node = tree.nodes[index];
  int filled = node.bit + 1;
  if (filled == 0) {
    values[0] = coefficient[node.leaf];
  } else {
    int half = 1 << node.bit;
    const MaskTree::Node& with = tree.nodes[node.with];
    build_sum(tree, node.without, values, node.bit, coefficient);
    if (with.bit < 0) {
      V c = coefficient[with.leaf];
      for (int k = 0; k < half; ++k) {
        values[k + half] = values[k] - c;
        values[k] += c;
      }
    } else {
      build_sum(tree, node.with, values + half, node.bit, coefficient);
      for (int k = 0; k < half; ++k) {
        V sum = values[k], difference = values[k + half];
        values[k] = sum + difference;
        values[k + half] = sum - difference;
      }
    }
  }
  for (; filled < bits; ++filled)
    for (int k = 0, half = 1 << filled; k < half; ++k) values[k + half] = values[k];
}

// One complex number a basis state, real and imaginary part side by side.
template <class V>
struct Complex {
  V re, im;
};

// values[k] = exp(-i sum_j (-1)^parity(mask_j & k) angle_j / 2), from half[j] = exp(-i angle_j / 2).
template <class V>
void build_phase(const MaskTree& tree, int index, Complex<V>* values, int bits,
                 const Complex<V>* half_phase) {
  if (index < 0) {
    for (int k = 0; k < 1 << bits; ++k) values[k] = {V{} + 1, V{}};
    return;
  }
  const MaskTree::Node& node = tree.nodes[index];
  int filled = node.bit + 1;
  if (filled == 0) {
    values[0] = half_phase[node.leaf];
  } else {
    int half = 1 << node.bit;
    const MaskTree::Node& with = tree.nodes[node.with];
    build_phase(tree, node.without, values, node.bit, half_phase);
    bool constant = with.bit < 0;
    Complex<V> b{};
    if (constant) b = half_phase[with.leaf];
    else build_phase(tree, node.with, values + half, node.bit, half_phase);
    for (int k = 0; k < half; ++k) {
      if (!constant) b = values[k + half];
      Complex<V> a = values[k];
      V rr = a.re * b.re, ii = a.im * b.im, ri = a.re * b.im, ir = a.im * b.re;
      values[k] = {rr - ii, ri + ir};         // a b
      values[k + half] = {rr + ii, ir - ri};  // a b*
    }
  }
  for (; filled < bits; ++filled)
    for (int k = 0, half = 1 << filled; k < half; ++k) values[k + half] = values[k];
}

}  // namespace qneko::QNEKO_ISA
