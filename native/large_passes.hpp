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

// A state begins as one amplitude, and a pass reaches what its rotations reach from there: blocks
// with nothing in them are left alone, and of the others only what can be there is read.
struct LocalPass {
  Walk corners, inside;
  std::vector<char> live;  // by index in the block: what passes before this one have reached
  bool fills = false;      // after it every amplitude has been written
  std::vector<LocalStep> steps;
};

// How the state is copied out: basis state k of the result is `source(k)` of ours. In blocks that
// hold whole cache lines of both, so that every line is fetched once.
struct BlockedCopy {
  Walk source, corners, outputs, inputs;

  BlockedCopy(const Plan& plan, int lane_bits) : source(plan.readout_offset, plan.readout) {
    const int n = plan.n_qubits;
    Span block(std::min(n, 6));
    // results that come from one vector of ours and the next ones: k with source(k) a low bit
    for (uint32_t k : preimages(plan.readout, std::min(n, lane_bits + 2))) block.add(k);
    std::vector<uint32_t> images;
    for (uint32_t k : block.basis()) images.push_back(source(k) ^ plan.readout_offset);
    corners = Walk(0, block.complement(n));
    outputs = Walk(0, block.basis());
    inputs = Walk(0, images);
  }

 private:
  // For each of some low bits the sum of columns that is this bit, by Gauss and Jordan.
  static std::vector<uint32_t> preimages(std::vector<uint32_t> columns, int n_bits) {
    std::vector<uint32_t> sums;
    for (size_t i = 0; i < columns.size(); ++i) sums.push_back(1u << i);
    for (int bit = 0; bit < int(columns.size()); ++bit) {
      size_t at = bit;
      while (!(columns[at] >> bit & 1)) ++at;  // the columns are a basis
      std::swap(columns[at], columns[bit]);
      std::swap(sums[at], sums[bit]);
      for (size_t i = 0; i < columns.size(); ++i)
        if (int(i) != bit && columns[i] >> bit & 1)
          columns[i] ^= columns[bit], sums[i] ^= sums[bit];
    }
    sums.resize(n_bits);
    return sums;
  }
};

// The cut of a plan's layers into passes, for vectors of 2^lane_bits amplitudes and blocks of at
// most 2^block_bits vectors.
inline std::vector<LocalPass> cut_into_passes(const Plan& plan, int lane_bits, int block_bits) {
  const int vector_bits = plan.n_qubits - lane_bits;
  const int most = std::min(block_bits, vector_bits), contiguous = std::min(3, vector_bits);
  std::vector<LocalPass> passes;
  Span reached(plan.initial_states.empty() ? 0 : vector_bits);
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
    pass.corners = Walk(0, span.beyond(reached.basis()));
    pass.inside = Walk(0, span.basis());
    for (uint32_t k = 0; k < pass.inside.size(); ++k)
      pass.live.push_back(reached.holds(pass.inside(k)));
    for (uint32_t x : span.basis()) reached.add(x);
    pass.fills = reached.dimension() == vector_bits;
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
