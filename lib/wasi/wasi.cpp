#include "wasi/wasi.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "wasi/function_table.h"
#include "wasi/host_socket.h"
#include "wasi/listener.h"
#include "wasi/state.h"

namespace wald::wasi {

namespace {

/// A standard stream of the host. What the host has closed stays closed for the guest.
void addStream(DescriptorTable& table, std::uint32_t number, Rights direction) {
  Descriptor stream;
  Filestat found;
  const int fd = static_cast<int>(number);
  if (host::stat(fd, found) != Errno::Success) return;
  stream.file = host::File::borrowed(fd);
  stream.type = found.filetype;
  stream.isStdio = true;
  stream.mayWrite = true;
  stream.base =
      rightsOf(found.filetype) &
      (direction | right::FdSeek | right::FdTell | right::FdFdstatSetFlags | right::FdFilestatGet |
       right::PollFdReadwrite | right::FdAdvise | right::SockShutdown);
  // C libraries take a character device that can't be positioned for a terminal.
  if (found.filetype == Filetype::CharacterDevice && host::isTerminal(fd)) {
    stream.base.drop(right::FdSeek | right::FdTell);
  }
  table.place(number, std::move(stream));
}

Result<Descriptor> openPreopen(const Preopen& preopen, const Protection& protection) {
  const auto hasNul = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  if (hasNul(preopen.hostPath) || hasNul(preopen.guestPath)) {
    return Error(ErrorKind::Usage, fmt::format("directory \"{}\": its name contains a NUL",
                                               preopen.hostPath.c_str()));
  }
  Descriptor directory;
  std::string reason;
  if (!host::openGrant(preopen.hostPath, directory.file, reason)) {
    return Error(ErrorKind::Io,
                 fmt::format("can't open directory \"{}\": {}", preopen.hostPath, reason));
  }
  if (host::liesIn(directory.fd(), protection)) {
    return Error(ErrorKind::Usage,
                 fmt::format("directory \"{}\" can't be granted: compiled code is kept there, "
                             "which is run as it is",
                             preopen.hostPath));
  }
  DirectoryId id;
  const bool isKnown = host::identify(directory.fd(), id);
  directory.protection = &protection;
  directory.isOnTheWay = !isKnown || protection.mayBeBelow(id) || host::isOfProc(directory.fd());
  directory.type = Filetype::Directory;
  directory.mayWrite = preopen.writable;
  directory.base = rightsOf(Filetype::Directory);
  directory.inheriting = rightsOf(Filetype::Directory) | rightsOf(Filetype::RegularFile) |
                         rightsOf(Filetype::SocketStream);
  directory.preopen = std::make_unique<const std::string>(preopen.guestPath);
  return directory;
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
  if (config.deterministic) {
    state.deterministic = std::make_unique<DeterministicWorld>(config.seed);
  }
  state.clocks = config.clocks;
  state.random = config.random;
  if (config.stdio) {
    addStream(state.descriptors, 0, right::FdRead);
    for (const std::uint32_t output : {1, 2}) {
      addStream(state.descriptors, output, right::FdWrite | right::FdSync | right::FdDatasync);
    }
  }
  // Where nothing is granted, nothing has to be protected.
  if (!config.preopens.empty()) {
    for (const std::string& path : config.protectedDirectories) state.protection.add(path);
  }
  for (const Preopen& preopen : config.preopens) {
    WALD_TRY_ASSIGN(directory, openPreopen(preopen, state.protection));
    if (!state.descriptors.insert(std::move(directory))) {
      return Error(ErrorKind::Limit, fmt::format("more than {} directories", limits::descriptors));
    }
  }
  for (const Listener& listener : config.listeners) {
    WALD_TRY_ASSIGN(socket, openListener(listener));
    std::string address = host::boundAddress(socket.fd());
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
