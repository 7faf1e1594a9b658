// The face of an executor, the same for every instruction set; variant.cpp fills it in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "plan.hpp"

namespace qneko {

// One call on a batch. Pointers that are null ask for nothing; T is float or double throughout.
template <class T>
struct Batch {
  int64_t n_samples = 0;
  const T* features = nullptr;      // (n_samples, n_features)
  const double* weights = nullptr;  // (n_weights,)
  const T* cotangent = nullptr;     // (n_samples, n_observables)
  T* values = nullptr;              // (n_samples, n_observables)
  T* gradient_x = nullptr;          // (n_samples, n_features)
  double* gradient_w = nullptr;     // (n_weights,), summed over the samples
  T* gradient_w_rows = nullptr;     // (n_samples, n_weights), each sample's own
  // Final states in the executor's own layout, kept_size(n_samples) numbers: written by a call with
  // values, read instead of running forward by a call with `resume` on the same batch.
  T* kept = nullptr;
  bool resume = false;
  T* states = nullptr;  // (n_samples, 2^n) complex, bit q of the index is qubit q
};

// Runs body(chunk, worker) for all chunks below n_chunks on some threads; false: it was cancelled.
using ParallelFor = std::function<bool(int n_chunks, const std::function<void(int, int)>& body)>;

template <class T>
class Runner {
 public:
  virtual ~Runner() = default;
  // Values come out the same to the last bit whatever the number of workers.
  virtual bool run(const Batch<T>& batch, int n_workers, const ParallelFor& parallel) const = 0;
  virtual int64_t kept_size(int64_t n_samples) const = 0;
};

// One maker an instruction set; dispatch.cpp picks.
template <class T>
using MakeRunner = std::unique_ptr<Runner<T>> (*)(std::shared_ptr<const Plan> plan);

template <class T>
std::unique_ptr<Runner<T>> make_runner(std::shared_ptr<const Plan> plan);

const char* isa_name();

}  // namespace qneko
