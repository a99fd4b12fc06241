#include "bench/coldstart/bundle.h"

#include <filesystem>

#include <fmt/format.h>

#include "support/json_line.h"

namespace wald::coldstart {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view allNamespaces[] = {"pid", "mount", "network", "ipc", "uts", "cgroup"};
constexpr std::string_view leanNamespaces[] = {"pid", "mount"};
constexpr std::string_view mountNamespace[] = {"mount"};

constexpr NamespaceSet sets[] = {
    {"", allNamespaces, true},
    {"lean", leanNamespaces, false},
    {"mount", mountNamespace, false},
};

/// As `runc spec` has them, but for the control groups' file system: where the hierarchies are mixed, not every runtime can mount it.
constexpr std::string_view defaultMounts = R"([
    {"destination": "/proc", "type": "proc", "source": "proc"},
    {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
     "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
    {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
     "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]},
    {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
     "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
    {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue",
     "options": ["nosuid", "noexec", "nodev"]},
    {"destination": "/sys", "type": "sysfs", "source": "sysfs",
     "options": ["nosuid", "noexec", "nodev", "ro"]}
  ])";
/// Without a /dev of its own, a runtime would make its files in the root file system, which containers share.
constexpr std::string_view leanMounts = R"([
    {"destination": "/proc", "type": "proc", "source": "proc"},
    {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
     "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]}
  ])";

constexpr std::string_view defaultLimits = R"(
    "resources": {"devices": [{"allow": false, "access": "rwm"}]},
    "maskedPaths": ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
      "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware", "/proc/scsi"],
    "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],)";

std::string listOf(const Words& words) {
  std::string list;
  for (const std::string& word : words) {
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", escapeJson(word));
  }
  return "[" + list + "]";
}

std::string configOf(const Workload& workload, const NamespaceSet& set, const std::string& root) {
  std::string namespaces;
  for (const std::string_view each : set.namespaces) {
    namespaces += fmt::format("{}{{\"type\": \"{}\"}}", namespaces.empty() ? "" : ", ", each);
  }
  return fmt::format(R"({{
  "ociVersion": "1.0.2",
  "process": {{
    "terminal": false,
    "user": {{"uid": 0, "gid": 0}},
    "args": {},
    "env": {},
    "cwd": "/",
    "capabilities": {{}},
    "noNewPrivileges": true
  }},
  "root": {{"path": "{}", "readonly": true}},{}
  "mounts": {},
  "linux": {{{}
    "namespaces": [{}]
  }}
}}
)",
                     listOf(containerArguments(workload)),
                     R"(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"])",
                     escapeJson(root), set.isDefault ? "\n  \"hostname\": \"coldstart\"," : "",
                     set.isDefault ? defaultMounts : leanMounts,
                     set.isDefault ? defaultLimits : std::string_view(), namespaces);
}

}  // namespace

std::span<const NamespaceSet> namespaceSets() { return sets; }

Words containerArguments(const Workload& workload) {
  Words words{workload.containerProgram.empty() ? "/program" : workload.containerProgram};
  words.insert(words.end(), workload.arguments.begin(), workload.arguments.end());
  return words;
}

Result<std::string> makeRoot(const Workload& workload, const std::string& work) {
  std::string root = workload.root.path;
  std::error_code error;
  if (workload.containerProgram.empty()) {
    if (!workload.statically.reason.empty()) {
      return Error(ErrorKind::Io, workload.statically.reason);
    }
    root = fmt::format("{}/root.{}", work, workload.name);
    fs::create_directories(root, error);
    fs::copy_file(workload.statically.path, root + "/program", fs::copy_options::update_existing,
                  error);
    if (error) return Error(ErrorKind::Io, fmt::format("{}: {}", root, error.message()));
  } else if (!workload.root.reason.empty()) {
    return Error(ErrorKind::Io, workload.root.reason);
  }
  // What is mounted needs a place.
  for (const char* const each : {"/proc", "/dev", "/sys"})
    fs::create_directories(root + each, error);
  return root;
}

Result<std::string> makeBundle(const Workload& workload, const NamespaceSet& set,
                               const std::string& work) {
  WALD_TRY_ASSIGN(root, makeRoot(workload, work));
  const std::string bundle =
      fmt::format("{}/bundle.{}.{}", work, workload.name, set.isDefault ? "default" : set.name);
  std::error_code error;
  fs::create_directories(bundle, error);
  WALD_TRY(writeFile(bundle + "/config.json", configOf(workload, set, root)));
  return bundle;
}

}  // namespace wald::coldstart
