#include "services/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace services::cli {
namespace {

constexpr std::uint64_t kBarColumns = 24;
constexpr std::chrono::milliseconds kBetweenDrawings{100};

}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::Update(std::uint64_t done, std::uint64_t total,
                         const std::string& note) {
  const auto now = std::chrono::steady_clock::now();
  if (!is_terminal_ || (drawn_ && now - last_ < kBetweenDrawings)) return;
  last_ = now;
  drawn_ = true;
  const double part = total == 0
                          ? 1.0
                          : std::min(1.0, static_cast<double>(done) /
                                              static_cast<double>(total));
  const auto filled =
      static_cast<std::uint64_t>(part * static_cast<double>(kBarColumns));
  std::string bar;
  for (std::uint64_t i = 0; i < kBarColumns; ++i) {
    bar += i < filled ? "█" : "░";
  }
  std::fprintf(stderr, "\r\x1b[K%s %s %3d %%  %s", label_.c_str(), bar.c_str(),
               static_cast<int>(part * 100.0), note.c_str());
  std::fflush(stderr);
}

}  // namespace services::cli
