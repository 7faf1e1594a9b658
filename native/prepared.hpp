// What a plan and a call need beside themselves: tiles, tables, memory.
#pragma once

#include <cmath>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "angles.hpp"
#include "memory.hpp"
#include "rotate_back.hpp"
#include "transforms.hpp"

namespace qneko::QNEKO_ISA {

// Uninitialised memory on a cache line's boundary.
template <class V>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t n) { allocate(n); }
  void allocate(size_t n) {
    release();
    const size_t bytes = n * sizeof(V);
    data_ = static_cast<V*>(bytes < large_block ? allocate_aligned(bytes) : take_memory(bytes));
    size_ = n;
  }
  ~Buffer() { release(); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  V* get() const { return data_; }
  V& operator[](size_t i) const { return data_[i]; }
  size_t size() const { return size_; }

 private:
  void release() {
    const size_t bytes = size_ * sizeof(V);
    if (bytes < large_block) std::free(data_);
    else give_back_memory(data_, bytes);
    data_ = nullptr;
    size_ = 0;
  }
  V* data_ = nullptr;
  size_t size_ = 0;
};

inline std::invalid_argument zero_amplitudes(int64_t sample) {
  return std::invalid_argument("sample " + std::to_string(sample) +
                               " has amplitudes that are all zero");
}

// What a plan needs beside itself, made once.
struct Prepared {
  std::shared_ptr<const Plan> plan;
  FeatureTerms terms;
  std::vector<std::vector<Sweep>> forward, backward;  // of each real layer
  Walk readout, start;

  explicit Prepared(std::shared_ptr<const Plan> p)
      : plan(std::move(p)), terms(*plan), readout(plan->readout_offset, plan->readout) {
    for (const Layer& layer : plan->layers) {
      bool real = !layer.diagonal;
      forward.push_back(real ? make_sweeps(layer.rotations, plan->n_qubits, most_in_tile)
                             : std::vector<Sweep>{});
      backward.push_back(real ? make_sweeps(layer.rotations, plan->n_qubits, most_in_tile_back)
                              : std::vector<Sweep>{});
    }
    std::vector<uint32_t> basis;
    for (const Rotation& r : plan->start) basis.push_back(r.x);
    start = Walk(0, basis);
  }
};

// The table of a diagonal layer whose angles no feature enters, by basis state.
template <class T>
std::vector<Complex<T>> phase_table(const Plan& plan, const Layer& layer,
                                    const WeightedAngles& angles) {
  std::vector<Complex<double>> half, values(size_t(1) << plan.n_qubits);
  for (const Rotation& r : layer.rotations) {
    double a = angles.base[r.angle] / 2;
    half.push_back({std::cos(a), -std::sin(a)});
  }
  build_phase(layer.tree, layer.tree.root, values.data(), plan.n_qubits, half.data());
  std::vector<Complex<T>> table(values.size());
  for (uint32_t k = 0; k < values.size(); ++k)
    table[layer.walk(k)] = {T(values[k].re), T(values[k].im)};
  return table;
}

// Tables of layers that neither features nor weights enter: made once a plan.
template <class T>
using ConstantTables = std::vector<std::vector<Complex<T>>>;

template <class T>
ConstantTables<T> constant_tables(const Prepared& prepared) {
  const Plan& plan = *prepared.plan;
  const std::vector<double> no_weights(plan.n_weights);
  const WeightedAngles angles(plan, prepared.terms, no_weights.data());
  ConstantTables<T> tables(plan.layers.size());
  for (size_t l = 0; l < plan.layers.size(); ++l)
    if (plan.layers[l].diagonal && !plan.layers[l].trainable)
      tables[l] = phase_table<T>(plan, plan.layers[l], angles);
  return tables;
}

// What one call shares between its blocks: everything that only the weights decide.
template <class T>
struct Shared {
  const double* weights;
  WeightedAngles angles;
  std::vector<const Complex<T>*> tables;  // of each shared diagonal layer

  Shared(const Prepared& prepared, const ConstantTables<T>& constant, const double* w)
      : weights(w), angles(*prepared.plan, prepared.terms, w), own_(prepared.plan->layers.size()) {
    const Plan& plan = *prepared.plan;
    for (size_t l = 0; l < plan.layers.size(); ++l) {
      const Layer& layer = plan.layers[l];
      const bool made_before = !layer.trainable && !constant.empty();
      if (layer.diagonal && layer.shared && !made_before)
        own_[l] = phase_table<T>(plan, layer, angles);
      tables.push_back(made_before ? constant[l].data() : own_[l].data());
    }
  }

 private:
  ConstantTables<T> own_;
};

}  // namespace qneko::QNEKO_ISA
