// Runs a plan on one large state at a time, in the passes of large_passes.hpp; values and states
// only. Gradients of large circuits take the batched executor with few lanes.
#pragma once

#include <cstring>
#include <utility>

#include "large_passes.hpp"
#include "prepared.hpp"
#include "runner.hpp"

namespace qneko::QNEKO_ISA {

// Lane l of the result is lane l ^ x of v.
template <class V, uint32_t x, size_t... l>
QNEKO_INLINE V exchange_lanes(V v, std::index_sequence<l...>) {
  return __builtin_shufflevector(v, v, (int(l) ^ int(x))...);
}

template <class V, uint32_t x>
QNEKO_INLINE V exchange_lanes(V v) {
  if constexpr (x == 0) return v;
  else return exchange_lanes<V, x>(v, std::make_index_sequence<lanes<V>>{});
}

// A real rotation that moves lanes (x_lane) or signs them: psi' = c psi - s (-1)^side partner.
// sine[l] holds s with the sign of lane l's side.
template <class V, uint32_t x_lane>
void rotate_twisted(V* block, int bits, const LocalRotation& r, Scalar<V> c, V sine) {
  const uint32_t pivot = r.x & -r.x;
  for (uint32_t k = 0; k < 1u << bits; ++k) {
    if (k & pivot) continue;
    uint32_t partner = k ^ r.x;
    V s = __builtin_parity(r.z & k) ? -sine : sine;
    V other = __builtin_parity(r.z & partner) ? -sine : sine;
    for (int plane = 0; plane < 2; ++plane) {
      V a = block[2 * k + plane], b = block[2 * partner + plane];
      block[2 * k + plane] = c * a - s * exchange_lanes<V, x_lane>(b);
      if (pivot) block[2 * partner + plane] = c * b - other * exchange_lanes<V, x_lane>(a);
    }
  }
}

template <class V, size_t... x>
void rotate_twisted(V* block, int bits, const LocalRotation& r, Scalar<V> c, V sine,
                    std::index_sequence<x...>) {
  ((r.x_lane == x ? rotate_twisted<V, uint32_t(x)>(block, bits, r, c, sine) : void()), ...);
}

// One sample's angles, as scalars.
template <class T>
struct SampleAngles {
  std::vector<double> angle;
  std::vector<T> sine, cosine;  // of half the angle

  SampleAngles(const Plan& plan, const FeatureTerms& terms, const WeightedAngles& weighted,
               const T* features) {
    using One = Doubles<1>;
    std::vector<One> x;
    for (int f = 0; f < plan.n_features; ++f) x.push_back(One(double(features[f])));
    for (size_t a = 0; a < plan.angles.size(); ++a) {
      angle.push_back(angle_lanes<One>(int(a), terms, weighted, x.data())[0]);
      sine.push_back(T(std::sin(angle.back() / 2)));
      cosine.push_back(T(std::cos(angle.back() / 2)));
    }
  }
};

template <class T>
class LargeExecutor {
  static constexpr int width = full_width<T>;
  static constexpr int lane_bits = width == 16 ? 4 : width == 8 ? 3 : width == 4 ? 2 : 1;
  // a block and its table of phases, 128 KiB each, stay in the second cache
  static constexpr int block_bits = (sizeof(T) == 4 ? 14 : 13) - lane_bits;
  static constexpr int n_chunks = 256;  // whatever the number of workers
  using V = Lanes<T, width>;

 public:
  LargeExecutor(const Plan& plan, const FeatureTerms& terms)
      : plan_(plan),
        terms_(terms),
        n_vectors_(size_t(1) << (plan.n_qubits - lane_bits)),
        passes_(cut_into_passes(plan, lane_bits, block_bits)),
        copy_(plan, lane_bits) {}

  bool run(const Batch<T>& batch, int n_workers, const ParallelFor& parallel) const {
    Buffer<V> state(2 * n_vectors_);
    const WeightedAngles weighted(plan_, terms_, batch.weights);
    for (int64_t sample = 0; sample < batch.n_samples; ++sample) {
      const SampleAngles<T> angles(plan_, terms_, weighted,
                                   batch.features + sample * plan_.n_features);
      start(state.get(), angles, sample, parallel);
      for (const LocalPass& pass : passes_)
        if (!run_pass(pass, state.get(), angles, n_workers, parallel)) return false;
      if (batch.values && !write_values(batch, sample, state.get(), parallel)) return false;
      if (batch.states && !write_states(batch, sample, state.get(), angles, parallel)) return false;
    }
    return true;
  }

