// Real rotations, up to three at a time on 2^K amplitudes held in registers.
#pragma once

#include <vector>

#include "plan.hpp"
#include "simd.hpp"

namespace qneko::QNEKO_ISA {

// Rotations on independent directions: amplitudes walk(r) ^ offset[m], m < 2^K, form one tile.
struct Tile {
  int first, count;  // rotations [first, first + count) of the layer
  uint32_t offset[8];
  Walk walk;  // the tiles' corners: every rotation's side is 0 there
};

// Cut a layer into tiles of nearly equal size, at most `most` rotations each.
inline std::vector<Tile> make_tiles(const std::vector<Rotation>& rotations, int n_qubits,
                                    int most) {
  std::vector<Tile> tiles;
  int total = int(rotations.size()), n_tiles = (total + most - 1) / most, first = 0;
  for (int i = 0; i < n_tiles; ++i) {
    Tile tile{};
    tile.first = first;
    tile.count = (total - first + (n_tiles - i) - 1) / (n_tiles - i);
    for (int m = 0; m < 1 << tile.count; ++m)
      for (int j = 0; j < tile.count; ++j)
        if (m >> j & 1) tile.offset[m] ^= rotations[first + j].x;
    // Project each unit vector into the corners' space by clearing its sides, and keep those that
    // are independent of the ones before; low bits first keeps neighbours near in memory.
    std::vector<uint32_t> basis, echelon;
    for (int bit = 0; bit < n_qubits; ++bit) {
      uint32_t v = 1u << bit;
      for (int j = 0; j < tile.count; ++j)
        if (__builtin_parity(v & rotations[first + j].z)) v ^= rotations[first + j].x;
      uint32_t rest = v;
      for (uint32_t e : echelon)
        if ((rest ^ e) < rest) rest ^= e;
      if (!rest) continue;
      basis.push_back(v);
      echelon.push_back(rest);
    }
    tile.walk = Walk(0, basis);
    tiles.push_back(std::move(tile));
    first += tiles.back().count;
  }
  return tiles;
}

// A rotation by angle/2 as three shears: (x, y) -> x -= t y; y += s x; x -= t y, with
// t = tan(angle/4), s = sin(angle/2). Where cos(angle/2) < 0 both are those of angle + 2 pi, which
// is the same rotation times -1 and keeps |t| <= 1.
template <class V>
struct Shear {
  V t, s;
};

template <class V, int K>
QNEKO_INLINE void rotate(V* state, const Tile& tile, const Shear<V>* shears) {
  Shear<V> sh[K];
  for (int j = 0; j < K; ++j) sh[j] = shears[tile.first + j];
  for (uint32_t r = 0, n = tile.walk.size(); r < n; ++r) {
    uint32_t corner = tile.walk(r);
    for (int plane = 0; plane < 2; ++plane) {
      V a[1 << K];
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m) a[m] = state[2 * (corner ^ tile.offset[m]) + plane];
#pragma GCC unroll 8
      for (int j = 0; j < K; ++j) {
#pragma GCC unroll 8
        for (int m = 0; m < 1 << K; ++m)
          if (!(m >> j & 1)) a[m] -= sh[j].t * a[m | 1 << j];
#pragma GCC unroll 8
        for (int m = 0; m < 1 << K; ++m)
          if (!(m >> j & 1)) a[m | 1 << j] += sh[j].s * a[m];
#pragma GCC unroll 8
        for (int m = 0; m < 1 << K; ++m)
          if (!(m >> j & 1)) a[m] -= sh[j].t * a[m | 1 << j];
      }
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m) state[2 * (corner ^ tile.offset[m]) + plane] = a[m];
    }
  }
}

// The way back: gradient[j] = Re sum over pairs of (adjoint_1* state_0 - adjoint_0* state_1), which
// is dE/dangle, and the inverse rotation of both.
template <class V, int K>
QNEKO_INLINE void rotate_back(V* state, V* adjoint, const Tile& tile, const Shear<V>* shears,
                              V* gradient) {
  Shear<V> sh[K];
  V g[K];
  for (int j = 0; j < K; ++j) sh[j] = shears[tile.first + j], g[j] = V{};
  for (uint32_t r = 0, n = tile.walk.size(); r < n; ++r) {
    uint32_t corner = tile.walk(r);
    for (int plane = 0; plane < 2; ++plane) {
      V a[1 << K], c[1 << K];
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m) {
        a[m] = state[2 * (corner ^ tile.offset[m]) + plane];
        c[m] = adjoint[2 * (corner ^ tile.offset[m]) + plane];
      }
#pragma GCC unroll 8
      for (int j = 0; j < K; ++j)
#pragma GCC unroll 8
        for (int m = 0; m < 1 << K; ++m)
          if (!(m >> j & 1)) {
            int h = m | 1 << j;
            g[j] += c[h] * a[m];
            g[j] -= c[m] * a[h];
            a[m] += sh[j].t * a[h];
            c[m] += sh[j].t * c[h];
            a[h] -= sh[j].s * a[m];
            c[h] -= sh[j].s * c[m];
            a[m] += sh[j].t * a[h];
            c[m] += sh[j].t * c[h];
          }
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m) {
        state[2 * (corner ^ tile.offset[m]) + plane] = a[m];
        adjoint[2 * (corner ^ tile.offset[m]) + plane] = c[m];
      }
    }
  }
  for (int j = 0; j < K; ++j) gradient[tile.first + j] = g[j];
}

template <class V>
void rotate(V* state, const Tile& tile, const Shear<V>* shears) {
  if (tile.count == 3) rotate<V, 3>(state, tile, shears);
  else if (tile.count == 2) rotate<V, 2>(state, tile, shears);
  else rotate<V, 1>(state, tile, shears);
}

template <class V>
void rotate_back(V* state, V* adjoint, const Tile& tile, const Shear<V>* shears, V* gradient) {
  if (tile.count == 3) rotate_back<V, 3>(state, adjoint, tile, shears, gradient);
  else if (tile.count == 2) rotate_back<V, 2>(state, adjoint, tile, shears, gradient);
  else rotate_back<V, 1>(state, adjoint, tile, shears, gradient);
}

}  // namespace qneko::QNEKO_ISA
