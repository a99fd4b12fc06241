// The files of the cache by their names, and what the small ones say.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "artifact/checksum.h"
#include "tools/wald/cache.h"
#include "tools/wald/module_file.h"
#include "tools/wald/options.h"

namespace wald::command {

namespace {

constexpr std::string_view artifactEnd = ".waot";
constexpr std::string_view infoEnd = ".info";
constexpr std::string_view markEnd = ".valid";

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

std::string textOf(const CacheDirectory& directory, std::string_view name) {
  const api::OpenFile file = directory.read(std::string(name));
  if (!file) return {};
  const auto bytes = readFile(file.fd());
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

/// What `infoText` made; more may come behind it.
std::optional<CacheInfo> parseInfo(std::string_view rest) {
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

}  // namespace

namespace cache_files {

bool isArtifact(std::string_view name) { return isKeyed(name, artifactEnd); }
bool isMark(std::string_view name) { return isKeyed(name, markEnd); }

bool isOurs(std::string_view name) {
  return isArtifact(name) || isMark(name) || isKeyed(name, infoEnd) || beginsWith(name, "file-") ||
         beginsWith(name, "size-") || beginsWith(name, "lock-") || name.starts_with("tmp-");
}

std::string infoOf(std::string_view artifact) {
  return fmt::format("{}{}", artifact.substr(0, artifact.rfind('.')), infoEnd);
}

std::string infoText(const CacheInfo& info) {
  std::string name = info.name;
  std::ranges::replace(name, '\n', ' ');
  return fmt::format("{}\n{}\n{}\n{}\n", name, toHex(info.module), info.moduleBytes, info.options);
}

std::optional<CacheInfo> readInfo(const CacheDirectory& directory, std::string_view artifact) {
  return parseInfo(textOf(directory, infoOf(artifact)));
}

std::string markText(std::string_view name, const CacheInfo& info) {
  const std::string text = infoText(info);
  const std::string checked = fmt::format("{}\n{}", name, text);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(checked.data());
  return fmt::format("{}{:016x}\n", text, artifact::checksum({bytes, checked.size()}));
}

std::optional<CacheInfo> readMark(const CacheDirectory& directory, std::string_view name) {
  const std::string text = textOf(directory, name);
  auto info = parseInfo(text);
  return info && text == markText(name, *info) ? std::move(info) : std::nullopt;
}

}  // namespace cache_files

}  // namespace wald::command
