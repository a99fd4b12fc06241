#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wald/export.h"

namespace wald {

class Trap;

/// Whose fault a failure is, and therefore what the caller can do about it.
enum class ErrorKind : std::uint8_t {
  Malformed,    ///< the bytes or the text are not a WebAssembly module at all
  Invalid,      ///< well-formed, but refused by the specification's validation rules
  Unlinkable,   ///< imports are missing or have the wrong type
  Unsupported,  ///< valid under a proposal that is off or that wald does not have
  Limit,        ///< exceeds a limit of the implementation or one that was set
  Io,           ///< the operating system refused
  Usage,        ///< the caller asked for something that does not exist
  Internal,     ///< a defect of wald itself
  Trap,         ///< a guest trapped, or a host function that it called failed
  Exit,         ///< a guest ended itself, with an exit status
};

/// The lower-case name that diagnostics use, e.g. "malformed".
WALD_API std::string_view toString(ErrorKind kind);

/// Identifies a row of the error catalogue (`lib/support/errors.def`).
enum class ErrorCode : std::uint16_t;

/// A failure: its kind, the specification's phrase, and where it lies in the input.
///
/// Move-only and the size of a pointer, so that a `Result` of it costs nothing on the way that works.
/// Never empty, except after it was moved from.
class WALD_API Error {
public:
  /// `offset` of an error that lies at no byte.
  static constexpr std::uint64_t noOffset = ~std::uint64_t{0};
  /// `index` of an error that lies in no item.
  static constexpr std::uint32_t noIndex = ~std::uint32_t{0};

  /// An error of the catalogue; `detail` is appended to its phrase after ": ".
  explicit Error(ErrorCode code, std::string_view detail = {});
  /// An error with a text of its own.
  Error(ErrorKind kind, std::string_view message);
  /// An error of the catalogue whose whole message is `message`.
  static Error withMessage(ErrorCode code, std::string_view message);

  /// `Exit`: what a host function returns to end the guest that called it as if that had exited.
  static Error exit(int status);
  /// `Trap`, with all that is known of it.
  static Error trapped(std::shared_ptr<const Trap> trap, std::string_view message);

  /// @{
  /// The other one is empty then: it can only be assigned to, or end.
  Error(Error&&) noexcept = default;
  Error& operator=(Error&&) noexcept = default;
  /// @}

  /// Sets the byte offset of the offending item, taken before it was read.
  Error&& at(std::uint64_t offset) &&;
  /// Sets the section ("code", "import" …) and the item's index: that of the index space where it has one.
  Error&& in(std::string_view section, std::uint32_t index = noIndex) &&;
  /// Sets line and column (both from 1) for errors in text; `context` is the whole line.
  Error&& atLine(std::uint32_t line, std::uint32_t column, std::string_view context) &&;

  /// What programs decide by; texts are for people.
  ErrorKind kind() const { return data_->kind; }
  /// The row of the catalogue; the first, for errors with a text of their own.
  ErrorCode code() const { return data_->code; }
  /// The phrase and its detail, without the place.
  const std::string& message() const { return data_->message; }
  /// Of the offending item, in bytes from the beginning of the module; `noOffset` if there is none.
  std::uint64_t offset() const { return data_->offset; }
  /// Where the offset lies ("code", "import" …); may be empty.
  const std::string& section() const { return data_->section; }
  /// Of the item in the section, or in its index space where it has one; `noIndex` if there is none.
  std::uint32_t index() const { return data_->index; }
  /// From 1, in modules that are text; else 0.
  std::uint32_t line() const { return data_->line; }
  /// In characters from 1, in modules that are text; else 0.
  std::uint32_t column() const { return data_->column; }
  /// The whole line of the text; empty if there is none, or it is very long.
  const std::string& context() const { return data_->context; }
  /// Where and why a guest trapped; null unless that is what happened. An error that a host function made itself has none, before it has
  /// gone through the guest.
  const Trap* trap() const { return data_->trap.get(); }
  /// The same to be kept, when the error goes away.
  const std::shared_ptr<const Trap>& sharedTrap() const { return data_->trap; }
  /// Of a guest that ended itself; none unless that is what happened.
  std::optional<int> exitStatus() const { return data_->exitStatus; }

  /// One line: `file.wasm:0x1f: malformed: integer too large (code section, function 12)`.
  std::string format(std::string_view file) const;

private:
  struct Data {
    ErrorKind kind;
    ErrorCode code;
    std::string message;
    std::uint64_t offset = noOffset;
    std::string section;
    std::uint32_t index = noIndex;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string context;
    std::shared_ptr<const Trap> trap;
    std::optional<int> exitStatus;
  };
  std::unique_ptr<Data> data_;
};

}  // namespace wald
