#include "tools/wald/run_options.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "wasi/function_table.h"
#include "wasi/wasi.h"

namespace wald::command {

namespace {

constexpr std::uint32_t mostThreads = 65536;

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

Result<void> addPreload(RunOptions& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == value.size()) {
    return usage("not of the form NAME=FILE");
  }
  options.preloads.emplace_back(value.substr(0, equals), value.substr(equals + 1));
  return {};
}

Result<void> addDirectory(RunOptions& options, std::string_view value) {
  WALD_TRY_ASSIGN(preopen, parsePreopen(value));
  options.wasi.preopens.push_back(std::move(preopen));
  return {};
}

Result<void> addListener(RunOptions& options, std::string_view value) {
  std::string address(value);
  WALD_TRY(wasi::checkListenAddress(address));
  options.wasi.listeners.push_back({.address = std::move(address)});
  return {};
}

Result<void> addVariable(RunOptions& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  if (value.empty() || equals == 0) return usage("not of the form NAME or NAME=VALUE");
  std::string entry(value);
  if (equals == std::string_view::npos) {
    const char* const own = std::getenv(entry.c_str());
    if (own == nullptr) return {};
    entry += '=';
    entry += own;
  }
  // The last one given counts.
  const std::string prefix = entry.substr(0, entry.find('=') + 1);
  std::erase_if(options.wasi.env, [&](const std::string& old) { return old.starts_with(prefix); });
  options.wasi.env.push_back(std::move(entry));
  return {};
}

Result<void> addLabel(RunOptions& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  const std::string_view key = value.substr(0, equals);
  const auto isKeyCharacter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  if (equals == std::string_view::npos || key.empty() ||
      !std::ranges::all_of(key, isKeyCharacter)) {
    return usage("not of the form KEY=VALUE with a key of letters, digits, '_', '-' and '.'");
  }
  const auto isKnown = [&](const auto& label) { return label.first == key; };
  if (std::ranges::any_of(options.labels, isKnown)) return usage("this key was given before");
  options.labels.emplace_back(key, value.substr(equals + 1));
  return {};
}

Result<void> withhold(RunOptions& options, std::string_view value) {
  if (wasi::findFunction(wasi::Wasi::moduleName, value) == nullptr) {
    return usage("no such function (wald inspect --capabilities FILE lists those of a module)");
  }
  options.wasi.withheld.emplace_back(value);
  return {};
}

Result<void> chooseEngine(RunOptions& options, std::string_view value) {
  if (value == "auto") {
    options.engine = EngineKind::Auto;
  } else if (value == "interp") {
    options.engine = EngineKind::Interp;
  } else if (value == "aot") {
    options.engine = EngineKind::Aot;
  } else {
    return usage("it is 'auto', 'interp' or 'aot'");
  }
  return {};
}

constexpr Option<RunOptions> grants[] = {
    {{"--dir", 0, "HOST[::GUEST][:ro|:rw]",
      "grant a directory, as GUEST if given; read-only unless :rw", InPolicy::Repeated},
     addDirectory},
    {{"--env", 0, "NAME[=VALUE]", "set a variable for the guest, or copy it from the host",
      InPolicy::Repeated},
     addVariable},
    {{"--deny", 0, "FUNCTION", "refuse each call of a WASI function, e.g. sock_accept",
      InPolicy::Repeated},
     withhold},
    {{"--seed", 0, "N", "of random numbers with --deterministic (default 0)", InPolicy::Once},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       const char* const end = value.data() + value.size();
       std::uint64_t seed = 0;
       const auto [rest, code] = std::from_chars(value.data(), end, seed);
       if (code != std::errc() || rest != end) return usage("not a number");
       options.seed = seed;
       return {};
     }},
};

