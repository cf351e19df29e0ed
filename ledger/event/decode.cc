#include <google/protobuf/io/coded_stream.h>

#include "ledger/event/event.h"
#include "ledger/event/wire_shape.h"

namespace ledger::event {
namespace {

constexpr char kTextEntryFirstByte = 'a';

const WireShape& EventShape() {
  static const WireShape shape(*amanah::v1::Event::descriptor());
  return shape;
}

}  // namespace

Status DecodeEvent(std::string_view bytes, amanah::v1::Event& event) {
  if (bytes.size() > kMaxEventBytes) {
    return Error{Code::kOutOfRange, kEntryTooLong,
                 "an event of " + std::to_string(bytes.size()) +
                     " bytes is over " + std::to_string(kMaxEventBytes)};
  }
  if (bytes.empty() || bytes.front() == kTextEntryFirstByte) {
    return Error{Code::kInvalidArgument, kEventFirstByte,
                 bytes.empty() ? "an event cannot be empty"
                               : "an event cannot begin with 'a'"};
  }
  std::string problem = EventShape().Problem(bytes);
  if (!problem.empty()) {
    return Error{Code::kInvalidArgument, kEventMalformed, std::move(problem)};
  }
  google::protobuf::io::CodedInputStream stream(
      reinterpret_cast<const std::uint8_t*>(bytes.data()),
      static_cast<int>(bytes.size()));
  stream.SetRecursionLimit(WireShape::kMaxDepth);
  if (!event.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage()) {
    return Error{Code::kInvalidArgument, kEventMalformed,
                 "the event does not parse"};
  }
  return Ok{};
}

Result<amanah::v1::Event> DecodeEvent(std::string_view bytes) {
  amanah::v1::Event event;
  LEDGER_RETURN_IF_ERROR(DecodeEvent(bytes, event));
  return event;
}

}  // namespace ledger::event
