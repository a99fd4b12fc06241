#include "tools/wald/cache.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "aot/artifact_code.h"
#include "artifact/abi.h"
#include "artifact/checksum.h"
#include "artifact/cpu_features.h"
#include "tools/wald/module_file.h"

namespace wald::command {

namespace {

template <typename T>
std::span<const std::uint8_t> bytesOf(const T& value) {
  return {reinterpret_cast<const std::uint8_t*>(&value), sizeof value};
}

std::span<const std::uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// What a file of the index holds. Damage is found by the checksum, another file by its identity.
struct IndexEntry {
  std::uint64_t format = 1;
  FileIdentity file;
  Sha256Digest digest;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(IndexEntry) == 88);

std::uint64_t checksumOf(const IndexEntry& entry) {
  return artifact::checksum(bytesOf(entry).first(offsetof(IndexEntry, checksum)));
}

std::uint64_t featureBits(wasm::Features features) {
  std::uint64_t bits = 0;
#define WALD_FEATURE(name, text, onByDefault) \
  bits = bits << 1 | (features.has(wasm::Feature::name) ? 1 : 0);
#include "wasm/features.def"
  return bits;
}

std::string indexName(const FileIdentity& file) {
  const Sha256Digest digest = sha256(bytesOf(file));
  return "file-" + toHex(std::span(digest).first(16));
}

std::string sizeName(std::uint64_t size) { return fmt::format("size-{:x}", size); }

}  // namespace

std::string Cache::keyOf(const Sha256Digest& module, const runtime::Config& config) {
  Sha256 hash;
  hash.add(module);
  const artifact::Variant variant = aot::variantFor(config);
  for (const std::uint64_t part :
       {artifact::abiHash(), artifact::compilerHash(), std::uint64_t{artifact::formatVersion},
        std::uint64_t{static_cast<std::uint8_t>(variant.memory)},
        std::uint64_t{static_cast<std::uint8_t>(variant.signals)}, std::uint64_t{variant.fuel},
        std::uint64_t{variant.deterministic}, featureBits(config.features),
        artifact::hostCpuFeatures()}) {
    hash.add(bytesOf(part));
  }
  hash.add(bytesOf(artifact::waldVersion()));
  return toHex(hash.finish());
}

bool Cache::knowsSize(std::uint64_t size) const { return directory_->has(sizeName(size)); }

void Cache::rememberSize(std::uint64_t size) const {
  // Without it the code is found by those only who would compile.
  if (!knowsSize(size)) static_cast<void>(directory_->write(sizeName(size), {}));
}

std::optional<Sha256Digest> Cache::digestOf(const FileIdentity& file) const {
  const api::OpenFile found = directory_->read(indexName(file));
  if (!found) return std::nullopt;
  const auto bytes = readFile(found.fd());
  IndexEntry entry;
  if (!bytes || bytes->size() != sizeof entry) return std::nullopt;
  std::memcpy(&entry, bytes->data(), sizeof entry);
  const bool isGood = entry.format == IndexEntry().format && entry.file == file &&
                      entry.checksum == checksumOf(entry);
  if (!isGood) return std::nullopt;
  return entry.digest;
}

void Cache::remember(const FileIdentity& file, const Sha256Digest& digest,
                     std::int64_t seconds) const {
  // Clocks of files are coarse: one that changed just now could change once more without looking different.
  constexpr std::int64_t secondsOfDoubt = 2;
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t settled = seconds - secondsOfDoubt;
  if (file.modified / second >= settled || file.changed / second >= settled) return;
  IndexEntry entry{.file = file, .digest = digest};
  entry.checksum = checksumOf(entry);
  // Without it the file is read again next time.
  static_cast<void>(directory_->write(indexName(file), bytesOf(entry)));
}

api::OpenFile Cache::find(const std::string& key) const {
  api::OpenFile file = directory_->read(key + ".waot");
  if (file) touch(file);
  return file;
}

Result<void> Cache::store(const std::string& key, const CacheInfo& info,
                          std::span<const std::uint8_t> artifact) const {
  const std::uint64_t limit = cacheLimit();
  if (artifact.size() > limit) {
    return Error(ErrorKind::Io, fmt::format("the code has {} bytes, and WALD_CACHE_SIZE is {}",
                                            artifact.size(), limit));
  }
  const std::string text = cache_files::infoText(info);
  WALD_TRY(directory_->write(cache_files::infoOf(key + ".waot"), bytesOf(std::string_view(text))));
  WALD_TRY(directory_->write(key + ".waot", artifact));
  rememberSize(info.moduleBytes);
  sweepCache(*directory_, limit);
  return {};
}

std::string Cache::markOf(const Sha256Digest& module, wasm::Features features) {
  Sha256 hash;
  hash.add(module);
  hash.add(bytesOf(featureBits(features)));
  hash.add(bytesOf(artifact::validatorHash()));
  hash.add(bytesOf(artifact::waldVersion()));
  return toHex(hash.finish()) + ".valid";
}

bool Cache::hasMark(const std::string& mark) const {
  if (!cache_files::readMark(*directory_, mark)) return false;
  touch(directory_->read(mark));
  return true;
}

void Cache::storeMark(const std::string& mark, const CacheInfo& info) const {
  const std::string text = cache_files::markText(mark, info);
  const std::uint64_t limit = cacheLimit();
  if (text.size() > limit) return;
  // Without it the module is validated again.
  if (directory_->write(mark, bytesOf(std::string_view(text)))) sweepCache(*directory_, limit);
}

}  // namespace wald::command
