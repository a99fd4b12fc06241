#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "tools/wald/cache.h"
#include "tools/wald/options.h"

namespace wald::command {

namespace {

constexpr std::int64_t hour = 3600;
/// A file of the index or a mark is made again when it is missed.
constexpr std::int64_t indexAge = 90 * 24 * hour;

}  // namespace

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
  const auto isKept = [](std::string_view name) {
    return cache_files::isArtifact(name) || cache_files::isMark(name);
  };
  for (const auto& entry : entries) total += isKept(entry.name) ? entry.bytes : 0;

  const std::int64_t now = currentSeconds();
  std::set<std::string> gone;
  for (const auto& entry : entries) {
    const std::int64_t age = now - entry.seconds;
    const bool isTemporary = entry.name.starts_with("tmp-") || entry.name.starts_with("lock-");
    if ((isTemporary && age > hour) || (entry.name.starts_with("file-") && age > indexAge)) {
      directory.remove(entry.name);
    }
    const bool isOldMark = cache_files::isMark(entry.name) && age > indexAge;
    if (!isOldMark && (!isKept(entry.name) || total <= bytes)) continue;
    if (!directory.remove(entry.name)) continue;
    total -= entry.bytes;
    if (!cache_files::isArtifact(entry.name)) continue;
    directory.remove(cache_files::infoOf(entry.name));
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
