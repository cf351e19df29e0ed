// Keys of the custody view. On disk: never renumber.
//
//   0x01 ‖ kks           -> CardCustody
//   0x03                 -> AppendOrdered(latest moment)
//   0x80 ‖ holder ‖ kks  -> vector of Interval
//   0x81 ‖ holder        -> nothing: he may hold cards of others
//   0x82 ‖ holder ‖ kks  -> vector of Allegation
//   0x83 ‖ kks           -> Contest

#pragma once

#include <string>
#include <string_view>

namespace ledger::views::custody {

inline constexpr std::string_view kLatestKey = "\x03";
inline constexpr std::string_view kCandidatePrefix = "\x81";

inline constexpr std::string_view kContestPrefix = "\x83";

inline std::string ContestKey(std::string_view kks) {
  return std::string(kContestPrefix).append(kks);
}
inline std::string CardKey(std::string_view kks) {
  return std::string("\x01").append(kks);
}
inline std::string HeldPrefix(std::string_view holder) {
  return std::string("\x80").append(holder);
}
inline std::string HeldKey(std::string_view holder, std::string_view kks) {
  return HeldPrefix(holder).append(kks);
}
inline std::string CandidateKey(std::string_view holder) {
  return std::string(kCandidatePrefix).append(holder);
}
inline std::string AllegedPrefix(std::string_view holder) {
  return std::string("\x82").append(holder);
}
inline std::string AllegedKey(std::string_view holder, std::string_view kks) {
  return AllegedPrefix(holder).append(kks);
}

}  // namespace ledger::views::custody
