// sin and cos of half angles.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "doubles.hpp"

namespace qneko::QNEKO_ISA {

// Beyond this, sincos_half runs out of bits.
constexpr double largest_reduced_angle = 1e9;

// sin and cos of half an angle that is given in double precision. The reduction is done in double,
// the polynomials in T: a float32 result is right to its last bits even for large angles.
// Polynomials: S. L. Moshier, Cephes Math Library (minimax on [-pi/4, pi/4]).
template <class T, int W>
QNEKO_INLINE void sincos_half(Doubles<W> angle, Lanes<T, W>& sine, Lanes<T, W>& cosine) {
  using V = Lanes<T, W>;
  using I = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
  // 1.5 * 2^52: adding it rounds to a whole number
  constexpr double round_trick = 6755399441055744.0;
  Doubles<W> quadrants;
  for (int i = 0; i < Doubles<W>::count; ++i) {
    const auto half = angle.part[i] * 0.5;
    const auto q = half * 0.63661977236758134308 + round_trick - round_trick;
    // pi/2 in two parts, the first with 33 bits
    angle.part[i] = half - q * 1.5707963267341256142 - q * 6.0771005065061922e-11;
    quadrants.part[i] = q;
  }
  const Lanes<I, W> k = narrowed<I>(quadrants);
  const V x = narrowed<T>(angle);
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
  const auto swapped = (k & 1) != 0;
  V s_out = swapped ? c : s, c_out = swapped ? s : c;
  sine = ((k & 2) != 0) ? -s_out : s_out;
  cosine = (((k + 1) & 2) != 0) ? -c_out : c_out;
}

// The same for large angles, lane by lane.
template <class T, int W>
void sincos_half_of_large(Doubles<W> angle, Lanes<T, W>& sine, Lanes<T, W>& cosine) {
  for (int i = 0; i < W; ++i)
    sine[i] = T(std::sin(angle[i] / 2)), cosine[i] = T(std::cos(angle[i] / 2));
}

// The same for any angle.
template <class T, int W>
void sincos_half_of_any(Doubles<W> angle, Lanes<T, W>& sine, Lanes<T, W>& cosine) {
  if ((angle * angle).any_above(largest_reduced_angle * largest_reduced_angle)) [[unlikely]]
    sincos_half_of_large<T, W>(angle, sine, cosine);
  else sincos_half<T, W>(angle, sine, cosine);
}

}  // namespace qneko::QNEKO_ISA
