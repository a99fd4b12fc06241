#include <algorithm>

#include <fmt/format.h>

#include "artifact/reader.h"
#include "tools/wald/cache.h"
#include "tools/wald/commands.h"
#include "tools/wald/engine_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"

namespace wald::command {

namespace {

constexpr std::string_view help =
    "wald cache path|ls|clear|verify\n\n"
    "The cache keeps the native code that `wald --engine aot` makes of modules, and marks of "
    "large\n"
    "modules that were found valid, which need not be validated again to be interpreted.\n\n"
    "  path    print where it is: WALD_CACHE_DIR, else XDG_CACHE_HOME/wald, else ~/.cache/wald\n"
    "  ls      list what is in it, used last first: size, age, digest, module, options\n"
    "  clear   remove all of it\n"
    "  verify  check every artifact and mark whole; the status is 1 if one is damaged\n\n"
    "It grows to 2G, or to WALD_CACHE_SIZE (64M, 10G …), and then what was not used for longest "
    "goes.\n"
    "What is in it is run as it is: only you may be able to write there.\n";

std::string sizeText(std::uint64_t bytes) {
  constexpr double unit = 1024;
  const auto value = static_cast<double>(bytes);
  if (value < unit) return fmt::format("{} B", bytes);
  if (value < unit * unit) return fmt::format("{:.1f} KB", value / unit);
  return fmt::format("{:.1f} MB", value / unit / unit);
}

std::string ageText(std::int64_t seconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  if (seconds < hour) return fmt::format("{} min", std::max<std::int64_t>(seconds, 0) / minute);
  if (seconds < day) return fmt::format("{} h", seconds / hour);
  return fmt::format("{} days", seconds / day);
}

/// The artifacts and marks, used last first.
std::vector<CacheDirectory::Entry> entriesOf(const CacheDirectory& directory) {
  auto entries = directory.list();
  std::erase_if(entries, [](const auto& entry) {
    return !cache_files::isArtifact(entry.name) && !cache_files::isMark(entry.name);
  });
  std::ranges::sort(entries, std::greater(), &CacheDirectory::Entry::seconds);
  return entries;
}

CacheInfo infoOf(const CacheDirectory& directory, const std::string& name) {
  auto info = cache_files::isMark(name) ? cache_files::readMark(directory, name)
                                        : cache_files::readInfo(directory, name);
  return info ? std::move(*info) : CacheInfo{.name = "?"};
}

int list(const CacheDirectory& directory, std::string_view) {
  std::string text;
  std::uint64_t total = 0;
  std::size_t marks = 0;
  const auto entries = entriesOf(directory);
  for (const auto& entry : entries) {
    const CacheInfo info = infoOf(directory, entry.name);
    total += entry.bytes;
    const bool isMark = cache_files::isMark(entry.name);
    marks += isMark ? 1 : 0;
    text += fmt::format("{:>10}  {:>8}  {}  {}", sizeText(entry.bytes),
                        ageText(currentSeconds() - entry.seconds),
                        toHex(std::span(info.module).first(6)), info.name);
    if (isMark) text += "  found valid";
    text += info.options.empty() ? "\n" : fmt::format("  ({})\n", info.options);
  }
  text += fmt::format("{} modules, {} marks, {} of {}\n", entries.size() - marks, marks,
                      sizeText(total), sizeText(cacheLimit()));
  return printOut(text) ? exit_status::success : exit_status::failure;
}

int clear(const CacheDirectory& directory, std::string_view path) {
  std::size_t modules = 0;
  std::size_t marks = 0;
  std::uint64_t bytes = 0;
  bool isGood = true;
  for (const auto& entry : directory.list()) {
    if (!cache_files::isOurs(entry.name)) continue;
    if (!directory.remove(entry.name)) {
      isGood = false;
      continue;
    }
    bytes += entry.bytes;
    if (cache_files::isArtifact(entry.name)) ++modules;
    if (cache_files::isMark(entry.name)) ++marks;
  }
  if (!isGood) reportError(Error(ErrorKind::Io, "not all can be removed"), path);
  const bool isPrinted =
      printOut(fmt::format("removed {} modules, {} marks, {}\n", modules, marks, sizeText(bytes)));
  return isGood && isPrinted ? exit_status::success : exit_status::failure;
}

Result<void> check(const CacheDirectory& directory, const std::string& name) {
  const api::OpenFile file = directory.read(name);
  // It was removed meanwhile, or is not trusted, and not used.
  if (!file) return {};
  if (cache_files::isMark(name)) {
    if (cache_files::readMark(directory, name) || !directory.read(name)) return {};
    return Error(ErrorKind::Malformed, "it says nothing that a mark says, or was damaged");
  }
  WALD_TRY_ASSIGN(bytes, readFile(file.fd()));
  WALD_TRY_ASSIGN(artifact, artifact::readArtifact(bytes));
  return artifact::verify(artifact);
}

int verify(const CacheDirectory& directory, std::string_view path) {
  std::size_t bad = 0;
  std::size_t marks = 0;
  const auto entries = entriesOf(directory);
  for (const auto& entry : entries) {
    if (cache_files::isMark(entry.name)) ++marks;
    const auto good = check(directory, entry.name);
    // One of another version is not damaged: it is not found, and goes in time.
    if (good || good.error().kind() == ErrorKind::Unsupported) continue;
    ++bad;
    const CacheInfo info = infoOf(directory, entry.name);
    reportError(good.error(), fmt::format("{}/{} ({})", path, entry.name, info.name));
  }
  if (bad != 0) printNote("remove the files named above, or all by 'wald cache clear'");
  const bool isPrinted = printOut(fmt::format("{} artifacts and {} marks checked, {} damaged\n",
                                              entries.size() - marks, marks, bad));
  return bad == 0 && isPrinted ? exit_status::success : exit_status::failure;
}

struct Action {
  std::string_view name;
  int (*run)(const CacheDirectory& directory, std::string_view path);
};
constexpr Action actions[] = {{"ls", list}, {"clear", clear}, {"verify", verify}};

}  // namespace

int cacheCommand(std::span<char* const> args) {
  constexpr std::string_view command = "wald cache";
  if (args.size() != 1) {
    return reportUsage("say one of path, ls, clear and verify", command);
  }
  const std::string_view what = args.front();
  if (what == "--help" || what == "-h") {
    return printOut(help) ? exit_status::success : exit_status::failure;
  }
  const auto* const action = std::ranges::find(actions, what, &Action::name);
  if (what != "path" && action == std::end(actions)) {
    return reportUsage(fmt::format("unknown command '{}'", what), command);
  }
  const std::string path = CacheDirectory::path();
  if (path.empty()) {
    return reportError(
        Error(ErrorKind::Io, "neither WALD_CACHE_DIR, XDG_CACHE_HOME nor HOME is set"), command);
  }
  if (what == "path") {
    return printOut(path + "\n") ? exit_status::success : exit_status::failure;
  }
  auto directory = CacheDirectory::open(path, CacheDirectory::IfMissing::Nothing);
  if (!directory) return reportError(directory.error(), path);
  if (*directory == nullptr) {
    return printOut("the cache is empty\n") ? exit_status::success : exit_status::failure;
  }
  return action->run(**directory, path);
}

}  // namespace wald::command
