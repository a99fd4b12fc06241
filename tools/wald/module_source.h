#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/artifact_module.h"
#include "api/file.h"
#include "support/sha256.h"
#include "tools/wald/cache.h"

namespace wald::command {

enum class EngineKind : unsigned char {
  Auto,    ///< compiled code from the cache if it is there, else the interpreter
  Interp,  ///< the interpreter
  Aot,     ///< compiled code, which is made if it is not there
};

/// What decides how modules are run.
struct EngineChoice {
  EngineKind engine = EngineKind::Auto;
  bool usesCache = true;
  bool verify = false;       ///< compiled code of any size is checked
  bool wantsDigest = false;  ///< of the file, for the audit
  bool verbose = false;      ///< say why something else is done than could be expected
};

/// A module's file: opened once, then looked at, read or mapped.
class ModuleSource {
public:
  /// Opens the file; `-` is standard input. What fails is told by `load`.
  explicit ModuleSource(std::string_view path);

  /// Looks for what is to be run, and compiles it if that was chosen. What fails is told by `load`. The configuration must be the one
  /// that the engine gets, but for `fixedMemories`.
  void prepare(const EngineChoice& choice, const runtime::Config& config);
  /// Whether it is run as compiled code, so that the engine has to have `fixedMemories`.
  bool isCompiled() const { return compiled_.has_value(); }
  /// Whether its code was found valid before, so that it is not validated now but function by function.
  bool isKnownValid() const { return isKnownValid_; }
  /// SHA-256 of the file, if it was wanted and could be read.
  const std::optional<Sha256Digest>& digest() const { return digest_; }
  /// Ready to be instantiated. Once.
  Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine);

  /// Which engine it is, and where the code comes from, for people.
  const std::string& description() const { return description_; }
  /// How long `prepare` took, in milliseconds.
  double preparation() const { return preparation_; }

private:
  Result<void> tryOpen();
  std::optional<Sha256Digest> digestOfFile() const;
  Result<void> tryPrepare(const EngineChoice& choice, const runtime::Config& config);
  Result<void> useCache(const EngineChoice& choice, const runtime::Config& config);
  /// Compiled code of the cache, or made for it; `cache` is null where there is none.
  Result<void> useCompiled(const Cache* cache, const EngineChoice& choice,
                           const runtime::Config& config);
  /// Looks whether its code was found valid before, and has that remembered if it will be now.
  Result<void> useMark(std::unique_ptr<const Cache> cache, const runtime::Config& config);
  /// Reads the file, and remembers what it holds.
  Result<void> readContent(const Cache* cache);
  Result<void> compile(const EngineChoice& choice, const runtime::Config& config,
                       const Cache* cache, const Sha256Digest& digest, const std::string& key);
  Result<std::vector<std::uint8_t>> makeArtifact(const EngineChoice& choice,
                                                 const runtime::Config& config);
  bool tryCached(const Cache& cache, const std::string& key, const EngineChoice& choice,
                 const runtime::Config& config);
  /// The file's bytes, read if they were not yet.
  Result<void> readAll();
  std::optional<FileIdentity> identify() const;
  void note(const EngineChoice& choice, std::string_view text) const;

  std::string path_;
  api::OpenFile file_;
  bool isRegular_ = false;
  bool holdsArtifact_ = false;
  std::uint64_t size_ = 0;
  bool isRead_ = false;
  std::vector<std::uint8_t> bytes_;
  std::shared_ptr<const ir::ValidModule> valid_;
  std::optional<api::CompiledModule> compiled_;
  std::optional<Sha256Digest> digest_;
  std::optional<Sha256Digest> content_;  ///< of the file, as far as the cache wanted to know
  bool isKnownValid_ = false;
  std::unique_ptr<const Cache> markCache_;  ///< gets the mark when it was found valid
  std::string mark_;
  std::optional<Error> failure_;
  std::string description_ = "interpreted";
  double preparation_ = 0;
};

}  // namespace wald::command
