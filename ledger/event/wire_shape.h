// Reads protobuf's wire format against a message's descriptor, stricter than
// the parser, which skips what it does not know and lets the last of two
// values win. What is signed must read the same to every reader for ever, so
// an unknown field at any depth, a wire type other than the declared one, and
// a second value of a singular field or oneof are refused, and text that is not
// UTF-8.
//
// Source: protobuf.dev/programming-guides/encoding.
//
// Thread safety: const methods from any thread.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace ledger::event {

// The shapes of a message and of all messages within it, built once from
// descriptors so that checking uses no reflection.
class WireShape {
 public:
  static constexpr int kMaxDepth = 16;

  explicit WireShape(const google::protobuf::Descriptor& root);

  // Empty when `bytes` are one message of the root's shape; otherwise what is
  // wrong, in words.
  std::string Problem(std::string_view bytes) const;

 private:
  static constexpr std::size_t kNoMessage = static_cast<std::size_t>(-1);
  static constexpr int kRepeated = -1;

  struct Field {
    bool known = false;
    bool text = false;      // Must be UTF-8.
    bool packable = false;  // May also come as one length-delimited run.
    std::uint32_t wire_type = 0;
    int once = kRepeated;  // Bit in the set of seen ones; a oneof shares one.
    std::size_t message = kNoMessage;  // Shape of what is within.
  };
  struct Message {
    std::string name;
    std::vector<Field> fields;  // By field number.
  };
  struct Cursor;

  std::size_t Add(const google::protobuf::Descriptor& message);
  // False when something is wrong; then `problem` says what.
  bool Walk(std::string_view bytes, const Message& shape, int depth,
            std::string& problem) const;
  bool WalkField(Cursor& cursor, const Message& shape, std::uint64_t& seen,
                 int depth, std::string& problem) const;

  std::vector<Message> messages_;
  std::map<const google::protobuf::Descriptor*, std::size_t> numbers_;
};

}  // namespace ledger::event
