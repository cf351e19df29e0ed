// A progress bar on a terminal; nothing where stderr is not one.
//
// Threads: one.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace services::cli {

class ProgressBar {
 public:
  // `label` stands before the bar.
  explicit ProgressBar(std::string label);
  // Wipes the bar.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws at most ten times a second. `note` stands behind the bar.
  void Update(std::uint64_t done, std::uint64_t total, const std::string& note);

 private:
  std::string label_;
  bool is_terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace services::cli
