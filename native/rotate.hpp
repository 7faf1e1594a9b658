// Real rotations of a state, a sweep at a time.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "simd.hpp"
#include "sweep.hpp"

namespace qneko::QNEKO_ISA {

// cos and sin of half a rotation's angle: (x, y) -> (c x - s y, s x + c y).
template <class V>
struct Turn {
  V c, s;
};

// The rotations of a tile. All but the middle one are done as (x, y) -> (x - t y, y + t x), two
// multiply-adds that do not wait for each other, which leaves out a factor c = cos; the middle one
// brings in the factors of all, so that whatever t, numbers stay within their scale on both sides.
template <class V, int K>
struct TileTurns {
  static constexpr int middle = K / 2;
  V t[K], c, s;
  V factor[K];  // of the rotations but the middle one, where it is 1

  explicit TileTurns(const Turn<V>* turns, bool back = false) {
    using T = Scalar<V>;
    // Below the rounding error of an angle. t is at most its inverse, and with it a sum of squares
    // of what the rotations before the middle leave stays far from an overflow.
    constexpr T least = sizeof(T) == 4 ? T(1.5e-8) : T(2.5e-17);
    V all = broadcast<V>(1);
    for (int j = 0; j < K; ++j) {
      factor[j] = broadcast<V>(1);
      if (j == middle) continue;
      const V cosine = turns[j].c, sine = back ? -turns[j].s : turns[j].s;
      const V smallest = cosine < 0 ? broadcast<V>(-least) : broadcast<V>(least);
      factor[j] = (cosine < least && cosine > -least) ? smallest : cosine;
      t[j] = sine / factor[j];
      all *= factor[j];
    }
    c = turns[middle].c * all;
    s = (back ? -turns[middle].s : turns[middle].s) * all;
  }

  template <int j>
  QNEKO_INLINE void pair(V& x, V& y) const {
    const V old = x;
    if constexpr (j == middle) {
      x = c * x - s * y;
      y = c * y + s * old;
    } else {
      x -= t[j] * y;
      y += t[j] * old;
    }
  }
};

// body(std::integral_constant<int, j>) for j = 0 ... K - 1.
template <int K, class Body>
QNEKO_INLINE void unrolled(Body body) {
  [&]<int... j>(std::integer_sequence<int, j...>) {
    (body(std::integral_constant<int, j>{}), ...);
  }(std::make_integer_sequence<int, K>{});
}

// Where the amplitudes of the block at hand are.
template <class V>
class BlockAddresses {
 public:
  struct View {
    uintptr_t state, corner;
    const uintptr_t* offset;
    QNEKO_INLINE V* operator[](size_t m) const {
      return reinterpret_cast<V*>(state + (corner ^ offset[m]));
    }
    QNEKO_INLINE View from(size_t m) const { return {state, corner, offset + m}; }
  };

  BlockAddresses(V* state, const Sweep& sweep) : state_(reinterpret_cast<uintptr_t>(state)) {
    for (size_t m = 0; m < sweep.offset.size(); ++m) offset_[m] = sweep.offset[m] * bytes;
  }
  QNEKO_INLINE View block(uint32_t corner) const { return {state_, corner * bytes, offset_}; }

 private:
  static constexpr uintptr_t bytes = 2 * sizeof(V);  // of an amplitude
  const uintptr_t state_;
  uintptr_t offset_[most_in_block];  // in bytes, from the corner
};

// A tile of each plane, from and to where `from(m)` and `to(m)` point: real part there, imaginary
// part behind it.
template <class V, int K, class From, class To>
QNEKO_INLINE void rotate_planes(const TileTurns<V, K>& turns, From from, To to) {
#pragma GCC unroll 2
  for (int plane = 0; plane < 2; ++plane) {
    V a[1 << K];
#pragma GCC unroll 8
    for (int m = 0; m < 1 << K; ++m) a[m] = from(m)[plane];
    unrolled<K>([&](auto j) {
#pragma GCC unroll 8
      for (int m = 0; m < 1 << K; ++m)
        if (!(m >> j & 1)) turns.template pair<j>(a[m], a[m | 1 << j]);
    });
#pragma GCC unroll 8
    for (int m = 0; m < 1 << K; ++m) to(m)[plane] = a[m];
  }
}

template <class V, int K>
void rotate_one_tile(V* state, const Sweep& sweep, const Turn<V>* turns) {
  const TileTurns<V, K> tile(turns + sweep.first);
  const BlockAddresses<V> addresses(state, sweep);
  for (uint32_t r = 0, n = sweep.corners.size(); r < n; ++r) {
    auto at = [block = addresses.block(sweep.corners(r))](int m) { return block[m]; };
    rotate_planes<V, K>(tile, at, at);
  }
}

// The inner tiles leave the block where the outer ones find it without a search.
template <class V, int K, int L>
void rotate_two_tiles(V* state, const Sweep& sweep, const Turn<V>* turns) {
  const TileTurns<V, K> inner(turns + sweep.first);
  const TileTurns<V, L> outer(turns + sweep.first + K);
  const BlockAddresses<V> addresses(state, sweep);
  alignas(64) V between[2 << (K + L)];
  for (uint32_t r = 0, n = sweep.corners.size(); r < n; ++r) {
    const auto block = addresses.block(sweep.corners(r));
    for (size_t g = 0; g < 1 << L; ++g)
      rotate_planes<V, K>(
          inner, [p = block.from(g << K)](int m) { return p[m]; },
          [p = between + (g << (K + 1))](int m) { return p + 2 * m; });
    for (size_t g = 0; g < 1 << K; ++g)
      rotate_planes<V, L>(
          outer, [p = between + 2 * g](int m) { return p + (m << (K + 1)); },
          [p = block.from(g)](int m) { return p[m << K]; });
  }
}

template <class V>
void rotate(V* state, const Sweep& sweep, const Turn<V>* turns) {
  switch (sweep.inner * 4 + sweep.outer) {
    case 4:
      return rotate_one_tile<V, 1>(state, sweep, turns);
    case 8:
      return rotate_one_tile<V, 2>(state, sweep, turns);
    case 12:
      return rotate_one_tile<V, 3>(state, sweep, turns);
    case 9:
      return rotate_two_tiles<V, 2, 1>(state, sweep, turns);
    case 10:
      return rotate_two_tiles<V, 2, 2>(state, sweep, turns);
    case 14:
      return rotate_two_tiles<V, 3, 2>(state, sweep, turns);
    case 15:
      return rotate_two_tiles<V, 3, 3>(state, sweep, turns);
  }
  __builtin_unreachable();
}

}  // namespace qneko::QNEKO_ISA
