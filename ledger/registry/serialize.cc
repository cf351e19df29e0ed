#include "ledger/event/event.h"
#include "ledger/note/checkpoint.h"
#include "ledger/registry/registry.h"

namespace ledger::registry {
namespace {

// On disk: registry/FORMAT.md.
constexpr std::string_view kMagic = "amanah/registry/v1\n";
constexpr std::uint8_t kRetiredFlag = 0x01;
constexpr std::uint8_t kRootFlag = 0x02;

void AppendText(std::string& out, std::string_view text) {
  AppendU32(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

void AppendTexts(std::string& out, const std::vector<std::string>& texts) {
  AppendU32(out, static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts) AppendText(out, text);
}

void AppendKeys(std::string& out, const std::vector<note::VerifierKey>& keys) {
  AppendU32(out, static_cast<std::uint32_t>(keys.size()));
  for (const note::VerifierKey& key : keys) AppendText(out, key.ToString());
}

void AppendSubmitter(std::string& out, const Submitter& submitter) {
  AppendText(out, submitter.origin);
  AppendText(out, submitter.display_name);
  AppendKeys(out, submitter.vkeys);
  AppendKeys(out, submitter.former_vkeys);
  AppendU32(out, submitter.threshold);
  AppendTexts(out, submitter.event_kinds);
  AppendTexts(out, submitter.region_prefixes);
  AppendTexts(out, submitter.programmes);
  AppendText(out, submitter.bank);
  out.push_back(static_cast<char>((submitter.retired ? kRetiredFlag : 0) |
                                  (submitter.is_root ? kRootFlag : 0)));
  AppendU64(out, submitter.registered_index);
  AppendU32(out, static_cast<std::uint32_t>(submitter.compromised.size()));
  for (const CompromisedKey& key : submitter.compromised) {
    AppendText(out, key.vkey.ToString());
    AppendU64(out, key.from_index);
  }
}

// Reads from the front; after the first failure all it gives is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool good() const { return good_; }
  bool AtEnd() const { return good_ && rest_.empty(); }

  std::uint8_t Byte() {
    const std::string_view bytes = Take(1);
    return good_ ? static_cast<std::uint8_t>(bytes[0]) : std::uint8_t{0};
  }
  std::uint32_t U32() {
    const std::string_view bytes = Take(4);
    return good_ ? GetU32(bytes) : 0;
  }
  std::uint64_t U64() {
    const std::string_view bytes = Take(8);
    return good_ ? GetU64(bytes) : 0;
  }
  std::string Text() { return std::string(Take(U32())); }

  // Calls `read` as often as the count in front says.
  template <typename Read>
  void Each(const Read& read) {
    const std::uint32_t count = U32();
    for (std::uint32_t i = 0; i < count && good_; ++i) read();
  }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts;
    Each([&] { texts.push_back(Text()); });
    return texts;
  }
  void Key(std::vector<note::VerifierKey>& keys) {
    Result<note::VerifierKey> key = note::VerifierKey::Parse(Text());
    if (key.ok()) {
      keys.push_back(*std::move(key));
    } else {
      good_ = false;
    }
  }
  std::vector<note::VerifierKey> Keys() {
    std::vector<note::VerifierKey> keys;
    Each([&] { Key(keys); });
    return keys;
  }

  std::string_view Take(std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

Submitter ReadSubmitter(Reader& reader) {
  Submitter submitter;
  submitter.origin = reader.Text();
  submitter.display_name = reader.Text();
  submitter.vkeys = reader.Keys();
  submitter.former_vkeys = reader.Keys();
  submitter.threshold = reader.U32();
  submitter.event_kinds = reader.Texts();
  submitter.region_prefixes = reader.Texts();
  submitter.programmes = reader.Texts();
  submitter.bank = reader.Text();
  const std::uint8_t flags = reader.Byte();
  submitter.retired = (flags & kRetiredFlag) != 0;
  submitter.is_root = (flags & kRootFlag) != 0;
  submitter.registered_index = reader.U64();
  reader.Each([&] {
    std::vector<note::VerifierKey> key;
    reader.Key(key);
    const std::uint64_t from_index = reader.U64();
    if (!key.empty()) submitter.compromised.push_back({key[0], from_index});
  });
  return submitter;
}

}  // namespace

std::string Registry::Serialize() const {
  std::string out(kMagic);
  AppendU64(out, version_);
  AppendU32(out, static_cast<std::uint32_t>(submitters_.size()));
  for (const auto& submitter : submitters_) AppendSubmitter(out, *submitter);
  return out;
}

Result<Registry> Registry::Deserialize(std::string_view bytes) {
  const Error damaged{Code::kDataLoss, kRegistryConflict,
                      "the stored registry of " + std::to_string(bytes.size()) +
                          " bytes is damaged"};
  Reader reader(bytes);
  if (reader.Take(kMagic.size()) != kMagic) return damaged;
  Registry registry;
  registry.version_ = reader.U64();
  bool sound = true;
  reader.Each([&] {
    auto submitter = std::make_shared<Submitter>(ReadSubmitter(reader));
    submitter->number = static_cast<std::uint32_t>(registry.submitters_.size());
    sound = sound && submitter->is_root == (submitter->number == 0) &&
            registry.by_origin_.emplace(submitter->origin, submitter->number)
                .second;
    registry.submitters_.push_back(std::move(submitter));
  });
  // Written again it must be the same bytes: no flag, form or order is lost.
  if (!sound || !reader.AtEnd() || registry.submitters_.empty() ||
      registry.Serialize() != bytes) {
    return damaged;
  }
  return registry;
}

}  // namespace ledger::registry
