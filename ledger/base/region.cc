#include "ledger/base/region.h"

#include "ledger/base/time.h"

namespace ledger {
namespace {

bool IsDigits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

}  // namespace

bool IsRegionCode(std::string_view code) {
  if (code.size() != 2 && code.size() != 5 && code.size() != 8 &&
      code.size() != 13) {
    return false;
  }
  for (std::size_t i = 2; i < code.size() && i <= 8; i += 3) {
    if (code[i] != '.') return false;
  }
  if (!IsDigits(code.substr(0, 2))) return false;
  if (code.size() >= 5 && !IsDigits(code.substr(3, 2))) return false;
  if (code.size() >= 8 && !IsDigits(code.substr(6, 2))) return false;
  return code.size() < 13 || IsDigits(code.substr(9, 4));
}

bool IsWithinRegion(std::string_view code, std::string_view prefix) {
  if (prefix.empty()) return true;
  if (!code.starts_with(prefix)) return false;
  return code.size() == prefix.size() || code[prefix.size()] == '.';
}

int ZoneOffsetMinutesOfRegion(std::string_view code) {
  const std::string_view province = code.substr(0, 2);
  // Bali, both Nusa Tenggara, all of Kalimantan but West and Central, all of
  // Sulawesi (Keppres 41/1987; North Kalimantan follows East).
  for (const std::string_view wita : {"51", "52", "53", "63", "64", "65", "71",
                                      "72", "73", "74", "75", "76"}) {
    if (province == wita) return kWitaMinutes;
  }
  // Maluku and Papua.
  for (const std::string_view wit :
       {"81", "82", "91", "92", "93", "94", "95", "96"}) {
    if (province == wit) return kWitMinutes;
  }
  return kWibMinutes;
}

}  // namespace ledger
