// A native process, and wald as one.
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "bench/coldstart/contender.h"

namespace wald::coldstart {

namespace {

Error missing(std::string_view reason) { return Error(ErrorKind::Io, reason); }

Result<Prepared> startForm(const Form& form, const Workload& workload, std::string_view ships) {
  if (!form.reason.empty()) return missing(form.reason);
  Words words{form.path};
  words.insert(words.end(), workload.arguments.begin(), workload.arguments.end());
  return Prepared{{std::move(words), plainEnvironment()}, bytesOf(form.path), std::string(ships)};
}

/// The module as an artifact of this wald, made anew where it is older than the compiler.
Result<std::string> artifactOf(const std::string& wald, const Workload& workload,
                               const std::string& work) {
  namespace fs = std::filesystem;
  const std::string path = fmt::format("{}/{}.waot", work, workload.name);
  const std::string compiler = fs::path(wald).replace_filename("waldc").string();
  std::error_code error;
  const auto madeAt = fs::last_write_time(path, error);
  bool isGood = !error;
  for (const std::string& source : {workload.module.path, wald, compiler}) {
    const auto changedAt = fs::last_write_time(source, error);
    isGood = isGood && (error || madeAt >= changedAt);
  }
  if (!isGood) WALD_TRY(runTool({wald, "compile", workload.module.path, "-o", path}));
  return path;
}

/// Says where wald's cache is.
std::string cacheIn(const ContenderOptions& options) {
  return "WALD_CACHE_DIR=" + options.work + "/cache";
}

/// `wald`, with its options, the folder that the module needs, the file and the module's arguments.
Result<Prepared> startWald(const ContenderOptions& options, const Workload& workload,
                           const Words& flags, const std::string& file, std::string_view ships) {
  Words words{options.wald};
  words.insert(words.end(), flags.begin(), flags.end());
  if (!workload.moduleRoot.empty()) {
    words.insert(words.end(), {"--dir", workload.moduleRoot + "::/"});
  }
  words.push_back(file);
  words.insert(words.end(), workload.arguments.begin(), workload.arguments.end());
  const std::uint64_t root = workload.moduleRoot.empty() ? 0 : bytesOf(workload.moduleRoot);
  return Prepared{{std::move(words), plainEnvironment()},
                  bytesOf(file) + root,
                  fmt::format("{}{}", ships, root == 0 ? "" : ", library files")};
}

}  // namespace

Words plainEnvironment() {
  const char* const home = std::getenv("HOME");
  return {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          fmt::format("HOME={}", home == nullptr ? "/" : home)};
}

void addNative(Contenders& to) {
  to.push_back({"native-static", "a process: fork, exec, run, exit; nothing isolated", false,
                [](const Workload& workload) {
                  return startForm(workload.statically, workload, "program");
                }});
  to.push_back({"native-dynamic", "the same, and the loader links the shared libraries", false,
                [](const Workload& workload) {
                  return startForm(workload.dynamically, workload,
                                   "program; its libraries are on the host");
                }});
}

void addWald(Contenders& to, const ContenderOptions& options) {
  const auto add = [&](const char* name, const char* includes, auto prepare) {
    to.push_back(
        {name, includes, false, [options, prepare](const Workload& workload) -> Result<Prepared> {
           if (options.wald.empty()) return missing("there is no wald: --wald PATH");
           if (!workload.module.reason.empty()) return missing(workload.module.reason);
           return prepare(options, workload);
         }});
  };
  add("wald-interp",
      "a process of wald: reads, decodes and validates the module (a large one at the first "
      "start), interprets it",
      [](const ContenderOptions& with, const Workload& workload) -> Result<Prepared> {
        auto prepared =
            startWald(with, workload, {"--engine", "interp"}, workload.module.path, "module");
        if (prepared) prepared->command.environment.push_back(cacheIn(with));
        return prepared;
      });
  add("wald-cache", "a process of wald that finds the module's native code in its cache",
      [](const ContenderOptions& with, const Workload& workload) -> Result<Prepared> {
        auto prepared =
            startWald(with, workload, {"--engine", "aot"}, workload.module.path, "module");
        if (!prepared) return prepared;
        const std::string place = cacheIn(with);
        prepared->command.environment.push_back(place);
        // Compiles what is not there yet, on all cores.
        Words filling{"/usr/bin/env", place};
        const Words& words = prepared->command.arguments;
        filling.insert(filling.end(), words.begin(), words.end());
        WALD_TRY(runTool(filling));
        return prepared;
      });
  add("wald-file", "a process of wald that maps an artifact, made by wald compile",
      [](const ContenderOptions& with, const Workload& workload) -> Result<Prepared> {
        WALD_TRY_ASSIGN(artifact, artifactOf(with.wald, workload, with.work));
        return startWald(with, workload, {}, artifact, "artifact");
      });
}

}  // namespace wald::coldstart