constexpr Option<RunOptions> table[] = {
    {{"--invoke", 0, "NAME",
      "call this export with ARGS, read by its type; print each result\n"
      "on a line with its type, as in i32:-1 or f64:nan"},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       if (value.empty()) return usage("no name");
       options.invoke = value;
       return {};
     }},
    {{"--preload", 0, "NAME=FILE", "link the exports of another module under NAME"}, addPreload},
    {{"--tcp-listen", 0, "ADDRESS:PORT",
      "let the guest accept connections there: 127.0.0.1:8080, [::1]:0; the\n"
      "sockets are its descriptors after the directories (-v tells which)",
      InPolicy::Repeated},
     addListener},
    {{"--threads", 0, "", "let the guest start threads (wasi-threads)", InPolicy::Once},
     [](RunOptions& options, std::string_view) -> Result<void> {
       options.threads = true;
       return {};
     }},
    {{"--max-threads", 0, "N", "at once besides the first, with --threads (default 256)",
      InPolicy::Once},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       const char* const begin = value.data();
       const char* const end = begin + value.size();
       const auto [rest, code] = std::from_chars(begin, end, options.maxThreads);
       if (code != std::errc() || rest != end || options.maxThreads > mostThreads) {
         return usage("the number of threads can be up to 65536");
       }
       return {};
     }},
    {{"--timeout", 0, "TIME",
      "ends the run after so long, whatever the guest does: 2, 1.5s, 200ms,\n"
      "10m; exit status 124",
      InPolicy::Once},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       WALD_TRY_ASSIGN(time, parseDuration(value));
       options.timeout = time;
       return {};
     }},
    {{"--policy", 0, "FILE", "what the guest may do, and its limits, from a file (TOML)"},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       if (value.empty()) return usage("no file");
       options.policy = value;
       return {};
     }},
    {{"--engine", 0, "auto|interp|aot",
      "interp: the interpreter; aot: native code, compiled once and kept in\n"
      "the cache; auto: native code if the cache has it, else interp (default)"},
     chooseEngine},
    {{"--no-cache", 0, "", "neither look into the cache nor keep anything there"},
     [](RunOptions& options, std::string_view) -> Result<void> {
       options.usesCache = false;
       return {};
     }},
    {{"--verify", 0, "", "check compiled code of any size before it is run"},
     [](RunOptions& options, std::string_view) -> Result<void> {
       options.verify = true;
       return {};
     }},
    {{"--audit", 0, "FILE|-",
      "append a line of JSON for the start, each refusal and the end\n"
      "(-: standard error)"},
     [](RunOptions& options, std::string_view value) -> Result<void> {
       if (value.empty()) return usage("no file");
       options.audit = value;
       return {};
     }},
    {{"--label", 0, "KEY=VALUE", "stands in the audit, to find the run again", InPolicy::Repeated},
     addLabel},
    {{"--startup-trace", 0, "", "show where the time of the start goes, step by step"},
     [](RunOptions& options, std::string_view) -> Result<void> {
       options.startupTrace = true;
       return {};
     }},
    {{"--log-calls", 0, "", "show each call of the host, with arguments and result"},
     [](RunOptions& options, std::string_view) -> Result<void> {
       options.logCalls = true;
       return {};
     }},
};

}  // namespace

std::span<const Option<RunOptions>> runOptions() { return table; }
std::span<const Option<RunOptions>> grantOptions() { return grants; }

OptionSet runOptionSet(RunOptions& options) {
  OptionSet set;
  set.add("Options", runOptions(), options);
  set.add("What the guest is given", grantOptions(), options);
  set.add<EngineOptions>("Limits and engine", limitOptions(), options);
  set.add<EngineOptions>("General", generalOptions(), options);
  return set;
}

Result<void> completeOptions(RunOptions& options, const OptionSet& set) {
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(set.applied(), [&](const OptionText* o) { return o->name == name; });
  };
  if (options.config.deterministic && options.threads) {
    return usage("--deterministic and --threads contradict each other: threads run in any order");
  }
  if (options.seed && !options.config.deterministic) {
    return usage("--seed says nothing without --deterministic");
  }
  if (has("--max-threads") && !options.threads) {
    return usage("--max-threads says nothing without --threads");
  }
  for (auto later = options.wasi.preopens.begin(); later != options.wasi.preopens.end(); ++later) {
    const auto same = [&](const wasi::Preopen& other) {
      return other.guestPath == later->guestPath;
    };
    if (std::find_if(options.wasi.preopens.begin(), later, same) != later) {
      return usage(fmt::format("--dir: two directories have the name \"{}\" for the guest",
                               later->guestPath));
    }
  }
  options.wasi.deterministic = options.config.deterministic;
  options.wasi.seed = options.seed.value_or(0);
  return {};
}

Result<wasi::Preopen> parsePreopen(std::string_view text) {
  wasi::Preopen preopen;
  if (text.ends_with(":ro") || text.ends_with(":rw")) {
    preopen.writable = text.ends_with(":rw");
    text.remove_suffix(3);
  }
  const std::size_t colons = text.find("::");
  preopen.hostPath = text.substr(0, colons);
  preopen.guestPath = colons == std::string_view::npos ? preopen.hostPath : text.substr(colons + 2);
  if (preopen.hostPath.empty()) return usage("no directory is named");
  if (preopen.guestPath.empty()) return usage("no name for the guest after '::'");
  return preopen;
}

}  // namespace wald::command
