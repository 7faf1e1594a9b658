#include "pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace qneko {
namespace {

using Clock = std::chrono::steady_clock;

struct Job {
  Job(int chunks, int workers, const std::function<void(int, int)>& work)
      : n_chunks(chunks), n_workers(workers), body(work) {}

  const int n_chunks, n_workers;
  const std::function<void(int, int)>& body;
  std::atomic<int> next_chunk{0}, next_worker{1};
  std::atomic<bool> stop{false};
  std::exception_ptr error;
  std::mutex error_mutex;

  void work(int worker, const std::function<bool()>* interrupted) {
    auto last_look = Clock::now();
    while (!stop) {
      int chunk = next_chunk++;
      if (chunk >= n_chunks) return;
      try {
        body(chunk, worker);
      } catch (...) {
        std::lock_guard lock(error_mutex);
        if (!error) error = std::current_exception();
        stop = true;
      }
      if (interrupted && Clock::now() - last_look > std::chrono::milliseconds(50)) {
        if ((*interrupted)()) stop = true;
        last_look = Clock::now();
      }
    }
  }
};

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Looks for `holds` for a while; returns whether it came true.
template <class Condition>
bool spin(std::chrono::microseconds longest, Condition holds) {
  const auto end = Clock::now() + longest;
  do {
    for (int i = 0; i < 32; ++i) {
      if (holds()) return true;
      pause();
    }
  } while (Clock::now() < end);
  return false;
}

// To wake a thread takes tens of microseconds, as long as a small batch. Calls often follow one
// another closely, as in training, so a thread watches for the next one a little while before it
// sleeps.
constexpr std::chrono::microseconds watch_for_job{100}, watch_for_end{50};

class Pool {
 public:
  void run(Job& job) {
    bool asleep;
    {
      std::lock_guard lock(mutex_);
      while (int(threads_.size()) < job.n_workers - 1) threads_.emplace_back([this] { loop(); });
      job_ = &job;
      places_ = job.n_workers - 1;
      asleep = sleeping_ > 0;
    }
    if (asleep) wake_.notify_all();
  }

  // Returns when no thread holds the job any more.
  void finish() {
    {
      std::lock_guard lock(mutex_);
      places_ = 0;
      job_ = nullptr;
    }
    if (spin(watch_for_end, [this] { return running_ == 0; })) return;
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  void loop() {
    for (;;) {
      spin(watch_for_job, [this] { return places_ > 0; });
      std::unique_lock lock(mutex_);
      ++sleeping_;
      wake_.wait(lock, [this] { return places_ > 0; });
      --sleeping_;
      --places_;
      ++running_;
      Job* job = job_;
      const int worker = job->next_worker++;
      lock.unlock();
      job->work(worker, nullptr);
      lock.lock();
      if (--running_ == 0) idle_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::vector<std::thread> threads_;
  Job* job_ = nullptr;
  int sleeping_ = 0;
  // written under the mutex, watched without it
  std::atomic<int> places_{0}, running_{0};
};

std::mutex use;  // one job at a time; a second caller works alone
Pool* pool = nullptr;

// A forked child has none of the threads: it leaves the old pool behind and makes its own.
void after_fork() {
  pool = nullptr;
  new (&use) std::mutex;
}

}  // namespace

bool parallel_for(int n_chunks, int n_workers, const std::function<void(int, int)>& body,
                  const std::function<bool()>& interrupted) {
  Job job(n_chunks, std::min(n_workers, n_chunks), body);
  std::unique_lock lock(use, std::defer_lock);
  if (job.n_workers > 1 && lock.try_lock()) {
    if (!pool) {
      static const int registered = pthread_atfork(nullptr, nullptr, after_fork);
      (void)registered;
      pool = new Pool;  // never deleted: its threads wait until the process ends
    }
    pool->run(job);
    job.work(0, &interrupted);
    pool->finish();
  } else {
    job.work(0, &interrupted);
  }
  if (job.error) std::rethrow_exception(job.error);
  return !job.stop;
}

}  // namespace qneko
