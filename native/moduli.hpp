// |z|^2 of a matrix of overlaps, written where the Gram matrix wants it.
#pragma once

#include <complex>
#include <cstdint>

namespace qneko {

// out[i, j] = |z[i, j]|^2 of a C-ordered tile; rows of `out` are `stride` apart.
template <class T>
void square_moduli(const std::complex<T>* z, int64_t rows, int64_t columns, T* out,
                   int64_t stride) {
  for (int64_t i = 0; i < rows; ++i) {
    const T* from = reinterpret_cast<const T*>(z + i * columns);
    T* to = out + i * stride;
    for (int64_t j = 0; j < columns; ++j)
      to[j] = from[2 * j] * from[2 * j] + from[2 * j + 1] * from[2 * j + 1];
  }
}

// The same for a Hermitian tile of which only row i's columns j >= i are there: both triangles are
// written, and 1 on the diagonal.
template <class T>
void square_moduli_symmetric(const std::complex<T>* z, int64_t n, T* out, int64_t stride) {
  constexpr int64_t block = 32;  // a block and its mirror image both stay in the first cache
  for (int64_t i0 = 0; i0 < n; i0 += block)
    for (int64_t j0 = i0; j0 < n; j0 += block)
      for (int64_t i = i0; i < i0 + block && i < n; ++i) {
        const T* from = reinterpret_cast<const T*>(z + i * n);
        for (int64_t j = j0 > i ? j0 : i + 1; j < j0 + block && j < n; ++j) {
          T square = from[2 * j] * from[2 * j] + from[2 * j + 1] * from[2 * j + 1];
          out[i * stride + j] = square;
          out[j * stride + i] = square;
        }
        if (i0 == j0) out[i * stride + i] = 1;
      }
}

}  // namespace qneko
