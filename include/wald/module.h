#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wald/engine.h"
#include "wald/export.h"
#include "wald/result.h"
#include "wald/types.h"

namespace wald {

/// @cond
namespace detail {
class ModuleState;
using ModuleRef = std::shared_ptr<const ModuleState>;
}  // namespace detail
/// @endcond

struct CompileOptions;

/// A valid module, interpreted or compiled. Immutable and thread-safe; copies are the same module.
///
/// Names given to modules are for people: they stand in call stacks.
class WALD_API Module {
public:
  /// @{
  /// Decodes and validates a module in the binary or the text format; its functions are interpreted. Fails with `Malformed`, `Invalid`,
  /// `Unsupported` or `Limit`, and where.
  static Result<Module> create(const Engine& engine, std::span<const std::uint8_t> bytes,
                               std::string_view name = {});
  static Result<Module> create(const Engine& engine, std::string_view text,
                               std::string_view name = {});
  /// @}

  /// The same of a file, which may also hold what `serialize` gave. Fails with `Io` too.
  static Result<Module> fromFile(const Engine& engine, const std::string& path);
  /// Whether `create` would succeed.
  static Result<void> validate(const Engine& engine, std::span<const std::uint8_t> bytes);

  /// @{
  /// Compiles a module to native code. This function is in the library `wald::codegen`, which has LLVM; what it makes runs without. Fails as
  /// `create` does, with `Unsupported` if the engine can't run native code (`Config::signals`,
  /// `MemoryMode::Movable`), and with `Usage` for an unknown CPU.
  static Result<Module> compile(const Engine& engine, std::span<const std::uint8_t> bytes,
                                const CompileOptions& options, std::string_view name = {});
  static Result<Module> compile(const Engine& engine, std::string_view text,
                                const CompileOptions& options, std::string_view name = {});
  /// @}

  /// The module as bytes for `deserialize`: of a compiled one an artifact with its native code, else its binary format.
  Result<std::vector<std::uint8_t>> serialize() const;
  /// What `serialize` gave, perhaps in another process. An artifact is checked for accidents (version, CPU, configuration, checksums) but is
  /// otherwise trusted: native code does what it says. Fails with `Unsupported` if it was made for something else, with `Malformed` if it
  /// is damaged.
  static Result<Module> deserialize(const Engine& engine, std::vector<std::uint8_t> bytes,
                                    std::string_view name = {});
  /// The same of a file, which is mapped and not read; it must not change as long as the module lives.
  static Result<Module> deserializeFile(const Engine& engine, const std::string& path);

  /// As given to it; else the file's, without directories, or empty.
  const std::string& name() const;
  /// Whether it has native code; else it is interpreted.
  bool isCompiled() const;
  /// What it needs, in its order ("Syntax › Modules › Imports"). A name may occur more than once.
  std::vector<ImportType> imports() const;
  /// What it offers, in its order ("Syntax › Modules › Exports").
  std::vector<ExportType> exports() const;

  /// @cond
  // For the library.
  explicit Module(detail::ModuleRef state) : state_(std::move(state)) {}
  const detail::ModuleRef& state() const { return state_; }
  /// @endcond

private:
  detail::ModuleRef state_;
};

}  // namespace wald
