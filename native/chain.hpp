// From the derivative by an angle to those by features and weights.
#pragma once

#include "workspace.hpp"

namespace qneko::QNEKO_ISA {

template <class T, int W>
void clear_gradients(Workspace<T, W>& ws) {
  using VD = Doubles<W>;
  for (int f = 0; f < ws.plan.n_features; ++f) ws.gradient_x[f] = VD{};
  for (int k = 0; k < ws.plan.n_weights; ++k) ws.gradient_w[k] = VD{};
}

// Carry dE/dangle on. Without `sums`, every sample keeps its own derivatives by the weights.
template <class T, int W>
void collect(Workspace<T, W>& ws, int a, Lanes<T, W> gradient, double* sums) {
  const Plan& plan = ws.plan;
  if (!plan.angles[a].trainable) return;
  const Doubles<W> lanes = widened(gradient);
  const auto& terms = ws.prepared.terms;
  angle_backward(a, lanes, terms, ws.shared->angles, ws.x.get(), ws.gradient_x.get());
  if (sums) angle_backward_sums(a, lanes, terms, ws.x.get(), sums, int(plan.angles.size()));
  else
    angle_backward_by_weight(a, lanes, plan, ws.x.get(), ws.shared->weights, ws.gradient_w.get());
}

template <class T, int W>
void write_rows(const Doubles<W>* columns, int n_columns, int64_t first, int count, T* out) {
  for (int i = 0; i < count; ++i)
    for (int c = 0; c < n_columns; ++c) out[(first + i) * n_columns + c] = T(columns[c][i]);
}

}  // namespace qneko::QNEKO_ISA
