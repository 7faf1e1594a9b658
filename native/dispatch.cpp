// Picks the widest instruction set that this machine runs; QNEKO_ISA=baseline|avx2|avx512 asks for
// a narrower one.
#include <cstdlib>
#include <string>

#include "runner.hpp"

namespace qneko {

#define QNEKO_DECLARE(isa)                                                  \
  namespace isa {                                                           \
  std::unique_ptr<Runner<float>> make_float(std::shared_ptr<const Plan>);   \
  std::unique_ptr<Runner<double>> make_double(std::shared_ptr<const Plan>); \
  }
QNEKO_DECLARE(baseline)
#ifdef QNEKO_X86
QNEKO_DECLARE(avx2)
QNEKO_DECLARE(avx512)
#endif

namespace {

struct Variant {
  const char* name;
  MakeRunner<float> make_float;
  MakeRunner<double> make_double;
};

const Variant& variant() {
  static const Variant chosen = [] {
    const char* asked = std::getenv("QNEKO_ISA");
    std::string most = asked ? asked : "";
#ifdef QNEKO_X86
    __builtin_cpu_init();
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw");
    if (has_avx512 && most != "avx2" && most != "baseline")
      return Variant{"avx512", avx512::make_float, avx512::make_double};
    if (has_avx2 && most != "baseline") return Variant{"avx2", avx2::make_float, avx2::make_double};
#endif
    return Variant{"baseline", baseline::make_float, baseline::make_double};
  }();
  return chosen;
}

}  // namespace

template <>
std::unique_ptr<Runner<float>> make_runner<float>(std::shared_ptr<const Plan> plan) {
  return variant().make_float(std::move(plan));
}
template <>
std::unique_ptr<Runner<double>> make_runner<double>(std::shared_ptr<const Plan> plan) {
  return variant().make_double(std::move(plan));
}

const char* isa_name() { return variant().name; }

}  // namespace qneko
