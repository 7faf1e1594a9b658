// Angles of a call: what weights alone decide is computed once, the rest once a sample.
#pragma once

#include <vector>

#include "plan.hpp"
#include "trigonometry.hpp"

namespace qneko::QNEKO_ISA {

// The terms of all angles that hold features, one behind the other.
struct FeatureTerms {
  struct Item {
    int angle;
    const Term* term;
  };
  std::vector<Item> items;
  std::vector<int> first;  // of each angle; one more at the end

  explicit FeatureTerms(const Plan& plan) {
    for (size_t a = 0; a < plan.angles.size(); ++a) {
      first.push_back(int(items.size()));
      for (const Term& t : plan.angles[a].terms)
        if (!t.features.empty()) items.push_back({int(a), &t});
    }
    first.push_back(int(items.size()));
  }
};

// Values that one set of weights gives: base[a] is the part of angle a without features, and
// factor[i] what multiplies the features of term i.
struct WeightedAngles {
  std::vector<double> base, factor;

  WeightedAngles(const Plan& plan, const FeatureTerms& terms, const double* w) {
    auto product = [w](const Term& t) {
      double value = t.coefficient;
      for (int k : t.weights) value *= w[k];
      return value;
    };
    for (const Angle& angle : plan.angles) {
      double sum = 0;
      for (const Term& t : angle.terms)
        if (t.features.empty()) sum += product(t);
      base.push_back(sum);
    }
    for (const auto& item : terms.items) factor.push_back(product(*item.term));
  }
};

// Angle a of a block of samples, in double precision; x[f] are the lanes of feature f.
template <class VD>
QNEKO_INLINE VD angle_lanes(int a, const FeatureTerms& terms, const WeightedAngles& weighted,
                            const VD* x) {
  VD value = VD(weighted.base[a]);
  for (int i = terms.first[a]; i < terms.first[a + 1]; ++i) {
    VD product = VD(weighted.factor[i]);
    for (int f : terms.items[i].term->features) product *= x[f];
    value += product;
  }
  return value;
}

// Carry dE/dangle of a block on to its features, lane by lane.
template <class VD>
void angle_backward(int a, VD gradient, const FeatureTerms& terms, const WeightedAngles& weighted,
                    const VD* x, VD* gradient_x) {
  for (int i = terms.first[a]; i < terms.first[a + 1]; ++i) {
    const Term& term = *terms.items[i].term;
    for (size_t j = 0; j < term.features.size(); ++j) {
      VD product = gradient * weighted.factor[i];
      for (size_t k = 0; k < term.features.size(); ++k)
        if (k != j) product *= x[term.features[k]];
      gradient_x[term.features[j]] += product;
    }
  }
}

// Carry it on into sums over samples, from which the weights' gradient is read once at the end:
// sums[a] belongs to the base of angle a, sums[n_angles + i] to the factor of term i.
template <class VD>
void angle_backward_sums(int a, VD gradient, const FeatureTerms& terms, const VD* x, double* sums,
                         int n_angles) {
  sums[a] += gradient.sum();
  for (int i = terms.first[a]; i < terms.first[a + 1]; ++i) {
    const Term& term = *terms.items[i].term;
    if (term.weights.empty()) continue;
    VD product = gradient;
    for (int f : term.features) product *= x[f];
    sums[n_angles + i] += product.sum();
  }
}

// Carry it on to the weights at once, where every sample keeps its own derivatives.
template <class VD>
void angle_backward_by_weight(int a, VD gradient, const Plan& plan, const VD* x, const double* w,
                              VD* gradient_w) {
  for (const Term& term : plan.angles[a].terms) {
    if (term.weights.empty()) continue;
    VD outer = gradient * term.coefficient;
    for (int f : term.features) outer *= x[f];
    for (size_t j = 0; j < term.weights.size(); ++j) {
      VD product = outer;
      for (size_t k = 0; k < term.weights.size(); ++k)
        if (k != j) product *= w[term.weights[k]];
      gradient_w[term.weights[j]] += product;
    }
  }
}

// The chain rule from the sums to the weights.
inline void weights_backward(const Plan& plan, const FeatureTerms& terms, const double* w,
                             const double* sums, double* gradient_w) {
  auto spread = [&](const Term& t, double g) {
    for (size_t j = 0; j < t.weights.size(); ++j) {
      double product = g * t.coefficient;
      for (size_t k = 0; k < t.weights.size(); ++k)
        if (k != j) product *= w[t.weights[k]];
      gradient_w[t.weights[j]] += product;
    }
  };
  for (size_t a = 0; a < plan.angles.size(); ++a)
    for (const Term& t : plan.angles[a].terms)
      if (t.features.empty()) spread(t, sums[a]);
  for (size_t i = 0; i < terms.items.size(); ++i)
    spread(*terms.items[i].term, sums[plan.angles.size() + i]);
}

}  // namespace qneko::QNEKO_ISA
