#include "memory.hpp"

#include <unistd.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <vector>

namespace qneko {

namespace {

constexpr std::size_t line = 64, huge_page = std::size_t(2) << 20;

// To an eighth of a power of two: close sizes share blocks.
std::size_t rounded(std::size_t bytes) {
  std::size_t step = line;
  while (step * 16 <= bytes) step *= 2;
  return std::max((bytes + step - 1) / step * step, line);
}

// Of small blocks, which only we can give back, and of large ones.
constexpr std::size_t most_kept_small = std::size_t(64) << 20;
std::size_t most_kept_large() {
  const std::size_t machine = std::size_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  return std::min(machine / 16, std::size_t(1) << 30);
}

class Memory {
 public:
  void* take(std::size_t size) {
    {
      std::lock_guard lock(mutex_);
      auto& waiting = waiting_[size];
      if (!waiting.empty()) {
        void* block = waiting.back();
        waiting.pop_back();
        kept(size) -= size;
        return block;
      }
    }
    return allocate_aligned(size);
  }

  void give_back(void* block, std::size_t size) {
#ifdef MADV_FREE
    // still ours when it is needed soon, and the system's where memory runs short
    if (size >= large_block) madvise(block, size, MADV_FREE);
#endif
    {
      std::lock_guard lock(mutex_);
      if (kept(size) + size <= (size < large_block ? most_kept_small : most_large_)) {
        waiting_[size].push_back(block);
        kept(size) += size;
        return;
      }
    }
    std::free(block);
  }

 private:
  std::size_t& kept(std::size_t size) { return size < large_block ? kept_small_ : kept_large_; }

  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> waiting_;
  std::size_t kept_small_ = 0, kept_large_ = 0;
  const std::size_t most_large_ = most_kept_large();
};

// never deleted: arrays may outlive the module
Memory& memory() {
  static auto* one = new Memory;
  return *one;
}

}  // namespace

void* take_memory(std::size_t bytes) { return memory().take(rounded(bytes)); }

void give_back_memory(void* block, std::size_t bytes) { memory().give_back(block, rounded(bytes)); }

void* allocate_aligned(std::size_t bytes) {
  const std::size_t alignment = bytes >= large_block ? huge_page : line;
  const std::size_t size = bytes ? (bytes + alignment - 1) / alignment * alignment : alignment;
  void* block = std::aligned_alloc(alignment, size);
  if (!block) throw std::bad_alloc();
#ifdef __linux__
  if (alignment == huge_page) madvise(block, size, MADV_HUGEPAGE);
#endif
  return block;
}

}  // namespace qneko
