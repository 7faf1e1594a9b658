// A tile of a Gram matrix of fidelities: blocks of overlaps by BLAS, each on one thread of ours,
// squared while they are in the cache.
#pragma once

#include <algorithm>
#include <complex>
#include <utility>
#include <vector>

#include "moduli.hpp"
#include "runner.hpp"

namespace qneko {

// The Fortran interface of BLAS; R is the real type of T.
template <class T, class R>
struct Blas {
  void (*gemm)(char* trans_a, char* trans_b, int* m, int* n, int* k, T* alpha, T* a, int* lda, T* b,
               int* ldb, T* beta, T* c, int* ldc);
  void (*herk)(char* uplo, char* trans, int* n, int* k, R* alpha, T* a, int* lda, R* beta, T* c,
               int* ldc);
};

// Rows of a matrix of states; `size` numbers a state.
template <class R>
struct States {
  const std::complex<R>* data;
  int64_t count;
  int size;
};

// Fills out[i, j] = |<left_i|right_j>|^2, rows `stride` apart. Without `right` it is `left` too, and
// the tile exactly symmetric. The cut into blocks does not depend on the number of threads, so
// neither does any bit of the result.
template <class R>
class FidelityTile {
  using T = std::complex<R>;
  // Large enough for BLAS to run at its speed, small enough for the overlaps to stay in the cache.
  static constexpr int64_t block = 128;

 public:
  FidelityTile(const Blas<T, R>& blas, States<R> left, States<R> right, R* out, int64_t stride)
      : blas_(blas), left_(left), right_(right), out_(out), stride_(stride) {}

  bool run(int n_workers, const ParallelFor& parallel) const {
    const bool symmetric = right_.data == nullptr;
    const int64_t n_right = symmetric ? left_.count : right_.count;
    std::vector<std::pair<int64_t, int64_t>> corners;
    for (int64_t i = 0; i < left_.count; i += block)
      for (int64_t j = symmetric ? i : 0; j < n_right; j += block) corners.push_back({i, j});
    std::vector<std::vector<T>> overlaps(n_workers);
    return parallel(int(corners.size()), [&](int chunk, int worker) {
      overlaps[worker].resize(block * block);
      const auto [i, j] = corners[chunk];
      if (!symmetric) off_diagonal(i, j, right_, overlaps[worker].data(), false);
      else if (i != j) off_diagonal(i, j, left_, overlaps[worker].data(), true);
      else diagonal(i, overlaps[worker].data());
    });
  }

 private:
  // BLAS counts columns first: it sees our rows as columns, and what it leaves in column i we read
  // as row i. Conjugation does not matter to the modulus.
  void off_diagonal(int64_t i, int64_t j, const States<R>& right, T* z, bool mirrored) const {
    int rows = int(std::min(block, left_.count - i)),
        columns = int(std::min(block, right.count - j));
    int k = left_.size, width = std::max(k, 1);
    char conjugate = 'C', plain = 'N';
    T one = 1, zero = 0;
    blas_.gemm(&conjugate, &plain, &columns, &rows, &k, &one, at(right, j), &width, at(left_, i),
               &width, &zero, z, &columns);
    square_moduli(z, rows, columns, out_ + i * stride_ + j, stride_);
    if (!mirrored) return;
    for (int64_t b = 0; b < columns; ++b)
      for (int64_t a = 0; a < rows; ++a)
        out_[(j + b) * stride_ + i + a] = out_[(i + a) * stride_ + j + b];
  }

  void diagonal(int64_t i, T* z) const {
    int rows = int(std::min(block, left_.count - i)), k = left_.size, width = std::max(k, 1);
    char lower = 'L', conjugate = 'C';
    R one = 1, zero = 0;
    blas_.herk(&lower, &conjugate, &rows, &k, &one, at(left_, i), &width, &zero, z, &rows);
    square_moduli_symmetric(z, rows, out_ + i * (stride_ + 1), stride_);
  }

  // BLAS takes what it only reads as a plain pointer too.
  static T* at(const States<R>& states, int64_t row) {
    return const_cast<T*>(states.data) + row * states.size;
  }

  const Blas<T, R> blas_;
  const States<R> left_, right_;
  R* const out_;
  const int64_t stride_;
};

}  // namespace qneko
