#include "tools/wald/watch.h"

#include <filesystem>

#include <fmt/format.h>

#include "tools/wald/audit_file.h"
#include "tools/wald/report.h"
#include "wasi/names.h"
#include "wasi/protection.h"

namespace wald::command {

namespace {

/// "path "a" from descriptor 3 (/srv/data)".
std::string describe(const wasi::Denial::Place& place) {
  std::string out;
  if (place.path) out += fmt::format("\"{}\"", *place.path);
  if (place.descriptor) {
    out += fmt::format("{}descriptor {}", out.empty() ? "" : " from ", *place.descriptor);
  }
  if (!place.standsFor.empty()) out += fmt::format(" ({})", place.standsFor);
  return out;
}

std::string describe(const wasi::Denial& denial) {
  std::string out = fmt::format("{} was refused", denial.function);
  const char* separator = ": ";
  for (const wasi::Denial::Place& place : denial.places) {
    out += separator + describe(place);
    separator = ", ";
  }
  out += fmt::format(": {}", wasi::whyOf(denial.reason));
  if (denial.capability != denial.function) out += fmt::format(" ({})", denial.capability);
  return out;
}

/// A guest that can write the record could write anything into it.
Result<void> requireOutOfReach(const RunOptions& options) {
  for (const wasi::Preopen& preopen : options.wasi.preopens) {
    if (!preopen.writable || *options.audit == "-") continue;
    std::error_code failed;
    const auto path = std::filesystem::weakly_canonical(*options.audit, failed);
    if (failed || !wasi::leadsTo(preopen.hostPath, path.parent_path().string())) continue;
    return Error(ErrorKind::Usage,
                 fmt::format("--audit {}: the guest could write it, through --dir {}",
                             *options.audit, preopen.hostPath));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Watch>> Watch::create(const RunOptions& options) {
  if (!options.verbose && !options.logCalls && !options.audit) return std::unique_ptr<Watch>();
  std::unique_ptr<Watch> watch(new Watch(options));
  if (options.audit) {
    WALD_TRY(requireOutOfReach(options));
    WALD_TRY_ASSIGN(file, AuditFile::open(*options.audit));
    watch->audit_.emplace(std::move(file));
  }
  return watch;
}

void Watch::denied(const wasi::Denial& denial) {
  if (isVerbose_) printNote(describe(denial));
  if (audit_) audit_->deny(denial);
}

void Watch::returned(std::string_view line) { printCall(line); }

}  // namespace wald::command
