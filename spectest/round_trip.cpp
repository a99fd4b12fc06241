#include "spectest/round_trip.h"

#include <fmt/format.h>

#include "binary/decoder.h"
#include "text/parser.h"
#include "text/printer.h"

namespace wald::spectest {

namespace {

using Bytes = std::vector<std::uint8_t>;

bool hasModule(CommandKind kind) {
  switch (kind) {
    case CommandKind::Module:
    case CommandKind::AssertMalformed:
    case CommandKind::AssertInvalid:
    case CommandKind::AssertUnlinkable:
    case CommandKind::AssertTrapModule:
    case CommandKind::AssertMalformedCustom:
    case CommandKind::AssertInvalidCustom: return true;
    default: return false;
  }
}

class RoundTripper {
public:
  RoundTripper(wasm::Features features, RoundTrips& report)
      : features_(features), report_(report) {}

  void visit(const text::ScriptCommand& command) {
    for (const text::ScriptCommand& inner : command.commands) visit(inner);
    if (!hasModule(command.kind)) return;
    const text::ScriptModule& module = command.module;
    const bool isText = module.isText || module.form == text::ScriptModule::Form::Quote;
    const auto bytes = bytesOf(module);
    // What is no module in the first place has no text.
    if (!bytes || !toText(*bytes, false)) return;
    for (const bool isFlat : {false, true}) {
      auto complaint = check(*bytes, isText, isFlat);
      if (!complaint) {
        ++report_.counts.passed;
        continue;
      }
      ++report_.counts.failed;
      report_.failures.push_back(
          {command.line, command.kind,
           fmt::format("to text ({}) and back: {}", isFlat ? "flat" : "folded", *complaint)});
    }
  }

private:
  Result<Bytes> bytesOf(const text::ScriptModule& module) const {
    if (module.form == text::ScriptModule::Form::Binary) return module.binary;
    return text::parseModule(module.quoted, features_);
  }

  Result<std::string> toText(const Bytes& bytes, bool isFlat) const {
    WALD_TRY_ASSIGN(module, binary::decodeModule(bytes, features_));
    std::string text;
    WALD_TRY(text::printModule(module, {.isFlat = isFlat}, [&](std::string_view part) {
      text += part;
      return true;
    }));
    return text;
  }

  /// Prints and translates back. None, with a complaint, on failure.
  Result<Bytes> again(const Bytes& bytes, bool isFlat) const {
    WALD_TRY_ASSIGN(text, toText(bytes, isFlat));
    return text::parseModule(text, features_);
  }

  std::optional<std::string> check(const Bytes& bytes, bool isText, bool isFlat) const {
    const auto second = again(bytes, isFlat);
    if (!second) return second.error().format("second encoding");
    if (isText) return difference(bytes, *second);
    const auto third = again(*second, isFlat);
    if (!third) return third.error().format("third encoding");
    return difference(*second, *third);
  }

  static std::optional<std::string> difference(const Bytes& one, const Bytes& other) {
    if (one == other) return std::nullopt;
    const auto [at, otherAt] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return fmt::format("{} bytes, then {}; they differ at {:#x}", one.size(), other.size(),
                       at - one.begin());
  }

  wasm::Features features_;
  RoundTrips& report_;
};

}  // namespace

RoundTrips checkRoundTrips(std::span<const text::ScriptCommand> commands, wasm::Features features) {
  RoundTrips report;
  RoundTripper tripper(features, report);
  for (const text::ScriptCommand& command : commands) tripper.visit(command);
  return report;
}

}  // namespace wald::spectest
