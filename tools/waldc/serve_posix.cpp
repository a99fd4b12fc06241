#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include "binary/decoder.h"
#include "support/descriptor_io_posix.h"
#include "tools/wald/compiler_protocol.h"
#include "tools/wald/report.h"
#include "tools/waldc/compile_options.h"
#include "tools/waldc/progress_line.h"
#include "tools/waldc/waldc.h"
#include "valid/validate.h"
#include "wasm/limits.h"

namespace wald::command {

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Reads a request; after a failure everything is zero.
class Input {
public:
  bool ok() const { return !failed_; }

  template <typename T>
  T number() {
    T value = 0;
    fill(reinterpret_cast<std::uint8_t*>(&value), sizeof value);
    return failed_ ? T{0} : value;
  }

  template <typename Container>
  Container bytes(std::uint64_t size, std::uint64_t limit) {
    if (size > limit) failed_ = true;
    Container data;
    if (failed_) return data;
    data.resize(static_cast<std::size_t>(size));
    fill(reinterpret_cast<std::uint8_t*>(data.data()), data.size());
    return data;
  }

private:
  void fill(std::uint8_t* at, std::size_t size) {
    while (!failed_ && size != 0) {
      const ssize_t count = read(STDIN_FILENO, at, size);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        failed_ = true;
        return;
      }
      at += count;
      size -= static_cast<std::size_t>(count);
    }
  }

  bool failed_ = false;
};

struct Request {
  std::vector<std::string> options;
  Bytes module;
};

/// Nothing at the end of the input.
std::optional<Request> readRequest() {
  Input input;
  Request request;
  const auto count = input.number<std::uint32_t>();
  if (!input.ok() || count > protocol::maxOptions) return std::nullopt;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto size = input.number<std::uint32_t>();
    request.options.push_back(input.bytes<std::string>(size, protocol::maxOptionBytes));
  }
  const auto size = input.number<std::uint64_t>();
  request.module = input.bytes<Bytes>(size, wasm::limits::moduleBytes);
  if (!input.ok()) return std::nullopt;
  return request;
}

bool answer(std::uint8_t status, const void* data, std::uint64_t size) {
  return writeAll(STDOUT_FILENO, &status, sizeof status) &&
         writeAll(STDOUT_FILENO, &size, sizeof size) &&
         writeAll(STDOUT_FILENO, data, static_cast<std::size_t>(size));
}

Result<Bytes> perform(Request& request) {
  CompileCommandOptions options;
  std::vector<char*> args;
  for (std::string& option : request.options) args.push_back(option.data());
  WALD_TRY_ASSIGN(others, compileOptionSet(options).parse(args, OptionSet::Operands::All));
  if (!others.empty()) return Error(ErrorKind::Usage, "a request takes options only");
  options.compile.containCrashes = true;
  // On the terminal of who asked: standard error is theirs.
  ProgressLine line;
  options.compile.progress = [&](const codegen::Progress& progress) { line.show(progress); };
  WALD_TRY_ASSIGN(module, binary::decodeModule(std::move(request.module), options.config.features));
  WALD_TRY_ASSIGN(valid, valid::validateModule(std::move(module)));
  return codegen::compile(*valid, valid->module().bytes, options.compile);
}

}  // namespace

int serve() {
  while (auto request = readRequest()) {
    auto compiled = perform(*request);
    if (compiled) {
      if (!answer(protocol::done, compiled->data(), compiled->size())) return exit_status::failure;
      continue;
    }
    const Error& error = compiled.error();
    const std::string& text = error.message();
    const auto status = static_cast<std::uint8_t>(1 + static_cast<unsigned>(error.kind()));
    if (!answer(status, text.data(), text.size())) return exit_status::failure;
    // What LLVM left behind when it crashed is not to be built upon.
    if (error.kind() == ErrorKind::Internal) return exit_status::failure;
  }
  return exit_status::success;
}

}  // namespace wald::command
