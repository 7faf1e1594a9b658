// Memory for numbers.
#pragma once

#include <cstddef>

namespace qneko {

// On a cache line's boundary, or in huge pages where the block is large and the system has them: in
// small pages the first touch takes as long as a large circuit. To be freed by std::free.
void* allocate_aligned(std::size_t bytes);

}  // namespace qneko
