#include "memory.hpp"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstdlib>
#include <new>

namespace qneko {

void* allocate_aligned(std::size_t bytes) {
  constexpr std::size_t line = 64, huge_page = std::size_t(2) << 20;
  const std::size_t alignment = bytes >= 2 * huge_page ? huge_page : line;
  const std::size_t rounded = bytes ? (bytes + alignment - 1) / alignment * alignment : alignment;
  void* block = std::aligned_alloc(alignment, rounded);
  if (!block) throw std::bad_alloc();
#ifdef __linux__
  if (alignment == huge_page) madvise(block, rounded, MADV_HUGEPAGE);
#endif
  return block;
}

}  // namespace qneko
