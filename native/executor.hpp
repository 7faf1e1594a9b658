// Runs a plan on a block of samples: the whole circuit and its adjoint before the next block, so
// that the state stays in the cache. Layout: [2^n][re, im][lanes].
#pragma once

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

#include "prepared.hpp"
#include "runner.hpp"

namespace qneko::QNEKO_ISA {

// One thread's memory and the steps of one block.
template <class T, int W>
class Executor {
  using V = Lanes<T, W>;
  using VD = Lanes<double, W>;

 public:
  explicit Executor(const Prepared& prepared)
      : prepared_(prepared),
        plan_(*prepared.plan),
        n_(1u << plan_.n_qubits),
        x_(plan_.n_features),
        gradient_x_(plan_.n_features),
        gradient_w_(plan_.n_weights),
        sine_(plan_.angles.size()),
        cosine_(plan_.angles.size()),
        turns_(longest_real()),
        half_(longest_diagonal()),
        mask_values_(std::max<size_t>(longest_diagonal(), longest_group())),
        rotation_gradient_(std::max<size_t>(plan_.start.size(), longest_real())),
        state_(2 * size_t(n_)),
        table_(2 * size_t(n_)),
        scratch_(n_),
        product_(2 * (size_t(1) << plan_.start.size())) {}

  // Before the first block of a call.
  void begin(const Shared<T>& shared, bool gradients) {
    shared_ = &shared;
    if (gradients && !adjoint_.size()) adjoint_.allocate(2 * size_t(n_));
    for (size_t a = 0; a < plan_.angles.size(); ++a)
      if (plan_.angles[a].shared) trigonometry(a, broadcast<VD>(shared.angles.base[a]));
  }

  // Samples [first, first + count) of the batch, count <= W; sums get what the weights' gradient needs.
  void run(const Batch<T>& batch, int64_t first, int count, double* sums) {
    load(batch, first, count);
    T* kept = batch.kept ? batch.kept + 2 * size_t(n_) * first : nullptr;
    start(first);
    if (batch.resume) {
      std::memcpy(static_cast<void*>(state_.get()), kept, 2 * sizeof(V) * n_);
    } else {
      forward();
      if (kept) std::memcpy(kept, static_cast<const void*>(state_.get()), 2 * sizeof(V) * n_);
    }
    if (batch.states) write_states(batch, first, count);
    if (batch.values) write_values(batch, first, count);
    if (batch.cotangent) {
      load_adjoint(batch, first, count);
      backward(sums);
      if (batch.gradient_x)
        write_rows(gradient_x_.get(), plan_.n_features, first, count, batch.gradient_x);
      if (batch.gradient_w_rows)
        write_rows(gradient_w_.get(), plan_.n_weights, first, count, batch.gradient_w_rows);
    }
  }

 private:
  // ---- angles

  // Lanes beyond `count` repeat the last sample, so that they hold finite numbers.
  void load(const Batch<T>& batch, int64_t first, int count) {
    for (int i = 0; i < W; ++i) {
      const T* row = batch.features + (first + (i < count ? i : count - 1)) * plan_.n_features;
      for (int f = 0; f < plan_.n_features; ++f) x_[f][i] = double(row[f]);
    }
    for (size_t a = 0; a < plan_.angles.size(); ++a)
      if (!plan_.angles[a].shared)
        trigonometry(a, angle_lanes(int(a), prepared_.terms, shared_->angles, x_.get()));
    table_in_use_ = -1;
  }

  void trigonometry(size_t a, VD angle) { sincos_half<T, W>(angle, sine_[a], cosine_[a]); }

  const Turn<V>* turns(const Layer& layer) {
    for (size_t j = 0; j < layer.rotations.size(); ++j) {
      const int a = layer.rotations[j].angle;
      turns_[j] = {cosine_[a], sine_[a]};
    }
    return turns_.get();
  }

  // ---- forward

  void start(int64_t first) {
    if (plan_.initial_states.empty()) start_from_product();
    else start_from_amplitudes(first);
  }

  void forward() {
    for (size_t l = 0; l < plan_.layers.size(); ++l) {
      if (plan_.layers[l].diagonal) {
        multiply(l);
      } else {
        const Turn<V>* t = turns(plan_.layers[l]);
        for (const Sweep& sweep : prepared_.forward[l]) rotate(state_.get(), sweep, t);
      }
    }
  }

