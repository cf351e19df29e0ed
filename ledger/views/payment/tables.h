// Keys of the payment view. On disk: never renumber.
//
//   0x01 ‖ period ‖ 0x00 ‖ subject             -> Payment
//   0x02 ‖ lot                                 -> Lot
//   0x03 ‖ level ‖ period ‖ 0x00 ‖ region ‖ 0x00 ‖ bank ‖ 0x00 ‖ SP2D -> Sum:
//          level `d` of a district, `v` of a village
//   0x04 ‖ period ‖ 0x00 ‖ subject             -> nothing: an open return
//   0x05 ‖ subject                             -> its village, as it counts
//   0x06 ‖ account                             -> Carried
//   0x07 ‖ bank ‖ 0x00 ‖ period ‖ 0x00 ‖ subject -> nothing: out of order
//   0x08 ‖ account                             -> nothing: no handover
//   0x81 ‖ subject ‖ period                    -> nothing: there is a payment
//   0x82 ‖ SP2D ‖ 0x00 ‖ index                 -> LotCredit
//   0x83 ‖ period ‖ 0x00 ‖ subject ‖ at ‖ zone ‖ index -> Entry: those in
//          Payment::earlier
//
// with index as u64, at and zone (minutes) as AppendOrdered writes them. A
// subject is a token: the family;
// the account when no family is named. A lot is SP2D ‖ 0x00, and the period
// when there is no SP2D. A bank is `#` and the submitter's number in decimal;
// before anybody has credited, the name that the list has.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/fold/key.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::payment {

inline constexpr char kPayments = 0x01;
inline constexpr char kLots = 0x02;
inline constexpr char kPlaceSums = 0x03;
inline constexpr char kOpenReturns = 0x04;
inline constexpr char kVillages = 0x05;
inline constexpr char kCarried = 0x06;
inline constexpr char kOutOfOrder = 0x07;
inline constexpr char kNoHandover = 0x08;
inline constexpr char kOfFamily = static_cast<char>(0x81);
inline constexpr char kLotCredits = static_cast<char>(0x82);

inline constexpr char kEarlier = static_cast<char>(0x83);

inline constexpr char kDistrict = 'd';
inline constexpr char kVillage = 'v';

inline fold::Key PeriodKey(char table, std::string_view period) {
  fold::Key key(table, period);
  key.Push('\0');
  return key;
}

inline fold::Key PaymentKey(char table, std::string_view period,
                            std::string_view subject) {
  fold::Key key = PeriodKey(table, period);
  key.Append(subject);
  return key;
}

inline std::string LotName(std::string_view sp2d_no, std::string_view period) {
  std::string name(sp2d_no);
  name.push_back('\0');
  if (sp2d_no.empty()) name += period;
  return name;
}

inline fold::Key PlaceKey(char level, std::string_view period) {
  fold::Key key(kPlaceSums);
  key.Push(level).Append(period).Push('\0');
  return key;
}

inline fold::Key OutOfOrderKey(std::string_view bank, std::string_view period) {
  fold::Key key(kOutOfOrder, bank);
  key.Push('\0').Append(period).Push('\0');
  return key;
}

// Period and subject of a key that ends in them, behind `prefix` bytes.
inline std::pair<std::string_view, std::string_view> PartsOf(
    std::string_view key) {
  const std::size_t subject_at = key.size() - kTokenBytes;
  return {key.substr(1, subject_at - 2), key.substr(subject_at)};
}

// The district of a village's code, or of any longer one.
inline std::string_view DistrictOf(std::string_view region) {
  constexpr std::size_t kDistrictLetters = 8;  // `18.01.18`
  return region.substr(0, kDistrictLetters);
}

// An account that credits came to.
struct Carried {
  std::uint64_t credits = 0;
  bool was_handed_over = false;  // A card of it.
  bool operator==(const Carried&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(credits)(was_handed_over);
  }
  bool IsMissing() const { return credits > 0 && !was_handed_over; }
};

}  // namespace ledger::views::payment
