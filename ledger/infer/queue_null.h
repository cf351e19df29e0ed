// Honest queues: how likely is it that the next one to arrive is one of a
// given group, when nobody holds anybody's card?
//
// Four honest ways to arrive, and a session may be any of them:
// - free: everybody who is still to come is equally likely to be next;
// - by list: cards arrive at list rank + a normal error of sigma ranks, where
//   sigma is estimated in the session itself by 1.4826 MAD. Given who is still
//   to come, the next one is card i in proportion to its normal hazard at the
//   present rank;
// - by habit: the same, where the list is how early each card came in the
//   other periods. Early birds, and calls by a list that nobody sent us;
// - by kelompok, where most of the session came so: one group after the other,
//   whichever, with few strays.
// Evidence is measured against the one that explains the session best, so it
// holds against each (Wasserman, Ramdas and Balakrishnan, Universal inference,
// PNAS 2020).
//
// Thread safety: a const SessionNull may be shared.

#pragma once

#include <cstdint>
#include <vector>

#include "ledger/infer/visit.h"

namespace ledger::infer {

// A running product of factors, kept as a logarithm when it leaves the range.
class LogProduct {
 public:
  void Multiply(double factor) {
    product_ *= factor;
    if (product_ < 1e-150 || product_ > 1e150) Fold();
  }
  double log() const;

 private:
  void Fold();
  double product_ = 1;
  double folded_ = 0;
};

// A list that a session may follow.
class ListNull {
 public:
  // `place_of` orders the session's arrivals: smaller first, ties by arrival.
  explicit ListNull(const std::vector<double>& place_of);

  // False when the session does not follow the list closely enough for it to
  // tell more than free arrival does; then ask nothing else.
  bool is_followed() const { return !total_hazard_.empty(); }
  // Standard error of arrival, in ranks.
  double sigma() const { return sigma_; }
  // Place on the list among those present, of the arrival at `rank`.
  std::uint32_t place(std::size_t rank) const { return place_[rank]; }
  // Hazard, at rank `now`, of the one who arrives at rank `later`.
  double Hazard(std::size_t now, std::size_t later) const {
    return hazard_by_lag_[now + place_.size() - place_[later]];
  }
  // Its sum over all who arrive at rank `now` or later.
  double TotalHazard(std::size_t now) const { return total_hazard_[now]; }

 private:
  std::vector<std::uint32_t> place_;
  double sigma_ = 0;
  std::vector<double> hazard_by_lag_;  // Index: now - place + size.
  std::vector<double> total_hazard_;
};

// One session with what does not depend on the group.
class SessionNull {
 public:
  // `habit[card]`: how early the card comes in other periods, 0 to 1; below 0
  // when that is not known. Empty for none. The session must outlive it.
  SessionNull(const Village& village, const Session& session,
              const std::vector<double>& habit);

  const Session& session() const { return *session_; }
  std::size_t size() const { return session_->arrivals.size(); }
  // Those that the session follows.
  const std::vector<ListNull>& lists() const { return lists_; }
  // True when the session came by kelompok.
  bool has_kelompok() const { return !group_.empty(); }
  // 0-based number of the kelompok of the arrival at `rank`.
  std::uint32_t group(std::size_t rank) const { return group_[rank]; }
  std::uint32_t group_count() const { return group_count_; }

 private:
  const Session* session_;
  std::vector<ListNull> lists_;
  std::vector<std::uint32_t> group_;
  std::uint32_t group_count_ = 0;
};

}  // namespace ledger::infer