  // The product state that the first rotations make of |0...0>; product_[2^i + k] keeps the
  // amplitudes of the first i of them for the way back.
  void start_from_product() {
    V* p = product_.get();
    p[1] = broadcast<V>(1);
    for (size_t i = 0; i < plan_.start.size(); ++i) {
      V c = cosine_[plan_.start[i].angle], s = sine_[plan_.start[i].angle];
      for (size_t k = 0, half = size_t(1) << i; k < half; ++k) {
        p[2 * half + k] = p[half + k] * c;
        p[3 * half + k] = p[half + k] * s;
      }
    }
    uint32_t size = prepared_.start.size();
    if (size < n_) std::memset(static_cast<void*>(state_.get()), 0, 2 * sizeof(V) * n_);
    for (uint32_t k = 0; k < size; ++k) {
      V* at = &state_[2 * prepared_.start(k)];
      at[0] = p[size + k];
      at[1] = V{};
    }
  }

  void start_from_amplitudes(int64_t first) {
    std::memset(static_cast<void*>(state_.get()), 0, 2 * sizeof(V) * n_);
    VD norm{};
    for (int a : plan_.initial_amplitudes) {
      VD value = amplitude(a);
      norm += value * value;
    }
    for (int i = 0; i < W; ++i) {
      if (!(norm[i] > 0)) throw zero_amplitudes(first + i);
      norm[i] = 1 / std::sqrt(norm[i]);
    }
    inverse_norm_ = norm;
    for (size_t j = 0; j < plan_.initial_states.size(); ++j)
      state_[2 * plan_.initial_states[j]] =
          __builtin_convertvector(amplitude(plan_.initial_amplitudes[j]) * norm, V);
  }

  VD amplitude(int a) { return angle_lanes(a, prepared_.terms, shared_->angles, x_.get()); }

  const Complex<V>* phase_table(size_t l) {
    const Layer& layer = plan_.layers[l];
    auto* table = reinterpret_cast<Complex<V>*>(table_.get());
    if (layer.table != table_in_use_) {
      for (size_t j = 0; j < layer.rotations.size(); ++j) {
        int a = layer.rotations[j].angle;
        half_[j] = {cosine_[a], -sine_[a]};
      }
      build_phase(layer.tree, layer.tree.root, table, plan_.n_qubits, half_.get());
      table_in_use_ = layer.table;
    }
    return table;
  }

  void multiply(size_t l) {
    const Layer& layer = plan_.layers[l];
    auto step = [](V* at, auto re, auto im) {
      V r = at[0], i = at[1];
      at[0] = r * re - i * im;
      at[1] = i * re + r * im;
    };
    if (layer.shared) {
      const Complex<T>* table = shared_->tables[l];
      for (uint32_t p = 0; p < n_; ++p)
        step(&state_[2 * p], broadcast<V>(table[p].re), broadcast<V>(table[p].im));
    } else {
      const Complex<V>* table = phase_table(l);
      for (uint32_t k = 0; k < n_; ++k) step(&state_[2 * layer.walk(k)], table[k].re, table[k].im);
    }
  }

  // ---- reading

  void write_states(const Batch<T>& batch, int64_t first, int count) {
    V im, re;
    VD phase = angle_lanes(plan_.phase, prepared_.terms, shared_->angles, x_.get());
    sincos_half<T, W>(phase * 2, im, re);
    for (uint32_t k = 0; k < n_; ++k) {
      const V* at = &state_[2 * prepared_.readout(k)];
      V r = at[0] * re - at[1] * im, i = at[1] * re + at[0] * im;
      for (int lane = 0; lane < count; ++lane) {
        T* out = batch.states + 2 * ((first + lane) * size_t(n_) + k);
        out[0] = r[lane];
        out[1] = i[lane];
      }
    }
  }

  void write_values(const Batch<T>& batch, int64_t first, int count) {
    int n_obs = plan_.n_observables;
    for (int i = 0; i < count; ++i)
      for (int o = 0; o < n_obs; ++o) batch.values[(first + i) * n_obs + o] = 0;
    for (const ObservableGroup& group : plan_.groups) {
      for (uint32_t k = 0; k < n_; ++k) {
        uint32_t q = group.walk(k);
        const V *a = &state_[2 * (q ^ group.x)], *b = &state_[2 * q];
        scratch_[k] = group.imaginary ? a[1] * b[0] - a[0] * b[1] : a[0] * b[0] + a[1] * b[1];
      }
      fold(group.tree, group.tree.root, scratch_.get(), plan_.n_qubits, mask_values_.get());
      for (const auto& member : group.members) {
        V term = mask_values_[member.mask] * T(member.coefficient);
        for (int i = 0; i < count; ++i)
          batch.values[(first + i) * n_obs + member.observable] += term[i];
      }
    }
  }

