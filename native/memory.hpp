// Memory for numbers, used again: pages fresh from the system cost more than a small circuit, and
// large ones as much as a large circuit.
#pragma once

#include <cstddef>

namespace qneko {

// From here on a block is kept when it is given back, and lies in huge pages.
constexpr std::size_t large_block = std::size_t(4) << 20;

// On a cache line's boundary. Thread-safe. Blocks that were given back serve the next request of
// their size; some of the machine's memory waits so, and the system may take large blocks back.
void* take_memory(std::size_t bytes);
void give_back_memory(void* block, std::size_t bytes);

// Neither kept nor taken from what is kept; to be freed by std::free.
void* allocate_aligned(std::size_t bytes);

}  // namespace qneko
