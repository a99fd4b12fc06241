#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "api/audit.h"
#include "api/file.h"
#include "support/error.h"

namespace wald::command {

/// A file, pipe or terminal to which lines are appended. One thread at a time.
class AuditFile final : public api::AuditSink {
public:
  /// Creates the file if it is missing; `-` is standard error. Fails with `Io`.
  static Result<std::unique_ptr<AuditFile>> open(const std::string& path);

  /// Appends a line (with its end) unless that would make the caller wait. Of a line that was begun the rest comes first with the next
  /// one, so that lines stay whole. False if the line is lost.
  bool tryWrite(std::string_view line) override;
  /// The same, but waits, though not for long: for the first and the last line.
  bool write(std::string_view line) override;

private:
  explicit AuditFile(api::OpenFile file) : file_(std::move(file)) {}
  bool flush(int milliseconds);

  api::OpenFile file_;
  std::string rest_;  ///< of a line that was begun
};

/// Lines of up to so many bytes go into a pipe whole or not at all (PIPE_BUF).
inline constexpr std::size_t auditLineBytes = 4096;

}  // namespace wald::command
