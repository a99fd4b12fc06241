#include <chrono>
#include <csignal>

#include <unistd.h>

#include <fmt/format.h>

#include "snapshot/snapshot.h"
#include "support/excerpt.h"
#include "tools/wald/atomic_file.h"
#include "tools/wald/cache_protection.h"
#include "tools/wald/commands.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"
#include "tools/wald/snapshot_guest.h"

namespace wald::command {

namespace {

constexpr std::string_view command = "wald snapshot";

constexpr std::string_view intro =
    "wald snapshot [OPTIONS] FILE -o OUT [-- ARGS…]\n\n"
    "Runs a module's initialisation once, and writes a module that starts after it: with the "
    "memories, globals and\n"
    "tables that the initialisation left. It is run, compiled and embedded as any other module.\n\n"
    "The initialisation is the export wizer.initialize, wald.initialize or _initialize, the first "
    "that is there, or\n"
    "what --init names; _initialize goes before any other, as does the start function. These do "
    "not "
    "run again: the\n"
    "new module lacks them. What the initialisation is given (ARGS, --env, --dir) is what it may "
    "remember; it must\n"
    "not leave files open. A program with a main that must not run its constructors again exports "
    "a "
    "second entry,\n"
    "which --rename-func makes _start.\n\n"
    "Examples:\n"
    "  wald snapshot app.wasm -o app-ready.wasm\n"
    "  wald snapshot --init setup --dir lib app.wasm -o app-ready.wasm\n"
    "  wald snapshot --rename-func _start=wizer.resume app.wasm -o app-ready.wasm\n";

struct SnapshotOptions : RunOptions {
  std::string output;
  std::string init;
  bool keepsInit = false;
  std::vector<std::pair<std::string, std::string>> renamed;
};

constexpr Option<SnapshotOptions> table[] = {
    {{"--output", 'o', "FILE", "write the new module there; - is standard output"},
     [](SnapshotOptions& options, std::string_view value) -> Result<void> {
       options.output = value;
       return {};
     }},
    {{"--init", 0, "NAME", "the export that initialises the module"},
     [](SnapshotOptions& options, std::string_view value) -> Result<void> {
       if (value.empty()) return Error(ErrorKind::Usage, "no name");
       options.init = value;
       return {};
     }},
    {{"--keep-init", 0, "", "the new module still exports what initialised it"},
     [](SnapshotOptions& options, std::string_view) -> Result<void> {
       options.keepsInit = true;
       return {};
     }},
    {{"--rename-func", 'r', "NEW=OLD",
      "the new module exports OLD as NEW, instead of what was NEW before;\n"
      "may be repeated"},
     [](SnapshotOptions& options, std::string_view value) -> Result<void> {
       const std::size_t equals = value.find('=');
       if (equals == std::string_view::npos || equals == 0 || equals + 1 == value.size()) {
         return Error(ErrorKind::Usage, "not of the form NEW=OLD");
       }
       options.renamed.emplace_back(value.substr(0, equals), value.substr(equals + 1));
       return {};
     }},
};

/// One run of the command over a module.
class Snapshot {
public:
  Snapshot(SnapshotOptions& options, std::string_view file) : options_(options), file_(file) {}

  Result<void> make();
  /// The guest ended before its initialisation did.
  const runtime::Trap* trap() const { return trap_.get(); }
  const Initialisation& initialisation() const { return initialisation_; }

private:
  Result<void> runGuest(std::shared_ptr<const ir::ValidModule> module);
  Result<void> write();
  void say(std::string_view text) const {
    if (options_.verbose) printNote(text);
  }

