// The most this machine can do on the number of threads given (default 1): fused multiply-adds per
// second in registers, all lanes, no memory, in GFLOP/s for float and double; and bytes that go to
// and from the L2 cache, in GB/s.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#if defined(__AVX512F__)
constexpr int bytes = 64;
#elif defined(__AVX__)
constexpr int bytes = 32;
#else
constexpr int bytes = 16;
#endif

// Processor time of this thread: right on a busy machine too.
double now() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

template <class T>
double flops_per_second(long steps) {
  typedef T Vector __attribute__((vector_size(bytes)));
  constexpr int chains = 12;  // latency 4-5, two a cycle: 10 chains fill the pipes
  Vector a[chains], x, y;
  for (unsigned lane = 0; lane < bytes / sizeof(T); ++lane) {
    for (int i = 0; i < chains; ++i) a[i][lane] = T(0.1) * T(i);
    x[lane] = T(0.9999), y[lane] = T(1e-4);
  }
  const double start = now();
  for (long k = 0; k < steps; ++k)
    for (int i = 0; i < chains; ++i) a[i] = a[i] * x + y;
  const double took = now() - start;
  volatile T sink = 0;
  for (int i = 0; i < chains; ++i) sink = sink + a[i][0];
  return double(steps) * chains * double(bytes / sizeof(T)) * 2 / took;
}

// 512 KiB: more than any L1 and less than most L2. Each pass reads and writes all of it.
double l2_bytes_per_second(long passes) {
  std::vector<float> data(1 << 17, 1.0f);
  const double start = now();
  for (long k = 0; k < passes; ++k)
    for (std::size_t i = 0; i < data.size(); ++i) data[i] = data[i] * 0.9999f + 1e-4f;
  const double took = now() - start;
  volatile float sink = data[7];
  (void)sink;
  return double(passes) * double(data.size()) * sizeof(float) * 2 / took;
}

template <class Rate>
double on_threads(int n_threads, Rate measure) {
  std::vector<double> rates(n_threads);
  std::vector<std::thread> threads;
  for (auto& rate : rates) threads.emplace_back([&] { rate = measure(); });
  for (auto& thread : threads) thread.join();
  double sum = 0;
  for (const double rate : rates) sum += rate;
  return sum * 1e-9;
}

int main(int argc, char** argv) {
  const int n_threads = argc > 1 ? std::atoi(argv[1]) : 1;
  const auto single = on_threads(n_threads, [] { return flops_per_second<float>(50'000'000); });
  const auto twice = on_threads(n_threads, [] { return flops_per_second<double>(50'000'000); });
  const auto l2 = on_threads(n_threads, [] { return l2_bytes_per_second(20'000); });
  std::printf("{\"float32\": %.1f, \"float64\": %.1f, \"l2\": %.1f}\n", single, twice, l2);
}
