// Vectors whose lanes are samples.
#pragma once

#include <cstring>
#include <type_traits>
#include <utility>

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
  constexpr int n = lanes<V>;
  if constexpr (n == 1) {
    return double(v[0]);
  } else {  // halves first: a chain of n additions would take n times as long
    using Half = Lanes<Scalar<V>, n / 2>;
    Half low, high;
    std::memcpy(&low, &v, sizeof(Half));
    std::memcpy(&high, reinterpret_cast<const char*>(&v) + sizeof(Half), sizeof(Half));
    return sum_lanes<Half>(low + high);
  }
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

}  // namespace qneko::QNEKO_ISA
