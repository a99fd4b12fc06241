#include "support/error.h"

#include <array>

#include <fmt/format.h>

namespace wald {

namespace {

struct Row {
  ErrorKind kind;
  std::string_view phrase;
};

constexpr std::array rows = {
#define WALD_ERROR(name, kind, phrase) Row{ErrorKind::kind, phrase},
#include "support/errors.def"
};

std::string placeOf(const Error& error) {
  if (error.section().empty()) return {};
  if (error.index() == Error::noIndex) return fmt::format(" ({} section)", error.section());
  // Bodies are known by the number of their function, imports counted.
  const std::string_view item = error.section() == "code" ? "function" : "item";
  return fmt::format(" ({} section, {} {})", error.section(), item, error.index());
}

}  // namespace

std::string_view toString(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Malformed: return "malformed";
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::Unlinkable: return "unlinkable";
    case ErrorKind::Unsupported: return "unsupported";
    case ErrorKind::Limit: return "limit";
    case ErrorKind::Io: return "io";
    case ErrorKind::Usage: return "usage";
    case ErrorKind::Internal: return "internal";
    case ErrorKind::Trap: return "trap";
    case ErrorKind::Exit: return "exit";
  }
  return "internal";
}

std::string_view phraseOf(ErrorCode code) { return rows.at(static_cast<std::size_t>(code)).phrase; }

ErrorKind kindOf(ErrorCode code) { return rows.at(static_cast<std::size_t>(code)).kind; }

Error::Error(ErrorCode code, std::string_view detail) : data_(std::make_unique<Data>()) {
  data_->kind = kindOf(code);
  data_->code = code;
  data_->message = phraseOf(code);
  if (!detail.empty()) {
    // "illegal opcode ff" is one phrase.
    data_->message += code == ErrorCode::IllegalOpcode ? " " : ": ";
    data_->message += detail;
  }
}

Error::Error(ErrorKind kind, std::string_view message) : data_(std::make_unique<Data>()) {
  data_->kind = kind;
  data_->code = ErrorCode::Other;
  data_->message = message;
}

Error Error::withMessage(ErrorCode code, std::string_view message) {
  Error error(code);
  error.data_->message = message;
  return error;
}

Error Error::exit(int status) {
  Error error(ErrorKind::Exit, fmt::format("exit status {}", status));
  error.data_->exitStatus = status;
  return error;
}

Error Error::trapped(std::shared_ptr<const Trap> trap, std::string_view message) {
  Error error(ErrorKind::Trap, message);
  error.data_->trap = std::move(trap);
  return error;
}

Error numberedError(ErrorCode code, std::uint64_t number) {
  return Error::withMessage(code, fmt::format("{} {}", phraseOf(code), number));
}

Error&& Error::at(std::uint64_t offset) && {
  data_->offset = offset;
  return std::move(*this);
}

Error&& Error::in(std::string_view section, std::uint32_t index) && {
  data_->section = section;
  data_->index = index;
  return std::move(*this);
}

Error&& Error::atLine(std::uint32_t line, std::uint32_t column, std::string_view context) && {
  data_->line = line;
  data_->column = column;
  data_->context = context;
  return std::move(*this);
}

std::string Error::format(std::string_view file) const {
  std::string where(file);
  if (line() != 0) {
    where += fmt::format(":{}:{}", line(), column());
  } else if (offset() != noOffset) {
    where += fmt::format(":{:#x}", offset());
  }
  if (!where.empty()) where += ": ";
  return fmt::format("{}{}: {}{}", where, toString(kind()), message(), placeOf(*this));
}

}  // namespace wald
