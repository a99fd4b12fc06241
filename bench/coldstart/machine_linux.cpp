#include "bench/coldstart/machine.h"

#include <ctime>
#include <string_view>

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fmt/format.h>

#include "bench/coldstart/process.h"

namespace wald::coldstart {

namespace {

/// The value after the first `key`, up to the end of its line, without quotes and what separates them.
std::string valueOf(std::string_view text, std::string_view key) {
  const std::size_t found = text.find(key);
  if (found == std::string_view::npos) return {};
  text.remove_prefix(found + key.size());
  text = text.substr(0, text.find('\n'));
  const std::size_t begin = text.find_first_not_of(" \t:=\"");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of("\"\r ") + 1 - begin));
}

cpu_set_t allowedCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof(set), &set);
  return set;
}

std::string nowInWords() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &parts);
  return text;
}

}  // namespace

Machine describeMachine() {
  Machine machine;
  const std::string processors = readFile("/proc/cpuinfo");
  machine.cpu = valueOf(processors, "model name");
  if (machine.cpu.empty()) machine.cpu = "unknown processor";
  machine.cores = countCores();
  utsname names{};
  if (uname(&names) == 0) {
    machine.kernel = fmt::format("{} {} {}", names.sysname, names.release, names.machine);
  }
  machine.system = valueOf(readFile("/etc/os-release"), "PRETTY_NAME");
  machine.memoryBytes = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                        static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const std::string load = readFile("/proc/loadavg");
  machine.load = load.substr(0, load.find(' '));
  machine.date = nowInWords();
  return machine;
}

unsigned lastCore() {
  const cpu_set_t set = allowedCores();
  unsigned last = 0;
  for (unsigned i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &set)) last = i;
  }
  return last;
}

void stayOn(unsigned core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  // Where that is refused, figures are less steady.
  static_cast<void>(sched_setaffinity(0, sizeof(set), &set));
}

unsigned countCores() {
  const cpu_set_t set = allowedCores();
  return static_cast<unsigned>(CPU_COUNT(&set));
}

}  // namespace wald::coldstart
