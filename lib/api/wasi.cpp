#include "wald/wasi.h"

#include "api/store_state.h"
#include "api/wasi_state.h"
#include "wald/store.h"
#include "wasi/clock.h"
#include "wasi/memory_files.h"
#include "wasi/names.h"
#include "wasi/output_buffer.h"
#include "wasi/random_source.h"
#include "wasi/wasi.h"

namespace wald {

WasiClock::~WasiClock() = default;

struct WasiStream::State {
  wasi::Stream stream;
};

struct WasiStream::Buffer::State {
  std::shared_ptr<wasi::OutputBuffer> buffer;
};

struct MemoryFiles::State {
  std::shared_ptr<wasi::MemoryFiles> files;
};

namespace {

wasi::Stream streamOf(const WasiStream& stream) { return stream.state()->stream; }

/// An embedder's clocks. What they do not have is the time of no program.
class Clocks final : public wasi::Clock {
public:
  explicit Clocks(std::shared_ptr<WasiClock> clock) : clock_(std::move(clock)) {}

  wasi::Errno now(wasi::ClockId clock, std::uint64_t& time) override {
    switch (clock) {
      case wasi::ClockId::Realtime: time = clock_->realtime(); return wasi::Errno::Success;
      case wasi::ClockId::Monotonic:
      case wasi::ClockId::ProcessCpuTime:
      case wasi::ClockId::ThreadCpuTime: time = clock_->monotonic(); return wasi::Errno::Success;
    }
    return wasi::Errno::Inval;
  }
  wasi::Errno resolution(wasi::ClockId clock, std::uint64_t& resolution) override {
    if (clock > wasi::ClockId::ThreadCpuTime) return wasi::Errno::Inval;
    resolution = clock_->resolution();
    return wasi::Errno::Success;
  }
  std::uint64_t wait(std::uint64_t nanoseconds) override { return clock_->wait(nanoseconds); }

private:
  std::shared_ptr<WasiClock> clock_;
};

class Randoms final : public wasi::RandomSource {
public:
  explicit Randoms(std::function<bool(std::span<std::uint8_t>)> fill) : fill_(std::move(fill)) {}
  wasi::Errno fill(std::span<std::uint8_t> bytes) override {
    return fill_(bytes) ? wasi::Errno::Success : wasi::Errno::Io;
  }

private:
  std::function<bool(std::span<std::uint8_t>)> fill_;
};

/// Lines of the record, without their ends.
class Lines final : public api::AuditSink {
public:
  explicit Lines(std::function<void(std::string_view)> line) : line_(std::move(line)) {}
  bool write(std::string_view line) override {
    line_(line.substr(0, line.size() - 1));
    return true;
  }
  bool tryWrite(std::string_view line) override { return write(line); }

private:
  std::function<void(std::string_view)> line_;
};

WasiDenial toPublic(const wasi::Denial& denial) {
  WasiDenial made{
      std::string(denial.function), denial.capability, std::string(wasi::whyOf(denial.reason)), {}};
  for (const wasi::Denial::Place& place : denial.places) {
    made.places.push_back({place.descriptor, place.standsFor, place.path});
  }
  return made;
}

wasi::Config grantsOf(const WasiConfig& config) {
  wasi::Config made;
  made.args = config.args;
  made.env = config.env;
  made.stdio = {streamOf(config.input), streamOf(config.output), streamOf(config.errors)};
  made.clocks = config.clocks;
  made.random = config.random;
  if (config.clock != nullptr) made.clock = std::make_shared<Clocks>(config.clock);
  if (config.randomSource) made.randomSource = std::make_shared<Randoms>(config.randomSource);
  made.deterministic = config.deterministic;
  made.seed = config.seed;
  made.withheld = config.withheld;
  for (const WasiConfig::Directory& directory : config.directories) {
    made.preopens.push_back({directory.hostPath, directory.guestPath, directory.isWritable,
                             directory.memory ? directory.memory->state()->files : nullptr});
  }
  for (const std::string& address : config.listeners) made.listeners.push_back({address});
  return made;
}

}  // namespace

namespace api {

WasiState::WasiState(const WasiConfig& config)
    : grants_(grantsOf(config)), onDenial_(config.onDenial), onCall_(config.onCall),
      labels_(config.labels) {
  if (config.audit) audit_.emplace(std::make_unique<Lines>(config.audit));
  if (onDenial_ || onCall_ || audit_) grants_.observer = this;
}

Result<void> WasiState::open() {
  WALD_TRY_ASSIGN(wasi, wasi::Wasi::create(grants_));
  wasi_ = std::move(wasi);
  return {};
}

Result<std::optional<runtime::Extern>>
WasiState::find(runtime::Store& store, std::string_view module, std::string_view name) {
  return wasi_->find(store, name, module);
}

void WasiState::start(const runtime::Module& module, bool isCompiled,
                      const runtime::Limits& limits) {
  if (!audit_ || hasStarted_) return;
  hasStarted_ = true;
  std::size_t bytes = 0;
  for (const std::string& argument : grants_.args) bytes += argument.size();
  const wasm::ModuleBytes& binary = module.wasm.bytes;
  audit_->start({.file = module.name,
                 .module = sha256({binary.data(), binary.size()}),
                 .engine = isCompiled ? "aot" : "interp",
                 .invoke = {},
                 .argumentCount = grants_.args.size(),
                 .argumentBytes = bytes,
                 .grants = grants_,
                 .threads = false,
                 .limits = limits,
                 .labels = labels_});
}

void WasiState::note(const runtime::Trap& trap) {
  if (!audit_) return;
  end_.status = trap.exitStatus.value_or(0);
  end_.outcome = trap.exitStatus                            ? "exit"
                 : trap.kind == wasm::TrapKind::Interrupted ? "timeout"
                                                            : "trap";
  end_.trap = trap.exitStatus ? std::string_view() : wasm::phraseOf(trap.kind);
}

void WasiState::end(runtime::Store& store) {
  if (!audit_ || !hasStarted_) return;
  if (const auto fuel = store.limits().fuel) end_.fuel = *fuel - std::min(*fuel, store.fuelLeft());
  end_.memory = store.memoryBytes();
  end_.calls = calls();
  audit_->end(end_);
}

void WasiState::denied(const wasi::Denial& denial) {
  if (onDenial_) onDenial_(toPublic(denial));
  if (audit_) audit_->deny(denial);
}

bool WasiState::wantsCalls() const { return onCall_ != nullptr; }
void WasiState::returned(std::string_view line) { onCall_(line); }

}  // namespace api

Result<void> Store::setWasi(const WasiConfig& config) {
  auto made = std::make_unique<api::WasiState>(config);
  WALD_TRY(made->open());
  return state_->setSystem(std::move(made));
}

WasiStream WasiStream::null() {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::null()}));
}
WasiStream WasiStream::inherit() {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::inherited()}));
}
WasiStream WasiStream::closed() {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::closed()}));
}
WasiStream WasiStream::descriptor(int fd) {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::descriptor(fd)}));
}
WasiStream WasiStream::bytes(std::string bytes) {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::bytes(std::move(bytes))}));
}
WasiStream WasiStream::buffer(const Buffer& buffer) {
  return WasiStream(
      std::make_shared<const State>(State{wasi::Stream::buffer(buffer.state()->buffer)}));
}
WasiStream WasiStream::source(Source source) {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::source(std::move(source))}));
}
WasiStream WasiStream::sink(Sink sink) {
  return WasiStream(std::make_shared<const State>(State{wasi::Stream::sink(std::move(sink))}));
}

