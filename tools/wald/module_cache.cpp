// What a module's source does with the cache.
#include <fmt/format.h>

#include "tools/wald/compiler.h"
#include "tools/wald/compiler_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/module_source.h"
#include "tools/wald/report.h"

namespace wald::command {

namespace {

/// Notes are of interest to someone who asked for compiled code, and to someone who wants to know all.
bool tells(const EngineChoice& choice) {
  return choice.verbose || choice.engine == EngineKind::Aot;
}

/// A module of that size takes some milliseconds to validate, a mark less than a tenth of one to write, and much less to look up. Smaller
/// ones would fill the cache with little gained.
constexpr std::uint64_t leastMarked = std::uint64_t{1} << 20;

std::unique_ptr<const Cache> openCache(const EngineChoice& choice,
                                       CacheDirectory::IfMissing ifMissing) {
  if (!choice.usesCache) return nullptr;
  const std::string path = CacheDirectory::path();
  if (path.empty()) {
    if (choice.engine == EngineKind::Aot) {
      printNote("there is no cache: neither WALD_CACHE_DIR, XDG_CACHE_HOME nor HOME is set");
    }
    return nullptr;
  }
  auto directory = CacheDirectory::open(path, ifMissing);
  if (!directory) {
    if (tells(choice)) {
      printNote(fmt::format("the cache is not used: {}: {}", path, directory.error().message()));
    }
    return nullptr;
  }
  return *directory == nullptr ? nullptr : std::make_unique<const Cache>(std::move(*directory));
}

}  // namespace

void ModuleSource::note(const EngineChoice& choice, std::string_view text) const {
  if (tells(choice)) printNote(fmt::format("{}: {}", shownPath(path_), text));
}

bool ModuleSource::tryCached(const Cache& cache, const std::string& key, const EngineChoice& choice,
                             const runtime::Config& config) {
  const api::OpenFile file = cache.find(key);
  if (!file) return false;
  auto opened = api::openArtifact(file.fd(), config, choice.verify);
  if (!opened) {
    note(choice, fmt::format("what the cache has of it is not used: {}", opened.error().message()));
    return false;
  }
  compiled_ = std::move(*opened);
  // Who removed old artifacts at the same time may have removed that too.
  if (choice.engine == EngineKind::Aot) cache.rememberSize(size_);
  description_ = "compiled code from the cache";
  if (compiled_->isCopy) {
    note(choice, "files of the cache can't be executed where it lies: the code is copied");
  }
  return true;
}

Result<void> ModuleSource::useCache(const EngineChoice& choice, const runtime::Config& config) {
  const bool compiles = choice.engine == EngineKind::Aot;
  const bool wantsMark = !compiles && isRegular_ && size_ >= leastMarked;
  if (choice.engine == EngineKind::Interp && !wantsMark) return {};
  std::unique_ptr<const Cache> cache =
      openCache(choice, compiles || wantsMark ? CacheDirectory::IfMissing::Make
                                              : CacheDirectory::IfMissing::Nothing);
  const bool mayBeCompiled = compiles || (choice.engine == EngineKind::Auto && cache != nullptr &&
                                          cache->knowsSize(size_));
  if (!mayBeCompiled && !wantsMark) return {};

  const std::optional<FileIdentity> file = identify();
  if (file && cache != nullptr) content_ = cache->digestOf(*file);
  if (mayBeCompiled) WALD_TRY(useCompiled(cache.get(), choice, config));
  if (compiled_ || !wantsMark || cache == nullptr) return {};
  return useMark(std::move(cache), config);
}

Result<void> ModuleSource::readContent(const Cache* cache) {
  const bool wasKnown = content_.has_value();
  const std::optional<FileIdentity> file = identify();
  const std::int64_t now = currentSeconds();
  WALD_TRY(readAll());
  content_ = sha256(bytes_);
  // A file that was written meanwhile may hold anything.
  if (cache != nullptr && !wasKnown && file && identify() == file) {
    cache->remember(*file, *content_, now);
  }
  return {};
}

Result<void> ModuleSource::useCompiled(const Cache* cache, const EngineChoice& choice,
                                       const runtime::Config& config) {
  const bool compiles = choice.engine == EngineKind::Aot;
  const bool wasKnown = content_.has_value();
  if (wasKnown && tryCached(*cache, Cache::keyOf(*content_, config), choice, config)) return {};
  if (wasKnown && !compiles) return {};
  WALD_TRY(readContent(cache));
  const std::string key = Cache::keyOf(*content_, config);
  if (cache != nullptr && !wasKnown && tryCached(*cache, key, choice, config)) return {};
  return compiles ? compile(choice, config, cache, *content_, key) : Result<void>();
}

Result<void> ModuleSource::useMark(std::unique_ptr<const Cache> cache,
                                   const runtime::Config& config) {
  // Hashing costs less than validating, and what is remembered need not be hashed again.
  if (!content_) WALD_TRY(readContent(cache.get()));
  mark_ = Cache::markOf(*content_, config.features);
  isKnownValid_ = cache->hasMark(mark_);
  if (!isKnownValid_) markCache_ = std::move(cache);
  return {};
}

Result<std::vector<std::uint8_t>> ModuleSource::makeArtifact(const EngineChoice& choice,
                                                             const runtime::Config& config) {
  // Errors of a module are told as they are for the interpreter.
  WALD_TRY_ASSIGN(valid, validModule(std::move(bytes_), path_, config.features));
  std::vector<std::string> options = compilerOptions(config);
  for (const char* const own : {"-O2", "--cpu", "native"}) options.emplace_back(own);
  const std::vector<std::string_view> views(options.begin(), options.end());
  if (choice.verbose) note(choice, "being compiled");
  Compiler compiler;
  return compiler.compile(valid->module().bytes, views);
}

Result<void> ModuleSource::compile(const EngineChoice& choice, const runtime::Config& config,
                                   const Cache* cache, const Sha256Digest& digest,
                                   const std::string& key) {
  // One process compiles; the others wait, and find what it made.
  api::OpenFile lock;
  if (cache != nullptr) {
    lock = cache->lock(key);
    // Damage that was met before is met again.
    EngineChoice quiet = choice;
    quiet.engine = EngineKind::Auto;
    quiet.verbose = false;
    if (tryCached(*cache, key, quiet, config)) return {};
  }
  const std::uint64_t size = size_;
  auto made = makeArtifact(choice, config);
  if (!made) {
    if (cache != nullptr) cache->removeLock(key);
    return std::move(made).error();
  }
  std::vector<std::uint8_t> artifact = std::move(*made);
  description_ = "compiled code, made now";
  if (cache != nullptr) {
    const CacheInfo info{.name = std::string(shortName(path_)),
                         .module = digest,
                         .moduleBytes = size,
                         .options = unusualOptions(config)};
    if (const auto stored = cache->store(key, info, artifact); !stored) {
      note(choice, fmt::format("what was compiled is not kept: {}", stored.error().message()));
      cache->removeLock(key);
    } else {
      cache->removeLock(key);
      // From the file: its pages are shared with all that run it.
      const std::string description = description_ + " and kept";
      if (tryCached(*cache, key, choice, config)) {
        description_ = description;
        return {};
      }
    }
  }
  WALD_TRY_ASSIGN(copied, api::copyArtifact(std::move(artifact), config, false));
  compiled_ = std::move(copied);
  return {};
}

}  // namespace wald::command
