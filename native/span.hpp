// Which basis states a few xor masks reach from one another.
#pragma once

#include <cstdint>
#include <vector>

namespace qneko {

// A subspace of index space over GF(2), in reduced echelon form.
class Span {
 public:
  explicit Span(int low_bits) {
    for (int i = 0; i < low_bits; ++i) basis_.push_back(1u << i);
  }

  int dimension() const { return int(basis_.size()); }
  bool holds(uint32_t x) const { return reduce(x) == 0; }

  void add(uint32_t x) {
    x = reduce(x);
    if (!x) return;
    uint32_t lowest = x & -x;
    for (uint32_t& b : basis_)
      if (b & lowest) b ^= x;
    basis_.push_back(x);
  }

  // Coordinates of a member.
  uint32_t coordinates(uint32_t x) const {
    uint32_t k = 0;
    for (size_t i = 0; i < basis_.size(); ++i)
      if (x & pivot(i)) k |= 1u << i;
    return k;
  }

  // The mask that reads, of in-block coordinates, what `z` reads of the index.
  uint32_t restrict(uint32_t z) const {
    uint32_t k = 0;
    for (size_t i = 0; i < basis_.size(); ++i) k |= uint32_t(__builtin_parity(z & basis_[i])) << i;
    return k;
  }

  const std::vector<uint32_t>& basis() const { return basis_; }

  // Those of some vectors that lead out of it and of what the others reach.
  std::vector<uint32_t> beyond(const std::vector<uint32_t>& vectors) const {
    Span wider = *this;
    std::vector<uint32_t> out;
    for (uint32_t x : vectors)
      if (!wider.holds(x)) wider.add(x), out.push_back(x);
    return out;
  }

  // Unit vectors that reach every coset once.
  std::vector<uint32_t> complement(int n_bits) const {
    uint32_t pivots = 0;
    for (size_t i = 0; i < basis_.size(); ++i) pivots |= pivot(i);
    std::vector<uint32_t> out;
    for (int bit = 0; bit < n_bits; ++bit)
      if (!(pivots >> bit & 1)) out.push_back(1u << bit);
    return out;
  }

 private:
  // The lowest bit of a vector is its pivot: no other vector has it.
  uint32_t pivot(size_t i) const { return basis_[i] & -basis_[i]; }
  uint32_t reduce(uint32_t x) const {
    for (size_t i = 0; i < basis_.size(); ++i)
      if (x & pivot(i)) x ^= basis_[i];
    return x;
  }
  std::vector<uint32_t> basis_;
};

}  // namespace qneko
