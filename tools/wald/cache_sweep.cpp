#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "tools/wald/cache.h"
#include "tools/wald/module_file.h"
#include "tools/wald/options.h"

namespace wald::command {

namespace {

constexpr std::string_view artifactEnd = ".waot";
constexpr std::string_view infoEnd = ".info";
constexpr std::int64_t hour = 3600;
/// A file of the index is made again when it is missed.
constexpr std::int64_t indexAge = 90 * 24 * hour;

bool isHex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool isKeyed(std::string_view name, std::string_view end) {
  constexpr std::size_t digits = 2 * sizeof(Sha256Digest);
  return name.size() == digits + end.size() && name.ends_with(end) && isHex(name.substr(0, digits));
}

bool beginsWith(std::string_view name, std::string_view begin) {
  return name.starts_with(begin) && isHex(name.substr(begin.size()));
}

}  // namespace

namespace cache_files {

bool isArtifact(std::string_view name) { return isKeyed(name, artifactEnd); }

bool isOurs(std::string_view name) {
  return isArtifact(name) || isKeyed(name, infoEnd) || beginsWith(name, "file-") ||
         beginsWith(name, "size-") || beginsWith(name, "lock-") || name.starts_with("tmp-");
}

std::string infoOf(std::string_view artifact) {
  return fmt::format("{}{}", artifact.substr(0, artifact.rfind('.')), infoEnd);
}

std::optional<CacheInfo> readInfo(const CacheDirectory& directory, std::string_view artifact) {
  const api::OpenFile file = directory.read(infoOf(artifact));
  if (!file) return std::nullopt;
  const auto bytes = readFile(file.fd());
  if (!bytes) return std::nullopt;
  std::string_view rest(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  std::string_view lines[4];
  for (std::string_view& line : lines) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
  }
  CacheInfo info{.name = std::string(lines[0]), .module = {}, .options = std::string(lines[3])};
  if (lines[1].size() != 2 * info.module.size() || !isHex(lines[1])) return std::nullopt;
  for (std::size_t i = 0; i < info.module.size(); ++i) {
    const std::string pair(lines[1].substr(2 * i, 2));
    info.module[i] = static_cast<std::uint8_t>(std::strtoul(pair.c_str(), nullptr, 16));
  }
  const auto size = parseSize(lines[2]);
  if (!size) return std::nullopt;
  info.moduleBytes = *size;
  return info;
}

}  // namespace cache_files

std::uint64_t cacheLimit() {
  constexpr std::uint64_t usual = std::uint64_t{2} << 30;
  const char* const text = std::getenv("WALD_CACHE_SIZE");
  const auto size = parseSize(text == nullptr ? "" : text);
  return size ? *size : usual;
}

void sweepCache(const CacheDirectory& directory, std::uint64_t bytes) {
  std::vector<CacheDirectory::Entry> entries = directory.list();
  std::ranges::sort(entries, {}, &CacheDirectory::Entry::seconds);
  std::uint64_t total = 0;
  for (const auto& entry : entries) total += cache_files::isArtifact(entry.name) ? entry.bytes : 0;

  const std::int64_t now = currentSeconds();
  std::set<std::string> gone;
  for (const auto& entry : entries) {
    const std::int64_t age = now - entry.seconds;
    const bool isTemporary = entry.name.starts_with("tmp-") || entry.name.starts_with("lock-");
    if ((isTemporary && age > hour) || (entry.name.starts_with("file-") && age > indexAge)) {
      directory.remove(entry.name);
    }
    if (!cache_files::isArtifact(entry.name) || total <= bytes) continue;
    if (!directory.remove(entry.name)) continue;
    directory.remove(cache_files::infoOf(entry.name));
    total -= entry.bytes;
    gone.insert(entry.name);
  }
  if (gone.empty()) return;

  // Sizes that no artifact has any more.
  std::set<std::string> sizes;
  for (const auto& entry : entries) {
    if (!cache_files::isArtifact(entry.name) || gone.contains(entry.name)) continue;
    const auto info = cache_files::readInfo(directory, entry.name);
    // What is not known may be of any size.
    if (!info) return;
    sizes.insert(fmt::format("size-{:x}", info->moduleBytes));
  }
  for (const auto& entry : entries) {
    if (entry.name.starts_with("size-") && !sizes.contains(entry.name)) {
      directory.remove(entry.name);
    }
  }
}

}  // namespace wald::command
