// Prints answers of the statistics room, a question a line, for exact.py:
// name, arguments, natural logarithm of the probability with all its digits.

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "ledger/stats/random.h"
#include "ledger/stats/runs.h"
#include "ledger/stats/tails.h"

int main() {
  ledger::stats::Generator generator(20261123);
  for (int i = 0; i < 400; ++i) {
    const std::uint64_t all = 1 + generator.Below(400);
    const std::uint64_t marked = generator.Below(all + 1);
    const std::uint64_t drawn = generator.Below(all + 1);
    const std::uint64_t x = generator.Below(std::min(marked, drawn) + 2);
    const auto say = [&](const char* name, double log_p) {
      std::printf("%s %lu %lu %lu %lu %.17g\n", name, all, marked, drawn, x,
                  log_p);
    };
    const ledger::stats::Hypergeometric urn{all, marked, drawn};
    say("hypergeometric_upper",
        ledger::stats::LogHypergeometricUpperTail(urn, x));
    say("hypergeometric_lower",
        ledger::stats::LogHypergeometricLowerTail(urn, x));
    say("runs_lower", ledger::stats::LogRunsLowerTail({all, marked}, x));
    say("span_lower", ledger::stats::LogSpanLowerTail({all, marked}, drawn));
    // A rate of drawn/1024 is exact in binary.
    const double p = static_cast<double>(drawn) / 1024;
    say("binomial_upper", ledger::stats::LogBinomialUpperTail(all, p, x));
  }
}
