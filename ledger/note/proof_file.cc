#include "ledger/note/proof_file.h"

#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::note {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error Malformed(std::string message) {
  return Error{Code::kInvalidArgument, kProofFileMalformed, std::move(message)};
}

// Takes a line off the front of `file`; nullopt when no LF is left.
std::optional<std::string_view> TakeLine(std::string_view& file) {
  const std::size_t end = file.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = file.substr(0, end);
  file.remove_prefix(end + 1);
  return line;
}

std::optional<crypto::Hash> HashFromBase64(std::string_view text) {
  const std::optional<std::string> bytes = Base64Decode(text);
  return bytes ? crypto::HashFromBytes(*bytes) : std::nullopt;
}

// The hash lines and the empty line behind them.
Result<std::vector<crypto::Hash>> TakePath(std::string_view& file) {
  std::vector<crypto::Hash> path;
  while (true) {
    const std::optional<std::string_view> line = TakeLine(file);
    if (!line) return Malformed("no empty line before the checkpoint");
    if (line->empty()) return path;
    const std::optional<crypto::Hash> hash = HashFromBase64(*line);
    if (!hash) return Malformed("a path line is not 32 bytes in base64");
    if (path.size() == kMaxPathHashes) return Malformed("the path is too long");
    path.push_back(*hash);
  }
}

}  // namespace

std::string FormatProofFile(const ProofFile& proof) {
  AMANAH_CHECK(proof.path.size() <= kMaxPathHashes &&
               !proof.checkpoint.empty());
  std::string file(kFirstLine);
  file += '\n';
  if (proof.extra) {
    file.append(kExtra).append(Base64Encode(AsBytes(*proof.extra))) += '\n';
  }
  file.append(kIndex).append(std::to_string(proof.index)) += '\n';
  for (const crypto::Hash& hash : proof.path) {
    file += Base64Encode(hash.bytes) + '\n';
  }
  file += '\n';
  file += proof.checkpoint;
  AMANAH_CHECK(file.size() <= kMaxProofFileBytes);
  return file;
}

Result<ProofFile> ParseProofFile(std::string_view file) {
  if (file.size() > kMaxProofFileBytes)
    return Malformed("the file is too long");
  if (TakeLine(file) != kFirstLine) {
    return Malformed("the first line is not " + std::string(kFirstLine));
  }
  ProofFile proof;
  std::optional<std::string_view> line = TakeLine(file);
  if (line && line->starts_with(kExtra)) {
    proof.extra = Base64Decode(line->substr(kExtra.size()));
    if (!proof.extra) return Malformed("the extra line is not base64");
    line = TakeLine(file);
  }
  if (!line || !line->starts_with(kIndex)) return Malformed("no index line");
  const auto index = ParseDecimal(line->substr(kIndex.size()));
  if (!index) return Malformed("the index is no number");
  proof.index = *index;
  LEDGER_ASSIGN_OR_RETURN(proof.path, TakePath(file));
  if (file.empty()) return Malformed("no checkpoint");
  proof.checkpoint = file;
  return proof;
}

Result<Checkpoint> CheckProofFile(const ProofFile& proof,
                                  std::string_view entry,
                                  std::string_view origin,
                                  const std::vector<VerifierKey>& keys,
                                  std::size_t threshold) {
  LEDGER_ASSIGN_OR_RETURN(
      Checkpoint checkpoint,
      OpenCheckpoint(proof.checkpoint, origin, keys, threshold));
  const Status included = merkle::VerifyInclusion(
      proof.index, checkpoint.size, merkle::LeafHash(AsBytes(entry)),
      proof.path, checkpoint.root);
  if (!included.ok()) {
    return Error{Code::kInvalidArgument, kProofFileInvalid,
                 "the entry is not proven: " + included.error().message};
  }
  return checkpoint;
}

}  // namespace ledger::note
