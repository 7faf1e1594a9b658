// The executor for one instruction set: compiled several times, each time with its own flags and
// its own namespace QNEKO_ISA.
#include <algorithm>
#include <mutex>

#include "executor.hpp"
#include "large.hpp"

namespace qneko::QNEKO_ISA {

template <class T>
class PlanRunner final : public Runner<T> {
 public:
  explicit PlanRunner(std::shared_ptr<const Plan> plan)
      : prepared_(std::move(plan)),
        constant_(prepared_.plan->n_qubits < large_from ? constant_tables<T>(prepared_)
                                                        : ConstantTables<T>()) {
    if (prepared_.plan->n_qubits >= large_from)
      large_ = std::make_unique<LargeExecutor<T>>(*prepared_.plan, prepared_.terms);
  }

  bool run(const Batch<T>& batch, int n_workers, const ParallelFor& parallel) const override {
    if (large_ && !batch.cotangent && !batch.kept) return large_->run(batch, n_workers, parallel);
    if (is_narrow(batch.n_samples)) return run_wide<narrow>(batch, n_workers, parallel);
    return run_wide<full_width<T>>(batch, n_workers, parallel);
  }

  int64_t kept_size(int64_t n_samples) const override {
    const int64_t width = is_narrow(n_samples) ? narrow : full_width<T>;
    return (n_samples + width - 1) / width * width * (int64_t(2) << prepared_.plan->n_qubits);
  }

 private:
  // Few samples, or states that would outgrow the cache: a quarter of the lanes.
  static constexpr int narrow = std::max<int>(full_width<T> / 4, 2);
  bool is_narrow(int64_t n_samples) const {
    return n_samples <= narrow || prepared_.plan->n_qubits >= 15;
  }

  // From here on one sample's state fills the second cache.
  static constexpr int large_from = 16;

  template <int W>
  bool run_wide(const Batch<T>& batch, int n_workers, const ParallelFor& parallel) const {
    const Plan& plan = *prepared_.plan;
    const Shared<T> shared(prepared_, constant_, batch.weights);
    // The cut into chunks depends on the batch alone and sums are added in its order, so that the
    // number of workers changes no bit.
    const int64_t n_blocks = (batch.n_samples + W - 1) / W;
    const int64_t blocks_a_chunk = (n_blocks + 255) / 256;
    const int n_chunks = int((n_blocks + blocks_a_chunk - 1) / blocks_a_chunk);
    const size_t n_sums = plan.angles.size() + prepared_.terms.items.size();
    const bool summed = batch.cotangent && batch.gradient_w;
    std::vector<std::vector<double>> sums(summed ? n_chunks : 0, std::vector<double>(n_sums));
    std::vector<std::unique_ptr<Executor<T, W>>> executors(n_workers);
    auto& idle = [this]() -> Idle<W>& {
      if constexpr (W == narrow) return idle_narrow_;
      else return idle_full_;
    }();
    const ParallelFor alone = [](int n, const std::function<void(int, int)>& body) {
      for (int chunk = 0; chunk < n; ++chunk) body(chunk, 0);
      return true;
    };
    const ParallelFor& share = flops(batch) < least_flops_to_share ? alone : parallel;
    bool done = share(n_chunks, [&](int chunk, int worker) {
      auto& executor = executors[worker];
      if (!executor) {
        executor = idle.take(prepared_, worker);
        executor->begin(shared, batch.cotangent != nullptr);
      }
      int64_t end = std::min(n_blocks, (chunk + 1) * blocks_a_chunk);
      for (int64_t block = chunk * blocks_a_chunk; block < end; ++block) {
        int count = int(std::min<int64_t>(W, batch.n_samples - block * W));
        executor->run(batch, block * W, count, summed ? sums[chunk].data() : nullptr);
      }
    });
    if (prepared_.plan->n_qubits <= most_qubits_kept)
      for (int worker = 0; worker < n_workers; ++worker)
        idle.give_back(std::move(executors[worker]), worker);
    if (!done || !summed) return done;
    std::vector<double> total(n_sums);
    for (const auto& part : sums)
      for (size_t i = 0; i < n_sums; ++i) total[i] += part[i];
    weights_backward(plan, prepared_.terms, batch.weights, total.data(), batch.gradient_w);
    return true;
  }

  // A thread that sleeps has to be woken, which costs as much as this much work.
  static constexpr double least_flops_to_share = 5e5;
  double flops(const Batch<T>& batch) const {
    double for_an_amplitude = 10;
    for (const Layer& layer : prepared_.plan->layers)
      for_an_amplitude += layer.diagonal ? 8 : 6.0 * double(layer.rotations.size());
    const double passes = batch.cotangent ? 4 : 1;  // the way back costs three times the way there
    return passes * for_an_amplitude * double(batch.n_samples) *
           double(size_t(1) << prepared_.plan->n_qubits);
  }

  // Executors wait for the next call with their memory: getting it anew from the system would cost
  // a small call more than its work. A worker gets its own one back, whose memory is in the cache of
  // the core that it most likely still runs on.
  template <int W>
  class Idle {
    using Owned = std::unique_ptr<Executor<T, W>>;

   public:
    Owned take(const Prepared& prepared, int worker) {
      {
        std::lock_guard lock(mutex_);
        if (size_t(worker) < waiting_.size() && !waiting_[worker].empty()) {
          Owned executor = std::move(waiting_[worker].back());
          waiting_[worker].pop_back();
          return executor;
        }
      }
      return std::make_unique<Executor<T, W>>(prepared);
    }
    void give_back(Owned executor, int worker) {
      if (!executor) return;
      std::lock_guard lock(mutex_);
      if (waiting_.size() <= size_t(worker)) waiting_.resize(worker + 1);
      waiting_[worker].push_back(std::move(executor));
    }

   private:
    std::mutex mutex_;
    std::vector<std::vector<Owned>> waiting_;  // by worker
  };
  // Beyond, an executor holds more than some MiB and the work hides what memory costs.
  static constexpr int most_qubits_kept = 13;

  Prepared prepared_;
  ConstantTables<T> constant_;
  std::unique_ptr<LargeExecutor<T>> large_;
  mutable Idle<full_width<T>> idle_full_;
  mutable Idle<narrow> idle_narrow_;
};

std::unique_ptr<Runner<float>> make_float(std::shared_ptr<const Plan> plan) {
  return std::make_unique<PlanRunner<float>>(std::move(plan));
}
std::unique_ptr<Runner<double>> make_double(std::shared_ptr<const Plan> plan) {
  return std::make_unique<PlanRunner<double>>(std::move(plan));
}

}  // namespace qneko::QNEKO_ISA
