// W numbers in double precision, in as many registers as they need: angles and derivatives, whatever
// the precision of the states.
#pragma once

#include <algorithm>
#include <utility>

#include "simd.hpp"

namespace qneko::QNEKO_ISA {

// Compilers move vectors wider than a register through memory, so this is an array of such that fit.
template <int W>
struct Doubles {
  static constexpr int width = std::min(W, full_width<double>), count = W / width;
  using Part = Lanes<double, width>;
  Part part[count]{};

  Doubles() = default;
  explicit Doubles(double x) {
    for (Part& p : part) p += x;
  }
  double operator[](int lane) const { return part[lane / width][lane % width]; }
  void set(int lane, double x) { part[lane / width][lane % width] = x; }

  template <class Operation>
  QNEKO_INLINE Doubles& each(const Doubles& other, Operation operation) {
    for (int i = 0; i < count; ++i) operation(part[i], other.part[i]);
    return *this;
  }
  QNEKO_INLINE Doubles& operator+=(const Doubles& other) {
    return each(other, [](Part& a, Part b) { a += b; });
  }
  QNEKO_INLINE Doubles& operator-=(const Doubles& other) {
    return each(other, [](Part& a, Part b) { a -= b; });
  }
  QNEKO_INLINE Doubles& operator*=(const Doubles& other) {
    return each(other, [](Part& a, Part b) { a *= b; });
  }
  QNEKO_INLINE Doubles& operator*=(double x) { return *this *= Doubles(x); }
  friend QNEKO_INLINE Doubles operator+(Doubles a, const Doubles& b) { return a += b; }
  friend QNEKO_INLINE Doubles operator-(Doubles a, const Doubles& b) { return a -= b; }
  friend QNEKO_INLINE Doubles operator*(Doubles a, const Doubles& b) { return a *= b; }
  friend QNEKO_INLINE Doubles operator*(Doubles a, double x) { return a *= x; }

  QNEKO_INLINE double sum() const {
    Part total = part[0];
    for (int i = 1; i < count; ++i) total += part[i];
    return sum_lanes(total);
  }
  // Whether any lane is above `limit` or not a number.
  bool any_above(double limit) const {
    bool within = true;
    for (int i = 0; i < W; ++i) within &= (*this)[i] <= limit;
    return !within;
  }
};

// Halves side by side, and the lower or upper half.
template <class V, class Half, int... l>
QNEKO_INLINE V join(Half low, Half high, std::integer_sequence<int, l...>) {
  return __builtin_shufflevector(low, high, l...);
}
template <class Half, int from, class V, int... l>
QNEKO_INLINE Half half_of(V v, std::integer_sequence<int, l...>) {
  return __builtin_shufflevector(v, v, (from + l)...);
}

// Conversion to lanes of T, a float or a whole number.
template <class T, int W>
QNEKO_INLINE Lanes<T, W> narrowed(const Doubles<W>& v) {
  static_assert(Doubles<W>::count <= 2);
  using Part = Lanes<T, Doubles<W>::width>;
  if constexpr (Doubles<W>::count == 1) return __builtin_convertvector(v.part[0], Part);
  else
    return join<Lanes<T, W>>(__builtin_convertvector(v.part[0], Part),
                             __builtin_convertvector(v.part[1], Part),
                             std::make_integer_sequence<int, W>{});
}

template <class V>
QNEKO_INLINE Doubles<lanes<V>> widened(V v) {
  using Wide = Doubles<lanes<V>>;
  Wide out;
  if constexpr (Wide::count == 1) {
    out.part[0] = __builtin_convertvector(v, typename Wide::Part);
  } else {
    using Half = Lanes<Scalar<V>, Wide::width>;
    constexpr auto all = std::make_integer_sequence<int, Wide::width>{};
    out.part[0] = __builtin_convertvector((half_of<Half, 0>(v, all)), typename Wide::Part);
    out.part[1] =
        __builtin_convertvector((half_of<Half, Wide::width>(v, all)), typename Wide::Part);
  }
  return out;
}

}  // namespace qneko::QNEKO_ISA
