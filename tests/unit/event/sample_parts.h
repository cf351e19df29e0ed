// Pieces that samples of several families share.

#pragma once

#include <string>

#include "amanah/v1/event.pb.h"

namespace ledger::event {

// 16 bytes of `fill`: stands for a token or id.
inline std::string SampleToken(char fill) { return std::string(16, fill); }

// 2025-02-04T10:11:12+07:00.
inline void SetSampleTime(amanah::v1::ZonedTime* time) {
  time->set_unix_micros(1'738'638'672'000'000);
  time->set_zone_offset_minutes(420);
}

inline void SetSampleWork(amanah::v1::FieldWork* work) {
  work->set_done_by(SampleToken('t'));
  work->set_done_by_role(amanah::v1::PARTY_ROLE_COMPANION);
  work->set_latitude_microdegrees(-5'595'060);
  work->set_longitude_microdegrees(105'606'020);
  work->set_photo_fingerprint(SampleToken('i'));
}

}  // namespace ledger::event
