// How one large state is cut: the lanes are amplitudes, the lowest bits of a basis state's index,
// and several layers run on one block in the cache before it goes back to memory.
//
// A rotation pairs vector v with v ^ (x >> L) and, inside a vector, lane l with l ^ (x mod 2^L). A
// pass takes rotations whose vector parts span at most D dimensions: the cosets of that span are
// blocks of 2^D vectors that no rotation of the pass leaves. Phases never leave a block.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "span.hpp"
#include "sweep.hpp"

namespace qneko::QNEKO_ISA {

// One layer, or part of one, in the coordinates of a block: a mask's part inside the vector (lane),
// inside the block (x, z), and across blocks (z_index, which gives a sign a block).
struct LocalRotation {
  uint32_t x, z, x_lane, z_lane, z_index;
  bool flipped;  // the layer's walk starts on the other side of the mask
  int angle;
};

struct LocalStep {
  bool diagonal = false;
  int bits = 0;                        // of an index in the block
  std::vector<LocalRotation> plain;    // real, whole vectors: run in sweeps
  std::vector<Sweep> sweeps;           // over `plain`
  std::vector<LocalRotation> twisted;  // real, moving or signing lanes
  std::vector<LocalRotation> phases;   // diagonal
  std::vector<int> group;              // of each phase: those that differ in lanes and blocks only
  int n_groups = 0;
  MaskTree tree;  // over the groups' masks
};

struct LocalPass {
  Walk corners, inside;
  std::vector<LocalStep> steps;
};

// The cut of a plan's layers into passes, for vectors of 2^lane_bits amplitudes and blocks of at
// most 2^block_bits vectors.
inline std::vector<LocalPass> cut_into_passes(const Plan& plan, int lane_bits, int block_bits) {
  const int vector_bits = plan.n_qubits - lane_bits;
  const int most = std::min(block_bits, vector_bits), contiguous = std::min(3, vector_bits);
  std::vector<LocalPass> passes;
  // parts of layers, still in global coordinates, that one block shape serves
  struct Part {
    bool diagonal;
    uint32_t offset;
    std::vector<Rotation> rotations;
  };
  std::vector<Part> parts;
  Span span(contiguous);

  auto local = [&](const Rotation& r, uint32_t offset) {
    uint32_t lanes_mask = (1u << lane_bits) - 1;
    return LocalRotation{span.coordinates(r.x >> lane_bits),
                         span.restrict(r.z >> lane_bits),
                         r.x & lanes_mask,
                         r.z & lanes_mask,
                         r.z >> lane_bits,
                         __builtin_parity(r.z & offset) != 0,
                         r.angle};
  };
  auto close = [&] {
    if (parts.empty()) return;
    for (uint32_t bit = 0; span.dimension() < most; ++bit) span.add(1u << bit);
    LocalPass pass;
    pass.corners = Walk(0, span.complement(vector_bits));
    pass.inside = Walk(0, span.basis());
    for (const Part& part : parts) {
      LocalStep step;
      step.diagonal = part.diagonal;
      step.bits = span.dimension();
      std::vector<uint32_t> masks;
      std::vector<Rotation> plain;
      for (const Rotation& r : part.rotations) {
        LocalRotation l = local(r, part.offset);
        if (part.diagonal) {
          auto at = std::find(masks.begin(), masks.end(), l.z);
          step.group.push_back(int(at - masks.begin()));
          if (at == masks.end()) masks.push_back(l.z);
          step.phases.push_back(l);
        } else if (l.x_lane || l.z_lane) {
          step.twisted.push_back(l);
        } else {
          step.plain.push_back(l);
          plain.push_back({l.x, l.z, l.angle});
        }
      }
      step.sweeps = make_sweeps(plain, span.dimension(), most_in_tile);
      step.n_groups = int(masks.size());
      step.tree = MaskTree(masks);
      pass.steps.push_back(std::move(step));
    }
    passes.push_back(std::move(pass));
    parts.clear();
    span = Span(contiguous);
  };
  auto take = [&](bool diagonal, uint32_t offset, std::vector<Rotation> rotations) {
    while (!rotations.empty()) {
      Part part{diagonal, offset, {}};
      std::vector<Rotation> rest;
      for (const Rotation& r : rotations) {
        uint32_t x = r.x >> lane_bits;
        bool fits = span.holds(x) || span.dimension() < most;
        if (fits) span.add(x);
        (fits ? part.rotations : rest).push_back(r);
      }
      if (!part.rotations.empty()) parts.push_back(std::move(part));
      if (!rest.empty()) close();  // they commute with what went before them in this layer
      rotations = std::move(rest);
    }
  };
  take(false, 0, plan.start);
  for (const Layer& layer : plan.layers) take(layer.diagonal, layer.walk(0), layer.rotations);
  close();
  return passes;
}

}  // namespace qneko::QNEKO_ISA