WasiStream::Buffer::Buffer(std::size_t limit)
    : state_(std::make_shared<State>(State{std::make_shared<wasi::OutputBuffer>(limit)})) {}
std::string WasiStream::Buffer::text() const { return state_->buffer->contents(); }
std::string WasiStream::Buffer::take() const { return state_->buffer->take(); }

MemoryFiles::MemoryFiles(const Limits& limits)
    : state_(std::make_shared<State>(
          State{wasi::MemoryFiles::create({.bytes = limits.bytes, .names = limits.names})})) {}
Result<void> MemoryFiles::write(std::string_view path, std::string_view contents) const {
  return state_->files->writeFile(path, contents);
}
Result<void> MemoryFiles::write(std::string_view path,
                                std::span<const std::uint8_t> contents) const {
  return state_->files->writeFile(path, contents);
}
Result<void> MemoryFiles::makeDirectory(std::string_view path) const {
  return state_->files->makeDirectory(path);
}
Result<std::string> MemoryFiles::read(std::string_view path) const {
  WALD_TRY_ASSIGN(bytes, state_->files->readFile(path));
  return std::string(bytes.begin(), bytes.end());
}
Result<void> MemoryFiles::remove(std::string_view path) const {
  return state_->files->remove(path);
}
std::uint64_t MemoryFiles::bytesUsed() const { return state_->files->bytesUsed(); }

std::vector<MemoryFiles::Entry> MemoryFiles::list() const {
  std::vector<Entry> entries;
  for (wasi::MemoryFiles::Entry& entry : state_->files->list()) {
    const auto kind = entry.type == wasi::Filetype::Directory      ? Entry::Kind::Directory
                      : entry.type == wasi::Filetype::SymbolicLink ? Entry::Kind::Link
                                                                   : Entry::Kind::File;
    entries.push_back({std::move(entry.path), kind, entry.size, std::move(entry.target)});
  }
  return entries;
}

}  // namespace wald
