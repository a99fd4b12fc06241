#include "tools/waldc/compile_options.h"

#include <charconv>

namespace wald::command {

namespace {

using codegen::Level;
using codegen::Output;

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

template <Level level>
Result<void> setLevel(CompileCommandOptions& options, std::string_view) {
  options.compile.level = level;
  return {};
}

constexpr Option<CompileCommandOptions> codeOptions[] = {
    {{"-O0", 0, "", "compile fast; the code is slow"}, setLevel<Level::O0>},
    {{"-O1", 0, "", "some optimisation"}, setLevel<Level::O1>},
    {{"-O2", 0, "", "the default"}, setLevel<Level::O2>},
    {{"-O3", 0, "", "more time for what may be faster"}, setLevel<Level::O3>},
    {{"-Os", 0, "", "as -O2, but small code"}, setLevel<Level::Os>},
    {{"--cpu", 0, "NAME",
      "baseline (x86-64-v2, the default), v3, native, or a CPU's name such\n"
      "as znver3: the code runs where its features are"},
     [](CompileCommandOptions& options, std::string_view value) -> Result<void> {
       options.compile.cpu = value;
       return {};
     }},
    {{"--memory", 0, "guarded|checked",
      "bounds checks of memory accesses: by the page fault in a reserved\n"
      "range (default), or by comparing, without a reservation"},
     [](CompileCommandOptions& options, std::string_view value) -> Result<void> {
       if (value != "guarded" && value != "checked") return usage("it is 'guarded' or 'checked'");
       options.compile.guardedMemory = value == "guarded";
       if (options.compile.guardedMemory && !options.compile.useSignals) {
         return usage("with --no-signals it is 'checked'");
       }
       return {};
     }},
    {{"--no-guard", 0, "", "the same as --memory checked"},
     [](CompileCommandOptions& options, std::string_view) -> Result<void> {
       options.compile.guardedMemory = false;
       return {};
     }},
    {{"--no-signals", 0, "",
      "memory is checked, and the code looks for its traps, its stack's end and\n"
      "interrupts itself, for wald --no-signals"},
     [](CompileCommandOptions& options, std::string_view) -> Result<void> {
       options.compile.useSignals = options.compile.guardedMemory = false;
       return {};
     }},
    {{"--fuel", 0, "", "the code counts fuel, for wald --fuel N"},
     [](CompileCommandOptions& options, std::string_view) -> Result<void> {
       options.compile.countFuel = true;
       return {};
     }},
    {{"--deterministic", 0, "", "the same results everywhere: computed NaNs are canonical"},
     [](CompileCommandOptions& options, std::string_view) -> Result<void> {
       options.compile.deterministic = true;
       return {};
     }},
};

constexpr Option<CompileCommandOptions> workOptions[] = {
    {{"--output", 'o', "FILE", "write there; - is standard output"},
     [](CompileCommandOptions& options, std::string_view value) -> Result<void> {
       options.output = value;
       return {};
     }},
    {{"--emit", 0, "llvm-ir|asm|obj",
      "instead of an artifact, for people: what it is made of\n"
      "(llvm-ir and asm go to standard output unless -o is given)"},
     [](CompileCommandOptions& options, std::string_view value) -> Result<void> {
       if (value == "llvm-ir")
         options.compile.output = Output::LlvmIr;
       else if (value == "asm")
         options.compile.output = Output::Assembly;
       else if (value == "obj")
         options.compile.output = Output::Object;
       else
         return usage("it is 'llvm-ir', 'asm' or 'obj'");
       return {};
     }},
    {{"--jobs", 'j', "N", "threads (default: one for each core)"},
     [](CompileCommandOptions& options, std::string_view value) -> Result<void> {
       unsigned jobs = 0;
       const auto [end, error] = std::from_chars(value.begin(), value.end(), jobs);
       constexpr unsigned most = 1024;
       if (error != std::errc{} || end != value.end() || jobs == 0 || jobs > most) {
         return usage("not a number of threads from 1 to 1024");
       }
       options.compile.jobs = jobs;
       return {};
     }},
};

}  // namespace

OptionSet compileOptionSet(CompileCommandOptions& options) {
  OptionSet set;
  set.add<CompileCommandOptions>("Code", codeOptions, options);
  set.add<CompileCommandOptions>("Work", workOptions, options);
  set.add<EngineOptions>("General", generalOptions(), options);
  return set;
}

}  // namespace wald::command
