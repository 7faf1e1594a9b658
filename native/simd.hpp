// Vectors whose lanes are samples, and the little trigonometry that they need.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#define QNEKO_INLINE __attribute__((always_inline)) inline

namespace qneko::QNEKO_ISA {

template <class T, int W>
struct LanesOf {
  typedef T type __attribute__((vector_size(sizeof(T) * W)));
};
// W samples in one (or a few) registers; GCC and Clang split what the machine has not.
template <class T, int W>
using Lanes = typename LanesOf<T, W>::type;

template <class V>
using Scalar = std::remove_cvref_t<decltype(std::declval<V>()[0])>;

template <class V>
constexpr int lanes = sizeof(V) / sizeof(Scalar<V>);

template <class V>
QNEKO_INLINE V broadcast(Scalar<V> x) {
  return V{} + x;
}

template <class V>
QNEKO_INLINE double sum_lanes(V v) {
  double total = 0;
  for (int i = 0; i < lanes<V>; ++i) total += double(v[i]);
  return total;
}

// Lanes that fill one register of this instruction set.
template <class T>
constexpr int full_width =
#if defined(__AVX512F__)
    64 / sizeof(T);
#elif defined(__AVX__)
    32 / sizeof(T);
#else
    16 / sizeof(T);
#endif

// sin and cos of half an angle that is given in double precision. The reduction is done in double,
// the polynomials in T: a float32 result is right to its last bits even for large angles.
// Polynomials: S. L. Moshier, Cephes Math Library (minimax on [-pi/4, pi/4]).
template <class T, int W>
QNEKO_INLINE void sincos_half(Lanes<double, W> angle, Lanes<T, W>& sine, Lanes<T, W>& cosine) {
  using VD = Lanes<double, W>;
  using V = Lanes<T, W>;
  using I = Lanes<std::conditional_t<sizeof(T) == 4, int32_t, int64_t>, W>;
  bool large = false;  // beyond this the reduction below runs out of bits
  for (int i = 0; i < W; ++i) large = large || !(std::fabs(angle[i]) < 1e9);
  if (large) [[unlikely]] {
    for (int i = 0; i < W; ++i)
      sine[i] = T(std::sin(angle[i] / 2)), cosine[i] = T(std::cos(angle[i] / 2));
    return;
  }
  constexpr double round_trick =
      6755399441055744.0;  // 1.5 * 2^52: adding it rounds to a whole number
  VD half = angle * 0.5;
  VD quadrants = half * 0.63661977236758134308 + round_trick - round_trick;
  VD r = half - quadrants * 1.5707963267341256142;  // pi/2 in two parts, the first with 33 bits
  r -= quadrants * 6.0771005065061922e-11;
  I k = __builtin_convertvector(quadrants, I);
  V x = __builtin_convertvector(r, V);
  V x2 = x * x, s, c;
  if constexpr (sizeof(T) == 4) {
    s = ((x2 * T(-1.9515295891e-4) + T(8.3321608736e-3)) * x2 + T(-1.6666654611e-1)) * x2 * x + x;
    c = ((x2 * T(2.443315711809948e-5) + T(-1.388731625493765e-3)) * x2 + T(4.166664568298827e-2)) *
            x2 * x2 +
        (T(1) - x2 * T(0.5));
  } else {
    V p = ((((x2 * T(1.58962301576546568060e-10) + T(-2.50507477628578072866e-8)) * x2 +
             T(2.75573136213857245213e-6)) *
                x2 +
            T(-1.98412698295895385996e-4)) *
               x2 +
           T(8.33333333332211858878e-3)) *
              x2 +
          T(-1.66666666666666307295e-1);
    V q = ((((x2 * T(-1.13585365213876817300e-11) + T(2.08757008419747316778e-9)) * x2 +
             T(-2.75573141792967388112e-7)) *
                x2 +
            T(2.48015872888517045348e-5)) *
               x2 +
           T(-1.38888888888730564116e-3)) *
              x2 +
          T(4.16666666666665929218e-2);
    s = p * x2 * x + x;
    c = q * x2 * x2 + (T(1) - x2 * T(0.5));
  }
  I swapped = (k & 1) != 0;
  V s_out = swapped ? c : s, c_out = swapped ? s : c;
  sine = ((k & 2) != 0) ? -s_out : s_out;
  cosine = (((k + 1) & 2) != 0) ? -c_out : c_out;
}

}  // namespace qneko::QNEKO_ISA
