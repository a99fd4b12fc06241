#include "tools/wald/engine_options.h"

#include <charconv>

#include <fmt/format.h>

#include "spectest/folders.h"

namespace wald::command {

namespace {

constexpr std::size_t leastStack = std::size_t{256} << 10;
constexpr std::size_t mostStack = std::size_t{16} << 30;

Result<void> switchFeature(EngineOptions& options, std::string_view name, bool on) {
  const std::optional<wasm::Feature> feature = wasm::featureNamed(name);
  if (!feature) {
    return Error(ErrorKind::Usage,
                 fmt::format("no such feature; there are {}",
                             spectest::listFeatures(wasm::Features::all(), true)));
  }
  options.config.features.set(*feature, on);
  options.switches.emplace_back(*feature, on);
  return {};
}

Result<void> readNumber(std::string_view value, std::string_view what, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(value.begin(), value.end(), number);
  if (error == std::errc{} && end == value.end()) return {};
  return Error(ErrorKind::Usage, fmt::format("not a number of {}", what));
}

constexpr Option<EngineOptions> general[] = {
    {{"--enable", 0, "FEATURE", "switch on a proposal (--version lists them)"},
     [](EngineOptions& options, std::string_view value) {
       return switchFeature(options, value, true);
     }},
    {{"--disable", 0, "FEATURE", "switch off a part of the language"},
     [](EngineOptions& options, std::string_view value) {
       return switchFeature(options, value, false);
     }},
    {{"--verbose", 'v', "", "say on stderr what is done"},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.verbose = true;
       return {};
     }},
    {{"--help", 'h', "", "print this"},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.help = true;
       return {};
     }},
};

constexpr Option<EngineOptions> limits[] = {
    {{"--max-memory", 0, "SIZE", "of all linear memories; growth beyond it is refused",
      InPolicy::Once},
     [](EngineOptions& options, std::string_view value) -> Result<void> {
       WALD_TRY_ASSIGN(size, parseSize(value));
       options.config.limits.memoryBytes = size;
       return {};
     }},
    {{"--max-stack", 0, "SIZE", "of the guest's call stack (default 64M)", InPolicy::Once},
     [](EngineOptions& options, std::string_view value) -> Result<void> {
       WALD_TRY_ASSIGN(size, parseSize(value));
       if (size < leastStack || size > mostStack) {
         return Error(ErrorKind::Usage, "the stack can have from 256K to 16G");
       }
       options.config.limits.stackBytes = static_cast<std::size_t>(size);
       return {};
     }},
    {{"--max-table-elements", 0, "N",
      "of each table (default 10000000); growth beyond it is refused", InPolicy::Once},
     [](EngineOptions& options, std::string_view value) {
       return readNumber(value, "elements", options.config.limits.tableElements);
     }},
    {{"--max-instances", 0, "N", "of modules, preloaded ones included (default 10000)",
      InPolicy::Once},
     [](EngineOptions& options, std::string_view value) {
       return readNumber(value, "instances", options.config.limits.instances);
     }},
    {{"--max-gc-heap", 0, "SIZE", "of structures, arrays and exceptions (default 4G)",
      InPolicy::Once},
     [](EngineOptions& options, std::string_view value) -> Result<void> {
       WALD_TRY_ASSIGN(size, parseSize(value));
       options.config.limits.gcHeapBytes = size;
       return {};
     }},
    {{"--gc-stress", 0, "", "collect garbage at every allocation"},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.config.gcStress = true;
       return {};
     }},
    {{"--fuel", 0, "N", "instructions that the guest may execute (default: not counted)",
      InPolicy::Once},
     [](EngineOptions& options, std::string_view value) -> Result<void> {
       std::uint64_t units = 0;
       WALD_TRY(readNumber(value, "instructions", units));
       options.config.limits.fuel = units;
       return {};
     }},
    {{"--memory", 0, "guarded|checked",
      "bounds checks of memory accesses: by the page fault in a reserved\n"
      "range (default), or by comparing, without a reservation"},
     [](EngineOptions& options, std::string_view value) -> Result<void> {
       if (value != "guarded" && value != "checked") {
         return Error(ErrorKind::Usage, "it is 'guarded' or 'checked'");
       }
       options.config.guardedMemories = value == "guarded";
       if (options.config.guardedMemories && !options.config.signals) {
         return Error(ErrorKind::Usage, "with --no-signals it is 'checked'");
       }
       return {};
     }},
    {{"--deterministic", 0, "",
      "the same bytes in each run and with both engines: clocks, random\n"
      "numbers, times of files and order of directories are made up, computed\n"
      "NaNs are canonical",
      InPolicy::Once},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.config.deterministic = true;
       return {};
     }},
    {{"--no-guard", 0, "", "the same as --memory checked"},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.config.guardedMemories = false;
       return {};
     }},
    {{"--no-signals", 0, "",
      "no handler of signals is installed: memory is checked, and compiled\n"
      "code looks for its traps, its stack's end and interrupts itself"},
     [](EngineOptions& options, std::string_view) -> Result<void> {
       options.config.signals = options.config.guardedMemories = false;
       return {};
     }},
};

}  // namespace

std::span<const Option<EngineOptions>> generalOptions() { return general; }
std::span<const Option<EngineOptions>> limitOptions() { return limits; }

}  // namespace wald::command