 private:
  struct Scratch {
    Buffer<V> block{size_t(2) << block_bits}, table{size_t(2) << block_bits};
    std::vector<Turn<V>> turns;
    std::vector<Complex<V>> half_phase;
  };

  T* amplitude(V* state, uint32_t p) const {
    return reinterpret_cast<T*>(state + 2 * (p >> lane_bits)) + (p & (width - 1));
  }

  void start(V* state, const SampleAngles<T>& angles, int64_t sample,
             const ParallelFor& parallel) const {
    const bool given = !plan_.initial_states.empty();
    // passes that reach everything have nothing to find but the first vector
    const size_t cleared = given || passes_.empty() || !passes_.back().fills ? n_vectors_ : 1;
    in_chunks(cleared, parallel, [&](size_t from, size_t to, int) {
      std::memset(static_cast<void*>(state + 2 * from), 0, 2 * (to - from) * sizeof(V));
    });
    double norm = 0;
    for (int a : plan_.initial_amplitudes) norm += angles.angle[a] * angles.angle[a];
    if (!given) *amplitude(state, 0) = 1;
    else if (!(norm > 0)) throw zero_amplitudes(sample);
    for (size_t j = 0; j < plan_.initial_states.size(); ++j)
      *amplitude(state, plan_.initial_states[j]) =
          T(angles.angle[plan_.initial_amplitudes[j]] / std::sqrt(norm));
  }

  // ---- passes

  bool run_pass(const LocalPass& pass, V* state, const SampleAngles<T>& angles, int n_workers,
                const ParallelFor& parallel) const {
    std::vector<std::unique_ptr<Scratch>> scratch(n_workers);
    return in_chunks(pass.corners.size(), parallel, [&](size_t from, size_t to, int worker) {
      if (!scratch[worker]) scratch[worker] = std::make_unique<Scratch>();
      V* block = scratch[worker]->block.get();
      for (size_t c = from; c < to; ++c) {
        const uint32_t corner = pass.corners(uint32_t(c)), size = pass.inside.size();
        for (uint32_t k = 0; k < size; ++k)
          if (pass.live[k])
            std::memcpy(block + 2 * k, state + 2 * size_t(corner ^ pass.inside(k)), 2 * sizeof(V));
          else block[2 * k] = block[2 * k + 1] = V{};
        for (const LocalStep& step : pass.steps) run_step(step, corner, angles, *scratch[worker]);
        for (uint32_t k = 0; k < size; ++k)
          std::memcpy(state + 2 * size_t(corner ^ pass.inside(k)), block + 2 * k, 2 * sizeof(V));
      }
    });
  }

  void run_step(const LocalStep& step, uint32_t corner, const SampleAngles<T>& angles,
                Scratch& scratch) const {
    if (step.diagonal) return multiply(step, corner, angles, scratch);
    V* block = scratch.block.get();
    scratch.turns.resize(step.plain.size());
    for (size_t j = 0; j < step.plain.size(); ++j) {
      T s = angles.sine[step.plain[j].angle];
      scratch.turns[j] = {broadcast<V>(angles.cosine[step.plain[j].angle]),
                          broadcast<V>(other_side(step.plain[j], corner) ? -s : s)};
    }
    for (const Sweep& sweep : step.sweeps) rotate(block, sweep, scratch.turns.data());
    for (const LocalRotation& r : step.twisted) {
      T s = angles.sine[r.angle];
      V sine = lane_signs(r.z_lane) * (other_side(r, corner) ? -s : s);
      rotate_twisted<V>(block, step.bits, r, angles.cosine[r.angle], sine,
                        std::make_index_sequence<width>{});
    }
  }

  void multiply(const LocalStep& step, uint32_t corner, const SampleAngles<T>& angles,
                Scratch& scratch) const {
    auto& half = scratch.half_phase;
    half.assign(step.n_groups, {broadcast<V>(1), V{}});
    for (size_t j = 0; j < step.phases.size(); ++j) {
      const LocalRotation& r = step.phases[j];
      T c = angles.cosine[r.angle], s = angles.sine[r.angle];
      V im = lane_signs(r.z_lane) * (other_side(r, corner) ? s : -s);
      Complex<V>& h = half[step.group[j]];
      h = {h.re * c - h.im * im, h.re * im + h.im * c};
    }
    auto* table = reinterpret_cast<Complex<V>*>(scratch.table.get());
    build_phase(step.tree, step.tree.root, table, step.bits, half.data());
    V* block = scratch.block.get();
    for (uint32_t k = 0; k < 1u << step.bits; ++k) {
      V re = block[2 * k], im = block[2 * k + 1];
      block[2 * k] = re * table[k].re - im * table[k].im;
      block[2 * k + 1] = im * table[k].re + re * table[k].im;
    }
  }

