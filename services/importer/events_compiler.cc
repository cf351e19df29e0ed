#include "services/importer/events_compiler.h"

#include <algorithm>
#include <utility>

#include "services/importer/event_fields.h"

namespace services::importer {
namespace {

bool Sets(const EventRule& event, std::string_view path) {
  return std::any_of(event.assignments.begin(), event.assignments.end(),
                     [&](const Assignment& each) { return each.path == path; });
}

std::string Dotted(const std::vector<std::string>& path) {
  std::string dotted;
  for (const std::string& part : path) {
    dotted += (dotted.empty() ? "" : ".") + part;
  }
  return dotted;
}

}  // namespace

EventRule EventsCompiler::ReadEvent(const TomlNode& table) {
  reader_.CheckKeys(table, {"kind", "when", "key", "use", "set", "flags"});
  const std::string kind = reader_.Needed(table, "kind");
  if (FieldOfKind(kind) == nullptr) {
    reader_.Fault(table, "`" + kind + "` is no kind of event");
    return {};
  }
  EventRule event = EventRuleOfKind(kind);
  event.when = reader_.ReadWhen(table.Get("when"), file_);
  ReadKey(table, event);
  ReadUses(table, event);
  if (const TomlNode* const set = reader_.Table(table, "set")) {
    std::vector<std::string> path;
    ReadAssignments(*set, path, event);
  }
  ReadFlags(table, event);
  if (!Sets(event, "occurred_at")) {
    reader_.Fault(table, "the event has no `occurred_at`");
  }
  return event;
}

void EventsCompiler::ReadKey(const TomlNode& table, EventRule& event) {
  const TomlNode* const key = table.Get("key");
  if (key == nullptr) {
    reader_.Fault(table, "the event has no `key`");
    return;
  }
  for (const std::string& name : reader_.Texts(*key)) {
    const std::size_t value = reader_.ValueAt(*key, name, file_);
    event.key.push_back(value);
    if (value < file_.values.size() &&
        (file_.values[value].form == Form::kPrivate ||
         file_.values[value].form == Form::kTextHash)) {
      reader_.Fault(*key, "`" + name + "` is private: it must not be in a key");
    }
  }
  if (event.key.empty()) reader_.Fault(*key, "the event has no `key`");
}

void EventsCompiler::ReadUses(const TomlNode& table, EventRule& event) {
  const TomlNode* const use = table.Get("use");
  if (use == nullptr) return;
  for (const std::string& name : reader_.Texts(*use)) {
    const TomlNode* const set = sets_ == nullptr ? nullptr : sets_->Get(name);
    if (set == nullptr || !set->is_table()) {
      reader_.Fault(*use, "there is no [file.set." + name + "]");
      continue;
    }
    std::vector<std::string> path;
    ReadAssignments(*set, path, event);
  }
}

void EventsCompiler::ReadFlags(const TomlNode& table, EventRule& event) {
  const TomlNode* const flags = reader_.Table(table, "flags");
  if (flags == nullptr) return;
  for (const TomlNode& when : flags->members) {
    const auto flag = FlagOfName(when.name);
    if (!flag) {
      reader_.Fault(when, when.name + " is no quality flag");
      continue;
    }
    const bool always = when.kind == TomlNode::Kind::kBoolean && when.boolean;
    event.flags.emplace_back(*flag,
                             always ? When() : reader_.ReadWhen(&when, file_));
  }
}

void EventsCompiler::ReadAssignments(const TomlNode& table,
                                     std::vector<std::string>& path,
                                     EventRule& event) {
  for (const TomlNode& node : table.members) {
    path.push_back(node.name);
    if (node.is_table() && node.Get("const") == nullptr) {
      ReadAssignments(node, path, event);
    } else {
      ReadAssignment(node, path, event);
    }
    path.pop_back();
  }
}

void EventsCompiler::ReadAssignment(const TomlNode& node,
                                    const std::vector<std::string>& path,
                                    EventRule& event) {
  const std::string written = Dotted(path);
  auto assignment = AssignmentAt(event, path);
  if (!assignment) {
    reader_.Fault(node, "`" + written + "` is no field of " + event.kind);
    return;
  }
  if (Sets(event, assignment->path)) {
    reader_.Fault(node, "`" + written + "` is set twice");
    return;
  }
  const std::string fault = Fit(node, *assignment);
  if (!fault.empty()) {
    reader_.Fault(node, written + ": " + fault);
    return;
  }
  event.assignments.push_back(*std::move(assignment));
}

std::string EventsCompiler::Fit(const TomlNode& node, Assignment& assignment) {
  if (node.is_text()) {
    assignment.value = reader_.ValueAt(node, node.text, file_);
    if (assignment.value >= file_.values.size()) return "there is no value";
    const ValueRule& value = file_.values[assignment.value];
    // Not found is told of already.
    return value.name == node.text ? FitValue(assignment, value) : "";
  }
  const TomlNode* const constant = node.Get("const");
  if (constant == nullptr) {
    return "a field gets the name of a value, or { const = ... }";
  }
  reader_.CheckKeys(node, {"const"});
  if (constant->is_text()) {
    return FitConstant(assignment, constant->text,
                       defaults_.zone_offset_minutes);
  }
  if (constant->is_number()) return FitConstant(assignment, constant->number);
  return "a constant is a text or a whole number";
}

}  // namespace services::importer
