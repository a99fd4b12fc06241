#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"

namespace wald::command {

/// The path of `waldc`: beside this program, then in `../libexec/wald`, then in PATH. The error says what to install.
Result<std::string> findCompiler();

/// A `waldc` that serves this process. It is started with the first module, and anew after a crash. One thread at a time.
class Compiler {
public:
  Compiler() = default;
  ~Compiler();
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  /// Compiles a module in the binary format to an artifact; `options` are those of `wald compile`. Errors are the compiler's, `Io` where
  /// it cannot be started, and `Internal` where it died.
  Result<std::vector<std::uint8_t>> compile(std::span<const std::uint8_t> module,
                                            std::span<const std::string_view> options);

private:
  Result<void> start();
  /// Ends the connection; gives how the process ended, for people.
  std::string stop();
  bool send(std::span<const std::uint8_t> bytes) const;
  bool receive(std::span<std::uint8_t> bytes) const;

  int socket_ = -1;
  int process_ = -1;
};

}  // namespace wald::command