  static bool other_side(const LocalRotation& r, uint32_t corner) {
    return (__builtin_parity(r.z_index & corner) != 0) != r.flipped;
  }

  static V lane_signs(uint32_t mask) {
    V signs;
    for (int l = 0; l < width; ++l) signs[l] = __builtin_parity(mask & l) ? T(-1) : T(1);
    return signs;
  }

  // ---- reading

  bool write_values(const Batch<T>& batch, int64_t sample, const V* state,
                    const ParallelFor& parallel) const {
    std::vector<double> values(plan_.n_observables);
    for (const ObservableGroup& group : plan_.groups) {
      std::vector<std::vector<double>> sums(n_chunks, std::vector<double>(group.masks.size()));
      if (!in_chunks(n_vectors_, parallel, [&](size_t from, size_t to, int, int chunk) {
            sum_masks(group, state, from, to, sums[chunk]);
          }))
        return false;
      for (const auto& member : group.members)
        for (const auto& part : sums)
          values[member.observable] += member.coefficient * part[member.mask];
    }
    for (int o = 0; o < plan_.n_observables; ++o)
      batch.values[sample * plan_.n_observables + o] = T(values[o]);
    return true;
  }

  // Adds, for each mask z, the sum over some vectors of (-1)^parity(z & q) psi*(q ^ x) psi(q).
  void sum_masks(const ObservableGroup& group, const V* state, size_t from, size_t to,
                 std::vector<double>& sums) const {
    const uint32_t x_index = group.x >> lane_bits, x_lane = group.x & (width - 1);
    std::vector<V> totals(group.masks.size());
    for (size_t v = from; v < to; ++v) {
      const V *b = state + 2 * v, *a = state + 2 * (v ^ x_index);
      V re = a[0], im = a[1];
      if (x_lane)
        for (int l = 0; l < width; ++l)
          re[l] = a[0][l ^ int(x_lane)], im[l] = a[1][l ^ int(x_lane)];
      V product = group.imaginary ? im * b[0] - re * b[1] : re * b[0] + im * b[1];
      for (size_t m = 0; m < group.masks.size(); ++m)
        if (__builtin_parity(uint32_t(v) & (group.masks[m] >> lane_bits))) totals[m] -= product;
        else totals[m] += product;
      // keep the running sums short: float32 would lose what is small beside them
      if ((v & 255) == 255 || v + 1 == to)
        for (size_t m = 0; m < group.masks.size(); ++m) {
          sums[m] += sum_lanes(totals[m] * lane_signs(group.masks[m] & (width - 1)));
          totals[m] = V{};
        }
    }
  }

  bool write_states(const Batch<T>& batch, int64_t sample, V* state, const SampleAngles<T>& angles,
                    const ParallelFor& parallel) const {
    const double phase = angles.angle[plan_.phase];
    const T re = T(std::cos(phase)), im = T(std::sin(phase));
    T* out = batch.states + 2 * sample * n_vectors_ * width;
    return in_chunks(copy_.corners.size(), parallel, [&](size_t from, size_t to, int) {
      for (size_t c = from; c < to; ++c) {
        const uint32_t first = copy_.corners(uint32_t(c)), from_first = copy_.source(first);
        for (uint32_t j = 0; j < copy_.outputs.size(); ++j) {
          const T* at = amplitude(state, from_first ^ copy_.inputs(j));
          T* to_here = out + 2 * size_t(first ^ copy_.outputs(j));
          to_here[0] = at[0] * re - at[width] * im;
          to_here[1] = at[width] * re + at[0] * im;
        }
      }
    });
  }

  // body(from, to, worker[, chunk]) on equal parts of [0, size).
  template <class Body>
  static bool in_chunks(size_t size, const ParallelFor& parallel, Body body) {
    const size_t length = (size + n_chunks - 1) / n_chunks;
    const int used = int((size + length - 1) / length);
    return parallel(used, [&](int chunk, int worker) {
      size_t from = chunk * length, to = std::min(size, from + length);
      if constexpr (std::is_invocable_v<Body, size_t, size_t, int, int>)
        body(from, to, worker, chunk);
      else body(from, to, worker);
    });
  }

  const Plan& plan_;
  const FeatureTerms& terms_;
  const size_t n_vectors_;
  const std::vector<LocalPass> passes_;
  const BlockedCopy copy_;
};

}  // namespace qneko::QNEKO_ISA
