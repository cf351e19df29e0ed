// Kemendagri region codes: `PP`, `PP.KK`, `PP.KK.CC`, `PP.KK.CC.DDDD`.
//
// Form only; whether a code exists is for whoever has the official list.

#pragma once

#include <string_view>

namespace ledger {

// True for the four forms above, digits where digits belong.
bool IsRegionCode(std::string_view code);

// True when `code` is `prefix` or lies below it. Everything lies below "".
// `18.01` does not hold `18.011`.
bool IsWithinRegion(std::string_view code, std::string_view prefix);

// Minutes ahead of UTC of the province that `code` begins with: WIB 420,
// WITA 480, WIT 540. Provinces by Kemendagri code; 420 for an unknown one.
int ZoneOffsetMinutesOfRegion(std::string_view code);

}  // namespace ledger
