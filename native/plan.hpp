// What a compiled circuit is to the core: masks, angles and layers. Data only, so that another
// executor (a GPU's) can read the same plan.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace qneko {

// A product of variables; its factor f >= 0 is feature f, f < 0 is weight -1 - f.
struct Term {
  double coefficient;
  std::vector<int> features;
  std::vector<int> weights;
};

// A polynomial of features and weights, in radians.
struct Angle {
  std::vector<Term> terms;
  bool shared = true;      // no features: one value for the whole batch
  bool trainable = false;  // depends on a feature or a weight, so it has a derivative
};

// exp(-i angle P / 2), where P pairs p with p ^ x and a state's side is parity(p & z).
// x == 0: P = Z^z, diagonal. x != 0: P = i X^x Z^z, with parity(x & z) == 1, a real rotation.
struct Rotation {
  uint32_t x, z;
  int angle;
};

// A GF(2)-affine walk over all basis states: index k stands for offset ^ (xor of basis[i], bit i of k).
// Two small tables give any index with two loads, whatever the number of qubits.
class Walk {
 public:
  Walk() = default;
  Walk(uint32_t offset, const std::vector<uint32_t>& basis) {
    int n = int(basis.size()), low = n < 8 ? n : 8;
    shift_ = low;
    low_mask_ = (1u << low) - 1;
    low_ = expand(offset, basis, 0, low);
    high_ = expand(0, basis, low, n);
    size_ = 1u << n;
  }
  uint32_t operator()(uint32_t k) const { return low_[k & low_mask_] ^ high_[k >> shift_]; }
  uint32_t size() const { return size_; }

 private:
  static std::vector<uint32_t> expand(uint32_t first, const std::vector<uint32_t>& basis, int from,
                                      int to) {
    std::vector<uint32_t> out(1, first);
    for (int i = from; i < to; ++i)
      for (size_t k = 0, size = out.size(); k < size; ++k) out.push_back(out[k] ^ basis[i]);
    return out;
  }
  int shift_ = 0;
  uint32_t low_mask_ = 0, size_ = 1;
  std::vector<uint32_t> low_{0}, high_{0};
};

// The sparse Walsh-Hadamard transform of a set of masks, as a binary tree: at each bit the masks
// that hold it part from those that do not. Read downwards it folds 2^n values to one coefficient
// a mask; read upwards it builds 2^n values from the coefficients. Both cost about 2 * 2^n
// operations for masks of one bit, against n * 2^n of the full transform.
struct MaskTree {
  struct Node {
    int bit = -1;      // the highest bit in any mask below; -1: a leaf
    int without = -1;  // child of the masks that do not hold it; -1: none
    int with = -1;     // child of the masks that do, with the bit taken off
    int leaf = -1;     // a leaf's mask, as its position in the list
  };
  std::vector<Node> nodes;
  int root = -1;

  MaskTree() = default;
  explicit MaskTree(const std::vector<uint32_t>& masks) {
    std::vector<std::pair<uint32_t, int>> all;
    for (size_t i = 0; i < masks.size(); ++i) all.push_back({masks[i], int(i)});
    root = build(all);
  }

 private:
  int build(const std::vector<std::pair<uint32_t, int>>& masks) {
    if (masks.empty()) return -1;
    uint32_t any = 0;
    for (auto& m : masks) any |= m.first;
    Node node;
    if (any == 0) {
      node.leaf = masks[0].second;  // the compiler merges equal masks: only one can be left
    } else {
      node.bit = 31 - __builtin_clz(any);
      std::vector<std::pair<uint32_t, int>> with, without;
      for (auto [mask, i] : masks) {
        if (mask >> node.bit & 1) with.push_back({mask ^ (1u << node.bit), i});
        else without.push_back({mask, i});
      }
      node.without = build(without);
      node.with = build(with);
    }
    nodes.push_back(node);
    return int(nodes.size()) - 1;
  }
};

// Rotations that commute and run in one pass over the state.
struct Layer {
  bool diagonal = false;
  bool shared = true;      // diagonal: no angle reads a feature, one table serves the batch
  bool trainable = false;  // some angle has a derivative that anybody reads
  int table = -1;          // diagonal: layers with the same number have the same phase table
  std::vector<Rotation> rotations;  // diagonal: masks of basis states, signs as at walk(0)
  Walk walk;                        // diagonal: order in which the masks are single bits
  MaskTree tree;                    // diagonal: over the rotations' masks in that order
};

// Pauli terms that flip the same bits: <P> = Re(phase * sum_q (-1)^parity(z & q) psi*(q ^ x) psi(q)).
struct ObservableGroup {
  uint32_t x = 0;
  bool imaginary = false;  // phase is i, not 1
  struct Member {
    int mask, observable;  // the observable holds coefficient times the string of the mask
    double coefficient;
  };
  std::vector<Member> members;
  std::vector<uint32_t> masks;  // the strings' z, of basis states

  Walk walk;
  MaskTree tree;  // over the z of the strings
};

struct Plan {
  int n_qubits = 0, n_features = 0, n_weights = 0, n_observables = 0;
  std::vector<Angle> angles;
  std::vector<Rotation> start;  // real rotations of |0...0>: a product state
  // Or the start is given: amplitude angles[j] (a number here, not an angle) at basis state
  // initial_states[j], normalised for every sample; then `start` is empty.
  std::vector<uint32_t> initial_states;
  std::vector<int> initial_amplitudes;
  std::vector<Layer> layers;
  std::vector<ObservableGroup> groups;
  int phase = -1;                 // angle of exp(i angle), the circuit's global phase
  std::vector<uint32_t> readout;  // basis of the walk from a logical index to where it lies
  uint32_t readout_offset = 0;
};

}  // namespace qneko
