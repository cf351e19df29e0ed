#include "ledger/submitter/state.h"

#include <bit>
#include <optional>

#include "ledger/note/note.h"

namespace ledger::submitter {
namespace {

// On disk: FORMAT.md.
constexpr std::string_view kFirstLine = "amanah/submitter-state/v1";

void AppendLine(std::string& out, std::string_view name,
                std::string_view value) {
  out.append(name).append(" ").append(value).append("\n");
}

std::string ChecksumOf(std::string_view bytes) {
  return HexEncode(crypto::Sha256({AsBytes(bytes)}).bytes);
}

// Takes lines from the front; after the first failure it takes nothing.
class Lines {
 public:
  explicit Lines(std::string_view rest) : rest_(rest) {}

  bool good() const { return good_; }
  bool AtEnd() const { return good_ && rest_.empty(); }

  std::string_view Line() {
    const std::size_t end = rest_.find('\n');
    good_ = good_ && end != std::string_view::npos;
    if (!good_) return {};
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  // The rest of a line that begins with `name` and a space.
  std::string_view Value(std::string_view name) {
    const std::string_view line = Line();
    good_ = good_ && line.size() > name.size() && line.starts_with(name) &&
            line[name.size()] == ' ';
    return good_ ? line.substr(name.size() + 1) : std::string_view();
  }
  std::uint64_t Number(std::string_view name) {
    const std::optional<std::uint64_t> number = ParseDecimal(Value(name));
    good_ = good_ && number.has_value();
    return good_ ? *number : 0;
  }
  crypto::Hash Hash(std::string_view name) {
    const auto bytes = Base64Decode(Value(name));
    const auto hash =
        bytes ? crypto::HashFromBytes(*bytes) : std::optional<crypto::Hash>();
    good_ = good_ && hash.has_value();
    return good_ ? *hash : crypto::Hash();
  }
  std::string_view Bytes(std::uint64_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return {};
    const std::string_view bytes =
        rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

Error Damaged(std::string_view what) {
  return Error{Code::kDataLoss, kStateDamaged,
               "the submitter's state: " + std::string(what)};
}

// All before the last line, which must be the checksum over it.
Result<std::string_view> WithoutChecksum(std::string_view bytes) {
  constexpr std::string_view kName = "sha256 ";
  const std::size_t line_size = kName.size() + 2 * crypto::Hash::kSize + 1;
  if (bytes.size() < line_size) return Damaged("cut short");
  const std::string_view body = bytes.substr(0, bytes.size() - line_size);
  std::string line;
  AppendLine(line, "sha256", ChecksumOf(body));
  if (bytes.substr(body.size()) != line) return Damaged("checksum differs");
  return body;
}

Result<Pending> ReadPending(Lines& lines) {
  const std::string_view bytes = lines.Bytes(lines.Number("note"));
  if (!lines.good()) return Damaged("a note is cut short");
  LEDGER_ASSIGN_OR_RETURN(const note::Note note, note::ParseNote(bytes));
  LEDGER_ASSIGN_OR_RETURN(note::Checkpoint checkpoint,
                          note::ParseCheckpoint(note.text));
  return Pending{std::move(checkpoint), std::string(bytes)};
}

Status ReadAllPending(Lines& lines, State& state) {
  const std::uint64_t count = lines.Number("pending");
  std::uint64_t size = state.acknowledged.size();
  for (std::uint64_t i = 0; i < count && lines.good(); ++i) {
    Result<Pending> pending = ReadPending(lines);
    if (!pending.ok()) return Damaged("a note in it is malformed");
    if (pending->checkpoint.origin != state.origin ||
        pending->checkpoint.size <= size) {
      return Damaged("its notes are not of one growing log");
    }
    size = pending->checkpoint.size;
    state.pending.push_back(*std::move(pending));
  }
  return Ok{};
}

}  // namespace

std::string FormatState(const State& state) {
  std::string out(kFirstLine);
  out.push_back('\n');
  AppendLine(out, "origin", state.origin);
  AppendLine(out, "size", std::to_string(state.acknowledged.size()));
  for (const crypto::Hash& hash : state.acknowledged.edge()) {
    AppendLine(out, "edge", Base64Encode(hash.bytes));
  }
  AppendLine(out, "pending", std::to_string(state.pending.size()));
  for (const Pending& pending : state.pending) {
    AppendLine(out, "note", std::to_string(pending.note.size()));
    out.append(pending.note);
  }
  AppendLine(out, "sha256", ChecksumOf(out));
  return out;
}

Result<State> ParseState(std::string_view bytes) {
  LEDGER_ASSIGN_OR_RETURN(const std::string_view body, WithoutChecksum(bytes));
  Lines lines(body);
  if (lines.Line() != kFirstLine) return Damaged("of another version");
  State state;
  state.origin = lines.Value("origin");
  const std::uint64_t size = lines.Number("size");
  std::vector<crypto::Hash> edge;
  for (int i = 0; i < std::popcount(size) && lines.good(); ++i) {
    edge.push_back(lines.Hash("edge"));
  }
  if (!lines.good() || !note::IsOrigin(state.origin)) {
    return Damaged("origin, size or edge is malformed");
  }
  LEDGER_ASSIGN_OR_RETURN(state.acknowledged,
                          merkle::Tree::Resume(size, std::move(edge)));
  LEDGER_RETURN_IF_ERROR(ReadAllPending(lines, state));
  if (!lines.AtEnd() || FormatState(state) != bytes) {
    return Damaged("the list of notes is malformed");
  }
  return state;
}

}  // namespace ledger::submitter