  // adjoint = (sum over observables of cotangent * observable) state; lanes beyond `count` get 0.
  void load_adjoint(const Batch<T>& batch, int64_t first, int count) {
    bool empty = true;  // what the first group writes need not be cleared before
    for (const ObservableGroup& group : plan_.groups) {
      for (size_t j = 0; j < group.masks.size(); ++j) mask_values_[j] = V{};
      for (const auto& member : group.members)
        for (int i = 0; i < count; ++i)
          mask_values_[member.mask][i] +=
              T(member.coefficient) *
              batch.cotangent[(first + i) * plan_.n_observables + member.observable];
      build_sum(group.tree, group.tree.root, scratch_.get(), plan_.n_qubits, mask_values_.get());
      for (uint32_t k = 0; k < n_; ++k) {
        uint32_t q = group.walk(k);
        const V* from = &state_[2 * q];
        V* to = &adjoint_[2 * (q ^ group.x)];
        V m = scratch_[k];
        V re = group.imaginary ? -m * from[1] : m * from[0];
        V im = group.imaginary ? m * from[0] : m * from[1];
        to[0] = empty ? re : to[0] + re;
        to[1] = empty ? im : to[1] + im;
      }
      empty = false;
    }
    if (empty) std::memset(static_cast<void*>(adjoint_.get()), 0, 2 * sizeof(V) * n_);
  }

  void write_rows(const VD* columns, int n_columns, int64_t first, int count, T* out) {
    for (int i = 0; i < count; ++i)
      for (int c = 0; c < n_columns; ++c) out[(first + i) * n_columns + c] = T(columns[c][i]);
  }

  // ---- backward

  void backward(double* sums) {
    for (int f = 0; f < plan_.n_features; ++f) gradient_x_[f] = VD{};
    for (int k = 0; k < plan_.n_weights; ++k) gradient_w_[k] = VD{};
    for (size_t l = plan_.layers.size(); l-- > 0;) {
      const Layer& layer = plan_.layers[l];
      if (layer.diagonal) {
        undo_phases(l, sums);
      } else {
        const Turn<V>* t = turns(layer);
        for (const Sweep& sweep : prepared_.backward[l])
          rotate_back(state_.get(), adjoint_.get(), sweep, t, rotation_gradient_.get());
        for (size_t j = 0; j < layer.rotations.size(); ++j)
          collect(layer.rotations[j].angle, rotation_gradient_[j], sums);
      }
    }
    if (plan_.initial_states.empty()) {
      start_gradient();
      for (size_t j = 0; j < plan_.start.size(); ++j)
        collect(plan_.start[j].angle, rotation_gradient_[j], sums);
    } else {
      amplitude_gradient(sums);
    }
  }

  // dE/dangle_j = sum_p (-1)^parity(z_j & p) Im(adjoint* state)(p), and the inverse phases of both.
  void undo_phases(size_t l, double* sums) {
    const Layer& layer = plan_.layers[l];
    // before the first layer only the adjoint is read
    auto with = [&](auto trainable, auto with_state, auto phase) {
      for (uint32_t k = 0; k < n_; ++k) {
        const uint32_t p = layer.walk(k);
        V *s = &state_[2 * p], *a = &adjoint_[2 * p];
        const V sr = s[0], si = s[1], ar = a[0], ai = a[1];
        if constexpr (trainable) scratch_[k] = ar * si - ai * sr;
        const Complex<V> t = phase(k, p);
        a[0] = ar * t.re + ai * t.im;
        a[1] = ai * t.re - ar * t.im;
        if constexpr (with_state) {
          s[0] = sr * t.re + si * t.im;
          s[1] = si * t.re - sr * t.im;
        }
      }
    };
    auto choose = [&](auto phase) {
      using Yes = std::true_type;
      using No = std::false_type;
      if (layer.trainable) l ? with(Yes{}, Yes{}, phase) : with(Yes{}, No{}, phase);
      else l ? with(No{}, Yes{}, phase) : with(No{}, No{}, phase);
    };
    if (layer.shared)
      choose([table = shared_->tables[l]](uint32_t, uint32_t p) {
        return Complex<V>{broadcast<V>(table[p].re), broadcast<V>(table[p].im)};
      });
    else choose([table = phase_table(l)](uint32_t k, uint32_t) { return table[k]; });
    if (!layer.trainable) return;
    fold(layer.tree, layer.tree.root, scratch_.get(), plan_.n_qubits, mask_values_.get());
    for (size_t j = 0; j < layer.rotations.size(); ++j)
      collect(layer.rotations[j].angle, mask_values_[j], sums);
  }