  SnapshotOptions& options_;
  std::string_view file_;
  std::unique_ptr<InitialisationWatch> watch_;
  Initialisation initialisation_;
  std::unique_ptr<SnapshotGuest> guest_;
  runtime::TrapPtr trap_;
};

Result<void> Snapshot::make() {
  WALD_TRY_ASSIGN(module, readModule(file_, options_.config.features));
  WALD_TRY(snapshot::checkModule(module->module()));
  WALD_TRY(checkImports(module->module()));
  WALD_TRY_ASSIGN(found, initialisationOf(module->module(), options_.init));
  initialisation_ = std::move(found);
  WALD_TRY(runGuest(std::move(module)));
  if (trap_) return {};
  WALD_TRY(guest_->checkDescriptors());
  return write();
}

Result<void> Snapshot::runGuest(std::shared_ptr<const ir::ValidModule> module) {
  using Clock = std::chrono::steady_clock;
  WALD_TRY_ASSIGN(inner, Watch::create(options_));
  if (inner != nullptr) {
    watch_ = std::make_unique<InitialisationWatch>(std::move(inner));
    options_.wasi.observer = watch_.get();
  }
  WALD_TRY_ASSIGN(guest, SnapshotGuest::create(options_, std::move(module), shortName(file_)));
  guest_ = std::move(guest);
  const Clock::time_point begin = Clock::now();
  WALD_TRY(guest_->run(initialisation_, trap_));
  const std::chrono::duration<double, std::milli> time = Clock::now() - begin;
  say(fmt::format("ran {} for {:.2f} ms", printable(initialisation_.describe()), time.count()));
  if (watch_ != nullptr && !watch_->taken().empty()) {
    say(fmt::format("the snapshot remembers what it made of what it read: {}", watch_->taken()));
  }
  return {};
}

Result<void> Snapshot::write() {
  snapshot::ExportChanges exports{.removed = {}, .renamed = options_.renamed};
  if (!options_.keepsInit) exports.removed = initialisation_.functions;
  WALD_TRY_ASSIGN(bytes, snapshot::snapshotOf(guest_->instance(), exports));
  auto valid = validModule(bytes, "", options_.config.features);
  if (!valid) {
    if (valid.error().kind() == ErrorKind::Limit) return std::move(valid).error();
    return Error(ErrorKind::Internal, fmt::format("the snapshot would be no valid module: {}",
                                                  valid.error().format("")));
  }
  const wasm::Module& module = (*valid)->module();
  say(fmt::format("{}: {} bytes, {} data segments for {} bytes of memory", options_.output,
                  bytes.size(), module.datas.size(), guest_->memoryBytes()));
  auto written = writeAtomically(options_.output, bytes);
  if (written) return {};
  return Error(ErrorKind::Io,
               fmt::format("can't write {}: {}", options_.output, written.error().message()));
}

int reportEnd(const Snapshot& snapshot, std::string_view file) {
  const runtime::Trap& trap = *snapshot.trap();
  const std::string what = printable(snapshot.initialisation().describe());
  if (trap.exitStatus) {
    return reportError(
        Error(ErrorKind::Unsupported,
              fmt::format("it ended itself with status {} while {} ran: a snapshot is of a module "
                          "that goes on",
                          *trap.exitStatus, what)),
        shownPath(file));
  }
  const int status = reportTrap(trap);
  printNote(fmt::format("that was while {} ran; no snapshot is written", what));
  return status;
}

}  // namespace

int snapshotCommand(std::span<char* const> args) {
  SnapshotOptions options;
  OptionSet set;
  set.add<SnapshotOptions>("Options", table, options);
  set.add<RunOptions>("What the guest is given", grantOptions(), options);
  set.add<EngineOptions>("Limits and engine", limitOptions(), options);
  set.add<EngineOptions>("General", generalOptions(), options);
  const auto operands = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(intro) + set.help()) ? exit_status::success : exit_status::failure;
  }
  if (!operands) return reportUsage(operands.error().message(), command);
  if (operands->empty()) return reportUsage("no FILE", command);
  if (options.output.empty()) return reportUsage("nowhere to write to: -o FILE", command);
  if (options.output == "-" && isatty(STDOUT_FILENO) == 1) {
    return reportUsage("a binary module is not for a terminal: say -o FILE", command);
  }
  if (const auto complete = completeOptions(options, set); !complete) {
    return reportUsage(complete.error().message(), command);
  }
  const std::string_view file = operands->front();
  options.wasi.args.emplace_back(shortName(file));
  for (const std::string_view argument : std::span(*operands).subspan(1)) {
    options.wasi.args.emplace_back(argument);
  }

  std::signal(SIGPIPE, SIG_IGN);
  protectCache(options.wasi);
  Snapshot snapshot(options, file);
  const auto made = snapshot.make();
  if (!made) return reportError(made.error(), shownPath(file));
  return snapshot.trap() == nullptr ? exit_status::success : reportEnd(snapshot, file);
}

}  // namespace wald::command
