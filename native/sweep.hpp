// How a layer of real rotations is cut into passes over the state.
#pragma once

#include <cstdint>
#include <vector>

#include "plan.hpp"

namespace qneko::QNEKO_ISA {

// One pass: rotations [first, first + inner + outer) of a layer. They mix amplitudes corner ^
// offset[m], m < 2^(inner + outer), among themselves: a block that fits the first cache, and in
// which rotation j pairs m with m ^ 2^j. Its inner rotations run on 2^inner amplitudes in registers,
// then the outer ones on 2^outer.
struct Sweep {
  int first, inner, outer;
  std::vector<uint32_t> offset;
  Walk corners;  // where every rotation's side is 0
};

// Rotations that one tile of registers takes; a sweep has two such tiles.
constexpr int most_in_tile = 3;
constexpr int most_in_block = 1 << (2 * most_in_tile);

inline Sweep make_sweep(const std::vector<Rotation>& rotations, int first, int inner, int outer,
                        int n_qubits) {
  Sweep sweep{first, inner, outer, {}, {}};
  const auto begin = rotations.begin() + first, end = begin + inner + outer;
  sweep.offset.push_back(0);
  for (auto r = begin; r != end; ++r)
    for (size_t m = 0, size = sweep.offset.size(); m < size; ++m)
      sweep.offset.push_back(sweep.offset[m] ^ r->x);
  // Project each unit vector into the corners' space by clearing its sides, and keep those that
  // are independent of the ones before; low bits first keeps neighbours near in memory.
  std::vector<uint32_t> basis, echelon;
  for (int bit = 0; bit < n_qubits; ++bit) {
    uint32_t v = 1u << bit;
    for (auto r = begin; r != end; ++r)
      if (__builtin_parity(v & r->z)) v ^= r->x;
    uint32_t rest = v;
    for (uint32_t e : echelon)
      if ((rest ^ e) < rest) rest ^= e;
    if (!rest) continue;
    basis.push_back(v);
    echelon.push_back(rest);
  }
  sweep.corners = Walk(0, basis);
  return sweep;
}

// As few tiles as possible, of nearly equal size and at most `most` rotations each; two tiles make
// a sweep.
inline std::vector<Sweep> make_sweeps(const std::vector<Rotation>& rotations, int n_qubits,
                                      int most) {
  std::vector<Sweep> sweeps;
  const int total = int(rotations.size()), n_tiles = (total + most - 1) / most;
  auto size = [&](int tile) { return tile < n_tiles ? (total + n_tiles - 1 - tile) / n_tiles : 0; };
  for (int tile = 0, first = 0; tile < n_tiles; tile += 2) {
    sweeps.push_back(make_sweep(rotations, first, size(tile), size(tile + 1), n_qubits));
    first += size(tile) + size(tile + 1);
  }
  return sweeps;
}

}  // namespace qneko::QNEKO_ISA
