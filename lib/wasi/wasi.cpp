#include "wasi/wasi.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "wasi/deterministic.h"
#include "wasi/function_table.h"
#include "wasi/host_resource.h"
#include "wasi/host_socket.h"
#include "wasi/host_world.h"
#include "wasi/listener.h"
#include "wasi/memory_files.h"
#include "wasi/memory_resource.h"
#include "wasi/standard_stream.h"
#include "wasi/state.h"

namespace wald::wasi {

namespace {

bool hasNul(const std::string& text) { return text.find('\0') != std::string::npos; }

Result<std::unique_ptr<Resource>> openHostDirectory(const Preopen& preopen,
                                                    const Protection& protection) {
  host::File file;
  std::string reason;
  if (!host::openGrant(preopen.hostPath, file, reason)) {
    return Error(ErrorKind::Io,
                 fmt::format("can't open directory \"{}\": {}", preopen.hostPath, reason));
  }
  if (host::liesIn(file.fd(), protection)) {
    return Error(ErrorKind::Usage,
                 fmt::format("directory \"{}\" can't be granted: compiled code is kept there, "
                             "which is run as it is",
                             preopen.hostPath));
  }
  DirectoryId id;
  const bool isKnown = host::identify(file.fd(), id);
  const bool isOnTheWay = !isKnown || protection.mayBeBelow(id) || host::isOfProc(file.fd());
  return std::unique_ptr<Resource>(
      HostResource::directory(std::move(file), &protection, isOnTheWay));
}

/// Device numbers of files in memory: not those of the host.
constexpr std::uint64_t firstMemoryDevice = std::uint64_t{1} << 62;

/// Opens granted directories. Those of one file system in memory have the same device.
class Preopens {
public:
  explicit Preopens(const Protection& protection) : protection_(protection) {}

  Result<Descriptor> open(const Preopen& preopen) {
    if (hasNul(preopen.hostPath) || hasNul(preopen.guestPath)) {
      return Error(ErrorKind::Usage, fmt::format("directory \"{}\": its name contains a NUL",
                                                 preopen.hostPath.c_str()));
    }
    Descriptor directory;
    if (preopen.memory) {
      directory.resource = openMemory(preopen.memory->tree());
    } else {
      WALD_TRY_ASSIGN(resource, openHostDirectory(preopen, protection_));
      directory.resource = std::move(resource);
    }
    directory.type = Filetype::Directory;
    directory.mayWrite = preopen.writable;
    directory.base = rightsOf(Filetype::Directory);
    directory.inheriting = rightsOf(Filetype::Directory) | rightsOf(Filetype::RegularFile) |
                           rightsOf(Filetype::SocketStream);
    directory.preopen = std::make_unique<const std::string>(preopen.guestPath);
    return directory;
  }

private:
  std::unique_ptr<Resource> openMemory(const std::shared_ptr<MemoryTree>& tree) {
    auto known = std::ranges::find(trees_, tree.get());
    if (known == trees_.end()) known = trees_.insert(known, tree.get());
    const auto index = static_cast<std::uint64_t>(known - trees_.begin());
    return std::make_unique<MemoryResource>(tree, tree->root(), firstMemoryDevice + index);
  }

  const Protection& protection_;
  std::vector<const MemoryTree*> trees_;
};

std::shared_ptr<Clock> clockOf(const Config& config) {
  if (config.clock) return config.clock;
  if (config.deterministic) return std::make_shared<DeterministicClock>();
  return std::make_shared<HostClock>();
}

std::shared_ptr<RandomSource> randomOf(const Config& config) {
  if (config.randomSource) return config.randomSource;
  if (config.deterministic) return std::make_shared<SeededRandom>(config.seed);
  return std::make_shared<HostRandom>();
}

runtime::HostEntry entryOf(const FunctionRow& row, const State& state) {
  return state.observer == nullptr && !state.withholds(row) ? row.entry : row.watched;
}

}  // namespace

Wasi::Wasi() : state_(std::make_unique<State>()) {}
Wasi::~Wasi() = default;

Result<std::unique_ptr<Wasi>> Wasi::create(const Config& config) {
  std::unique_ptr<Wasi> wasi(new Wasi);
  State& state = *wasi->state_;
  WALD_TRY_ASSIGN(arguments, StringBlock::create(config.args, "argument"));
  WALD_TRY_ASSIGN(environment, StringBlock::create(config.env, "environment variable"));
  state.arguments = std::move(arguments);
  state.environment = std::move(environment);
  for (const std::string& name : config.withheld) {
    const FunctionRow* const row = findFunction(moduleName, name);
    if (row == nullptr) return Error(ErrorKind::Usage, fmt::format("no function \"{}\"", name));
    state.withheld.push_back(row->name);
  }
  state.observer = config.observer;
  state.deterministic = config.deterministic;
  state.clock = clockOf(config);
  state.randomSource = randomOf(config);
  state.clocks = config.clocks;
  state.random = config.random;
  for (std::uint32_t number = 0; number < config.stdio.size(); ++number) {
    WALD_TRY_ASSIGN(stream, openStandardStream(config.stdio[number], number));
    if (stream) state.descriptors.place(number, std::move(*stream));
  }
  // Where nothing is granted, nothing has to be protected.
  if (!config.preopens.empty()) {
    for (const std::string& path : config.protectedDirectories) state.protection.add(path);
  }
  Preopens preopens(state.protection);
  for (const Preopen& preopen : config.preopens) {
    WALD_TRY_ASSIGN(directory, preopens.open(preopen));
    if (!state.descriptors.insert(std::move(directory))) {
      return Error(ErrorKind::Limit, fmt::format("more than {} directories", limits::descriptors));
    }
  }
  for (const Listener& listener : config.listeners) {
    WALD_TRY_ASSIGN(socket, openListener(listener));
    std::string address = host::boundAddress(socket.resource->hostFd());
    const auto number = state.descriptors.insert(std::move(socket));
    if (!number) {
      return Error(ErrorKind::Limit, fmt::format("more than {} descriptors", limits::descriptors));
    }
    wasi->listening_.push_back({*number, std::move(address)});
  }
  return wasi;
}

void Wasi::define(runtime::Linker& linker, runtime::Store& store) {
  for (const std::string_view module : {moduleName, unstableModuleName}) {
    linker.addResolver(module, [this, &store, module](std::string_view name) {
      return find(store, name, module);
    });
  }
}

std::optional<runtime::Extern> Wasi::find(runtime::Store& store, std::string_view name,
                                          std::string_view module) {
  const FunctionRow* const row = findFunction(module, name);
  if (row == nullptr) return std::nullopt;

  std::vector<wasm::ValType> params(row->params.begin(), row->params.end());
  std::vector<wasm::ValType> results;
  if (row->hasResult) results.push_back(wasm::types::i32);
  const wasm::TypeId type = store.engine().addFunctionType(std::move(params), std::move(results));
  return store.addHostFunction(type, entryOf(*row, *state_), state_.get());
}

}  // namespace wald::wasi
