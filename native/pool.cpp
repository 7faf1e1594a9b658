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

class Pool {
 public:
  void run(Job& job) {
    {
      std::lock_guard lock(mutex_);
      while (int(threads_.size()) < job.n_workers - 1) threads_.emplace_back([this] { loop(); });
      job_ = &job;
      waiting_ = job.n_workers - 1;
      running_ = 0;
    }
    wake_.notify_all();
  }

  // Returns when no thread holds the job any more.
  void finish() {
    std::unique_lock lock(mutex_);
    waiting_ = 0;
    job_ = nullptr;
    idle_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return waiting_ > 0; });
      --waiting_;
      ++running_;
      Job* job = job_;
      int worker = job->next_worker++;
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
  int waiting_ = 0, running_ = 0;
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
