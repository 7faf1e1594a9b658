// Threads that wait for chunks of work. One pool a process; made at the first call that needs it.
#pragma once

#include <functional>

namespace qneko {

// Runs body(chunk, worker) once for every chunk in [0, n_chunks), worker in [0, n_workers); the
// calling thread is worker 0. Between its chunks, at most every 50 ms, it calls `interrupted`; when
// that returns true no further chunk is begun and false comes back. The first exception of a body
// is thrown again here.
bool parallel_for(int n_chunks, int n_workers, const std::function<void(int, int)>& body,
                  const std::function<bool()>& interrupted);

}  // namespace qneko
