// Containers, from the program that makes one up to what manages them.

#include <sys/vfs.h>

#include <fmt/format.h>

#include "bench/coldstart/bundle.h"
#include "bench/coldstart/containerd.h"
#include "bench/coldstart/contender.h"

namespace wald::coldstart {

namespace {

constexpr auto shipsRoot = "root file system";

Error notInstalled(std::string_view name) {
  return Error(ErrorKind::Io, fmt::format("{} is not installed", name));
}

/// A runtime that runs OCI bundles.
struct Runtime {
  std::string_view name;
  Words before;  ///< between the program and `run`
};

Result<Prepared> startBundle(const Runtime& runtime, const NamespaceSet& set,
                             const Workload& workload, const std::string& work) {
  const std::string program = findProgram(runtime.name);
  if (program.empty()) return notInstalled(runtime.name);
  WALD_TRY_ASSIGN(bundle, makeBundle(workload, set, work));
  WALD_TRY_ASSIGN(root, makeRoot(workload, work));
  Words words{program, "--root", fmt::format("{}/state.{}", work, runtime.name)};
  words.insert(words.end(), runtime.before.begin(), runtime.before.end());
  words.insert(words.end(), {"run", "--bundle", bundle, uniqueName});
  return Prepared{{std::move(words), plainEnvironment()}, bytesOf(root), shipsRoot};
}

std::string describeSet(const NamespaceSet& set) {
  return fmt::format("namespaces {}{}", fmt::join(set.namespaces, ", "),
                     set.isDefault ? "; mounts and limits as `runc spec` writes them"
                                   : "; /proc and /dev");
}

void addRuntime(Contenders& to, const Runtime& runtime, const NamespaceSet& set, bool hidesUnified,
                const std::string& work) {
  const bool usesGroups = runtime.before.empty();
  to.push_back({fmt::format("{}{}{}", runtime.name, set.name.empty() ? "" : "-", set.name),
                fmt::format("a container of {}: {}{}; made, run and removed", runtime.name,
                            describeSet(set), usesGroups ? "; a control group" : ""),
                hidesUnified, [runtime, &set, work](const Workload& workload) {
                  return startBundle(runtime, set, workload, work);
                }});
}

Result<Prepared> startPodman(const Workload& workload, const std::string& work) {
  const std::string podman = findProgram("podman");
  if (podman.empty()) return notInstalled("podman");
  WALD_TRY_ASSIGN(root, makeRoot(workload, work));
  const std::string image = "coldstart-" + workload.name;
  const std::string archive = fmt::format("{}/{}.tar", work, workload.name);
  // It refuses a path of more than 50 characters for the second.
  const Words own{podman, "--root", work + "/podman", "--runroot", work + "/run"};
  const auto with = [&own](const Words& rest) {
    Words words = own;
    words.insert(words.end(), rest.begin(), rest.end());
    return words;
  };
  if (!runTool(with({"image", "exists", image}))) {
    WALD_TRY(runTool({"tar", "-C", root, "-cf", archive, "."}));
    WALD_TRY(runTool(with({"import", archive, image})));
  }
  // Podman's own limits are more than a process may have that is in a container itself.
  Words words =
      with({"run", "--rm", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", image});
  const Words arguments = containerArguments(workload);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Prepared{
      {std::move(words), plainEnvironment()}, bytesOf(root), "image, as its root file system"};
}

/// A containerd that is started when the first container is wanted; a failure is remembered.
class LazyContainerd {
public:
  explicit LazyContainerd(std::string work) : work_(std::move(work)) {}

  Result<std::string> socket() {
    if (running_ == nullptr && failure_.empty()) start();
    if (running_ == nullptr) return Error(ErrorKind::Io, failure_);
    return running_->socket();
  }

private:
  void start() {
    const std::string daemon = findProgram("containerd");
    Result<std::unique_ptr<Containerd>> started = notInstalled("containerd");
    if (!daemon.empty()) started = Containerd::start(daemon, findProgram("ctr"), work_);
    if (started) {
      running_ = std::move(*started);
    } else {
      failure_ = started.error().message();
    }
  }

  std::string work_;
  std::string failure_;
  std::unique_ptr<Containerd> running_;
};

Result<Prepared> startCtr(const Workload& workload, const std::string& work,
                          LazyContainerd& containerd) {
  const std::string ctr = findProgram("ctr");
  if (ctr.empty()) return notInstalled("ctr");
  WALD_TRY_ASSIGN(root, makeRoot(workload, work));
  WALD_TRY_ASSIGN(socket, containerd.socket());
  Words words{ctr, "--address", socket, "run", "--rm", "--rootfs", root, uniqueName};
  const Words arguments = containerArguments(workload);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Prepared{{std::move(words), plainEnvironment()}, bytesOf(root), shipsRoot};
}

void addCtr(Contenders& to, const std::string& work) {
  to.push_back(
      {"ctr",
       "a container of containerd, which runs already: ctr run --rm, a shim, runc; the root "
       "file system is a folder, no snapshot of an image is made; memory and time are those "
       "of ctr, not the daemon's",
       false,
       [work, containerd = std::make_shared<LazyContainerd>(work)](const Workload& workload) {
         return startCtr(workload, work, *containerd);
       }});
}

}  // namespace

std::string unifiedHierarchy() {
  constexpr auto path = "/sys/fs/cgroup/unified";
  constexpr long magic = 0x63677270;  // CGROUP2_SUPER_MAGIC
  struct statfs status{};
  return statfs(path, &status) == 0 && status.f_type == magic ? path : "";
}

void addContainers(Contenders& to, const ContenderOptions& options) {
  // crun refuses to work where both kinds of control groups are mounted.
  const bool isHybrid = !unifiedHierarchy().empty();
  for (const NamespaceSet& set : namespaceSets()) {
    // The leanest there is goes without a control group, which runc can't leave out.
    const bool isLeanest = set.namespaces.size() == 1;
    const Words before = isLeanest ? Words{"--cgroup-manager=disabled"} : Words{};
    addRuntime(to, {"crun", before}, set, isHybrid, options.work);
  }
  for (const NamespaceSet& set : namespaceSets()) {
    addRuntime(to, {"runc", {}}, set, false, options.work);
  }
  addRuntime(to, {"runsc", {"--network=none", "--ignore-cgroups"}}, namespaceSets().front(), false,
             options.work);
  const std::string work = options.work;
  to.push_back({"podman",
                "a container of podman: podman run --rm, a layer on an image, a network, "
                "conmon, crun; memory "
                "and time are those of podman and what it waits for",
                isHybrid,
                [work](const Workload& workload) { return startPodman(workload, work); }});
  addCtr(to, work);
}

}  // namespace wald::coldstart