  // The product state is real, so only the adjoint's real part counts. Contract it with one factor
  // after the other, from the last, against the product of the ones before.
  void start_gradient() {
    uint32_t size = prepared_.start.size();
    V* a = scratch_.get();
    for (uint32_t k = 0; k < size; ++k) a[k] = adjoint_[2 * prepared_.start(k)];
    for (size_t i = plan_.start.size(); i-- > 0;) {
      V c = cosine_[plan_.start[i].angle], s = sine_[plan_.start[i].angle];
      V low{}, high{};
      const V* before = product_.get() + (size_t(1) << i);
      for (size_t k = 0, half = size_t(1) << i; k < half; ++k) {
        low += before[k] * a[k];
        high += before[k] * a[k + half];
        a[k] = c * a[k] + s * a[k + half];
      }
      rotation_gradient_[i] = c * high - s * low;
    }
  }

  // psi = a / |a|, so dE/da_j = 2 / |a| (Re adjoint_j - psi_j sum_k psi_k Re adjoint_k).
  void amplitude_gradient(double* sums) {
    VD along{};
    auto read = [](const V* at) { return __builtin_convertvector(at[0], VD); };
    for (size_t j = 0; j < plan_.initial_states.size(); ++j)
      along += amplitude(plan_.initial_amplitudes[j]) * inverse_norm_ *
               read(&adjoint_[2 * plan_.initial_states[j]]);
    for (size_t j = 0; j < plan_.initial_states.size(); ++j) {
      int a = plan_.initial_amplitudes[j];
      VD psi = amplitude(a) * inverse_norm_;
      VD slope = read(&adjoint_[2 * plan_.initial_states[j]]) - psi * along;
      collect(a, __builtin_convertvector(slope * inverse_norm_ * 2, V), sums);
    }
  }

  // Carry dE/dangle on. Without `sums`, every sample keeps its own derivatives by the weights.
  void collect(int a, V gradient, double* sums) {
    if (!plan_.angles[a].trainable) return;
    VD lanes = __builtin_convertvector(gradient, VD);
    angle_backward(a, lanes, prepared_.terms, shared_->angles, x_.get(), gradient_x_.get());
    if (sums)
      angle_backward_sums(a, lanes, prepared_.terms, x_.get(), sums, int(plan_.angles.size()));
    else angle_backward_by_weight(a, lanes, plan_, x_.get(), shared_->weights, gradient_w_.get());
  }

  size_t longest_diagonal() const {
    size_t most = 0;
    for (const Layer& l : plan_.layers)
      if (l.diagonal) most = std::max(most, l.rotations.size());
    return most;
  }
  size_t longest_real() const {
    size_t most = 0;
    for (const Layer& l : plan_.layers)
      if (!l.diagonal) most = std::max(most, l.rotations.size());
    return most;
  }
  size_t longest_group() const {
    size_t most = 0;
    for (const ObservableGroup& g : plan_.groups) most = std::max(most, g.masks.size());
    return most;
  }

  const Prepared& prepared_;
  const Plan& plan_;
  const Shared<T>* shared_ = nullptr;
  const uint32_t n_;
  int table_in_use_ = -1;
  VD inverse_norm_{};
  Buffer<VD> x_, gradient_x_, gradient_w_;
  Buffer<V> sine_, cosine_;
  Buffer<Turn<V>> turns_;
  Buffer<Complex<V>> half_;
  Buffer<V> mask_values_, rotation_gradient_, state_, table_, scratch_, product_, adjoint_;
};

}  // namespace qneko::QNEKO_ISA
