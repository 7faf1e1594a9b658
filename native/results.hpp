// Memory of results, used again: pages fresh from the system cost more than a small circuit.
#pragma once

#include <cstdlib>
#include <map>
#include <mutex>
#include <vector>

#include "memory.hpp"

namespace qneko {

// Blocks wait for the next request of their size, up to some MiB in all. Thread-safe.
class ResultMemory {
 public:
  void* take(size_t bytes) {
    const size_t size = rounded(bytes);
    {
      std::lock_guard lock(mutex_);
      auto& waiting = waiting_[size];
      if (!waiting.empty()) {
        void* block = waiting.back();
        waiting.pop_back();
        held_ -= size;
        return block;
      }
    }
    return allocate_aligned(size);
  }

  void give_back(void* block, size_t bytes) {
    const size_t size = rounded(bytes);
    {
      std::lock_guard lock(mutex_);
      if (held_ + size <= most_held) {
        waiting_[size].push_back(block);
        held_ += size;
        return;
      }
    }
    std::free(block);
  }

 private:
  static constexpr size_t most_held = size_t(64) << 20;
  // To an eighth of a power of two: close sizes share blocks.
  static size_t rounded(size_t bytes) {
    size_t step = 64;
    while (step * 16 <= bytes) step *= 2;
    return (bytes + step - 1) / step * step;
  }

  std::mutex mutex_;
  std::map<size_t, std::vector<void*>> waiting_;
  size_t held_ = 0;
};

}  // namespace qneko
