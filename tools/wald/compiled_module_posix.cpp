#include "tools/wald/compiled_module.h"

#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "aot/artifact_code.h"
#include "binary/decoder.h"
#include "interp/interp.h"
#include "tools/wald/module_file.h"
#include "valid/validate.h"

namespace wald::command {

namespace {

/// What the compiler has to know of a configuration, as its command line has it.
std::vector<std::string> compilerOptions(const runtime::Config& config) {
  std::vector<std::string> options;
#define WALD_FEATURE(name, text, onByDefault) \
  options.emplace_back(config.features.has(wasm::Feature::name) ? "--enable" : "--disable"); \
  options.emplace_back(text);
#include "wasm/features.def"
  if (!config.guardedMemories) options.emplace_back("--no-guard");
  if (config.deterministic) options.emplace_back("--deterministic");
  return options;
}

/// An open file, closed with its owner.
class Descriptor {
public:
  explicit Descriptor(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

private:
  int fd_;
};

/// Whether a file that can be mapped begins as an artifact. What can't be read is for others to complain of.
bool holdsArtifact(const Descriptor& file) {
  std::uint8_t begin[sizeof artifact::magic];
  return file.get() >= 0 && pread(file.get(), begin, sizeof begin, 0) == ssize_t{sizeof begin} &&
         artifact::isArtifact(begin);
}

Result<std::shared_ptr<const runtime::Module>> loadArtifact(runtime::Engine& engine, int file,
                                                            std::string_view path) {
  constexpr bool verify = false;
  WALD_TRY_ASSIGN(mapped, aot::mapArtifact(file, engine.config(), verify));
  WALD_TRY_ASSIGN(module, binary::decodeModule({mapped.module.begin(), mapped.module.end()},
                                               engine.config().features,
                                               binary::ModuleSource::CodeRemoved));
  WALD_TRY_ASSIGN(valid, valid::validateModule(std::move(module)));
  return aot::load(engine, valid, std::move(mapped.code), std::string(shortName(path)));
}

}  // namespace

Result<std::vector<std::uint8_t>> ServedArtifacts::make(std::span<const std::uint8_t> bytes,
                                                        const runtime::Config& config) {
  const std::vector<std::string> options = compilerOptions(config);
  const std::vector<std::string_view> views(options.begin(), options.end());
  const std::lock_guard lock(mutex_);
  return compiler_.compile(bytes, views);
}

bool isCompiled(std::string_view path) { return holdsArtifact(Descriptor(std::string(path))); }

Result<std::shared_ptr<const runtime::Module>> loadModule(runtime::Engine& engine,
                                                          std::string_view path) {
  if (const Descriptor file{std::string(path)}; holdsArtifact(file)) {
    return loadArtifact(engine, file.get(), path);
  }
  WALD_TRY_ASSIGN(valid, readModule(path, engine.config().features));
  return interp::load(engine, std::move(valid), std::string(shortName(path)));
}

}  // namespace wald::command
