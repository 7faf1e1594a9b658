// The way back through real rotations: state and adjoint together, and the derivatives.
#pragma once

#include "rotate.hpp"

namespace qneko::QNEKO_ISA {

// Twice the state in registers: three rotations at once need 32 of them.
constexpr int most_in_tile_back =
#ifdef __AVX512F__
    3;
#else
    2;
#endif

// Two sums a rotation, one a sign: half as long a chain of additions that wait for each other.
template <class V>
struct RotationSums {
  V plus{}, minus{};
};

// dE/dangle of a tile's rotations from the sums that were taken on unscaled numbers.
template <class V, int K>
void write_gradient(const TileTurns<V, K>& turns, const RotationSums<V> (&sums)[K], V* gradient) {
  V before = broadcast<V>(1), behind = broadcast<V>(1);
  constexpr int middle = TileTurns<V, K>::middle;
  for (int j = 0; j <= middle; before *= turns.factor[j++])
    gradient[j] = (sums[j].plus - sums[j].minus) * before * before;
  for (int j = K - 1; j > middle; --j) {
    behind *= turns.factor[j];
    gradient[j] = (sums[j].plus - sums[j].minus) / behind / behind;
  }
}

template <class V, int K, class From, class To>
QNEKO_INLINE void rotate_planes_back(const TileTurns<V, K>& turns, RotationSums<V> (&sums)[K],
                                     From from, ptrdiff_t from_adjoint, To to,
                                     ptrdiff_t to_adjoint) {
#pragma GCC unroll 2
  for (int plane = 0; plane < 2; ++plane) {
    V a[1 << K], c[1 << K];
#pragma GCC unroll 8
    for (int m = 0; m < 1 << K; ++m) {
      a[m] = from(m)[plane];
      c[m] = from(m)[from_adjoint + plane];
    }
    unrolled<K>([&](auto j) {
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m)
        if (const int h = m | 1 << j; m != h) {
          sums[j].plus += c[h] * a[m];
          sums[j].minus += c[m] * a[h];
          turns.template pair<j>(a[m], a[h]);
          turns.template pair<j>(c[m], c[h]);
        }
    });
#pragma GCC unroll 8
    for (int m = 0; m < 1 << K; ++m) {
      to(m)[plane] = a[m];
      to(m)[to_adjoint + plane] = c[m];
    }
  }
}

template <class V, int K>
void rotate_one_tile_back(V* state, V* adjoint, const Sweep& sweep, const Turn<V>* turns,
                          V* gradient) {
  const TileTurns<V, K> tile(turns + sweep.first, true);
  RotationSums<V> sums[K];
  const ptrdiff_t to_adjoint = adjoint - state;
  const BlockAddresses<V> addresses(state, sweep);
  for (uint32_t r = 0, n = sweep.corners.size(); r < n; ++r) {
    auto at = [block = addresses.block(sweep.corners(r))](int m) { return block[m]; };
    rotate_planes_back<V, K>(tile, sums, at, to_adjoint, at, to_adjoint);
  }
  write_gradient(tile, sums, gradient + sweep.first);
}

template <class V, int K, int L>
void rotate_two_tiles_back(V* state, V* adjoint, const Sweep& sweep, const Turn<V>* turns,
                           V* gradient) {
  const TileTurns<V, K> inner(turns + sweep.first, true);
  const TileTurns<V, L> outer(turns + sweep.first + K, true);
  RotationSums<V> inner_sums[K], outer_sums[L];
  const ptrdiff_t to_adjoint = adjoint - state;
  constexpr ptrdiff_t size = 2 << (K + L);
  const BlockAddresses<V> addresses(state, sweep);
  alignas(64) V between[2 * size];
  for (uint32_t r = 0, n = sweep.corners.size(); r < n; ++r) {
    const auto block = addresses.block(sweep.corners(r));
    for (size_t g = 0; g < 1 << L; ++g)
      rotate_planes_back<V, K>(
          inner, inner_sums, [p = block.from(g << K)](int m) { return p[m]; }, to_adjoint,
          [p = between + (g << (K + 1))](int m) { return p + 2 * m; }, size);
    for (size_t g = 0; g < 1 << K; ++g)
      rotate_planes_back<V, L>(
          outer, outer_sums, [p = between + 2 * g](int m) { return p + (m << (K + 1)); }, size,
          [p = block.from(g)](int m) { return p[m << K]; }, to_adjoint);
  }
  write_gradient(inner, inner_sums, gradient + sweep.first);
  write_gradient(outer, outer_sums, gradient + sweep.first + K);
}

// gradient[j] = Re sum over pairs of (adjoint_1* state_0 - adjoint_0* state_1), which is dE/dangle,
// and the inverse rotations of both.
template <class V>
void rotate_back(V* state, V* adjoint, const Sweep& sweep, const Turn<V>* turns, V* gradient) {
  switch (sweep.inner * 4 + sweep.outer) {
    case 4:
      return rotate_one_tile_back<V, 1>(state, adjoint, sweep, turns, gradient);
    case 8:
      return rotate_one_tile_back<V, 2>(state, adjoint, sweep, turns, gradient);
    case 12:
      return rotate_one_tile_back<V, 3>(state, adjoint, sweep, turns, gradient);
    case 5:
      return rotate_two_tiles_back<V, 1, 1>(state, adjoint, sweep, turns, gradient);
    case 9:
      return rotate_two_tiles_back<V, 2, 1>(state, adjoint, sweep, turns, gradient);
    case 10:
      return rotate_two_tiles_back<V, 2, 2>(state, adjoint, sweep, turns, gradient);
    case 14:
      return rotate_two_tiles_back<V, 3, 2>(state, adjoint, sweep, turns, gradient);
    case 15:
      return rotate_two_tiles_back<V, 3, 3>(state, adjoint, sweep, turns, gradient);
  }
  __builtin_unreachable();
}

}  // namespace qneko::QNEKO_ISA
