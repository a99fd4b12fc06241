// Calls the host functions of WASI at random, and looks whether the host suffered: README.md.

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "binary/decoder.h"
#include "host_calls.h"
#include "host_world.h"
#include "interp/interp.h"
#include "runtime/linker.h"
#include "valid/validate.h"
#include "wasi/memory_files.h"
#include "wasi/names.h"
#include "wasi/observer.h"
#include "wasi/types.h"
#include "wasi/wasi.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WALD_HAS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif
#endif

namespace wald::fuzz {

namespace {

constexpr std::uint64_t callsOfRound = 500;
constexpr std::uint64_t callsBetweenChecks = 100;
constexpr unsigned secondsOfRound = 120;
constexpr double longestCall = 5;  ///< seconds

struct Options {
  std::uint64_t calls = 20'000;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> only;
  bool trace = false;
};

/// What is told when the program dies.
char current[512] = "nothing was called yet\n";
int terminal = 2;  ///< standard error; guests have another

void tellCurrent() {
  [[maybe_unused]] const ssize_t ignored = ::write(terminal, current, std::strlen(current));
}

void setCurrent(std::string text) {
  text += '\n';
  const std::size_t size = std::min(text.size(), sizeof(current) - 1);
  std::memcpy(current, text.data(), size);
  current[size] = '\0';
}

/// Lets what an observer is told be made up.
class Watcher final : public wasi::Observer {
public:
  explicit Watcher(bool wantsCalls) : wantsCalls_(wantsCalls) {}
  void denied(const wasi::Denial&) override {}
  bool wantsCalls() const override { return wantsCalls_; }

private:
  bool wantsCalls_;
};

/// An instance with nothing but a memory, on whose behalf functions are called.
class Guest {
public:
  static Result<std::unique_ptr<Guest>> create(const wasi::Config& config) {
    // A memory of a page, and its export.
    constexpr std::uint8_t bytes[] = {0, 'a', 's', 'm', 1,   0,   0,   0,   5,   3,   1, 0, 1,
                                      7, 10,  1,   6,   'm', 'e', 'm', 'o', 'r', 'y', 2, 0};
    std::unique_ptr<Guest> guest(new Guest);
    WALD_TRY_ASSIGN(
        decoded, binary::decodeModule(std::vector<std::uint8_t>(std::begin(bytes), std::end(bytes)),
                                      guest->engine_.config().features));
    WALD_TRY_ASSIGN(valid, valid::validateModule(std::move(decoded)));
    WALD_TRY_ASSIGN(module, interp::load(guest->engine_, std::move(valid), "guest"));
    WALD_TRY_ASSIGN(store, runtime::Store::create(guest->engine_));
    guest->store_ = std::move(store);
    WALD_TRY_ASSIGN(wasi, wasi::Wasi::create(config));
    guest->wasi_ = std::move(wasi);
    runtime::Linker linker(*guest->store_);
    WALD_TRY_ASSIGN(made, linker.instantiate(std::move(module)));
    guest->instance_ = made.instance;
    for (const HostFunction& function : hostFunctions()) {
      guest->functions_.push_back(
          std::get<runtime::Function*>(*guest->wasi_->find(*guest->store_, function.name)));
    }
    return guest;
  }

  wasi::Errno call(std::string_view name, const std::vector<std::uint64_t>& arguments) {
    std::size_t index = 0;
    while (hostFunctions()[index].name != name) ++index;
    const runtime::Function& function = *functions_[index];
    std::vector<runtime::Slot> slots(arguments);
    slots.resize(slots.size() + 1);
    const auto outcome = function.host(function.environment, {*store_, instance_}, slots.data());
    if (outcome == runtime::Outcome::Trap) {
      // It ended itself, and is asked to go on.
      static_cast<void>(store_->takeTrap());
      return wasi::Errno::Success;
    }
    return static_cast<wasi::Errno>(slots[0]);
  }

  std::span<std::uint8_t> memory() { return instance_->hostMemory()->bytes(); }
  const wasi::Wasi& wasi() const { return *wasi_; }

private:
  Guest() : engine_(runtime::Config{}) {}

  runtime::Engine engine_;
  std::unique_ptr<runtime::Store> store_;
  std::unique_ptr<wasi::Wasi> wasi_;
  runtime::Instance* instance_ = nullptr;
  std::vector<const runtime::Function*> functions_;
};

std::uint64_t countDescriptors() {
  std::uint64_t count = 0;
  DIR* const directory = ::opendir("/proc/self/fd");
  if (directory == nullptr) return 0;
  while (::readdir(directory) != nullptr) ++count;
  ::closedir(directory);
  return count;
}

/// Connects, says something and is gone: neither accepting nor receiving has to wait, and what is sent does not get stuck.
void connectTo(const std::string& address) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port =
      htons(static_cast<std::uint16_t>(std::stoul(address.substr(address.find(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0 || errno == EINPROGRESS) {
    [[maybe_unused]] const ssize_t ignored = ::send(fd, "some bytes", 10, MSG_NOSIGNAL);
  }
  ::close(fd);
}

/// A guest in a world of its own, and so many calls of it.
class Round {
public:
  Round(const Options& options, std::uint64_t number)
      : options_(options), number_(number), random_(options.seed * 0x9e3779b97f4a7c15u ^ number),
        world_(chance(2)), watcher_(chance(2)) {}

  /// What is wrong; none if nothing is.
  std::optional<std::string> run();

  std::uint64_t succeeded() const { return succeeded_; }

private:
  bool chance(std::uint64_t in) { return random_() % in == 0; }
  wasi::Config config();
  std::optional<std::string> step(HostCallMaker& maker, std::uint64_t index);
  std::optional<std::string> checkCall(const HostCall& call);
  std::optional<std::string> checkWorld();
  std::uint64_t guestDescriptors();

  const Options& options_;
  std::uint64_t number_;
  std::mt19937_64 random_;
  HostWorld world_;
  Watcher watcher_;
  std::unique_ptr<Guest> guest_;
  std::uint64_t before_ = 0;  ///< descriptors of the host
  std::uint64_t succeeded_ = 0;
};

/// Files in memory, of which there is soon no room for more.
std::shared_ptr<wasi::MemoryFiles> makeMemory() {
  auto files = wasi::MemoryFiles::create({.bytes = 1 << 16, .names = 100});
  static_cast<void>(files->writeFile("file", "text"));
  static_cast<void>(files->makeDirectory("dir"));
  return files;
}

wasi::Config Round::config() {
  wasi::Config config;
  config.args = {"guest", "argument"};
  config.env = {"NAME=value"};
  config.preopens = {{world_.path("rw"), "/", true},
                     {world_.path("ro"), "/ro", false},
                     {{}, "/memory", true, makeMemory()}};
  // With a protected directory below it, paths are resolved by steps, else by the kernel.
  if (world_.hasProtected()) config.protectedDirectories = {world_.path("rw/protected")};
  config.listeners = {{.address = "127.0.0.1:0"}};
  config.clocks = !chance(8);
  config.random = !chance(8);
  config.deterministic = chance(8);
  if (chance(8)) {
    const auto functions = hostFunctions();
    config.withheld.emplace_back(functions[random_() % functions.size()].name);
  }
  if (chance(2)) config.observer = &watcher_;
  return config;
}

std::optional<std::string> Round::run() {
  before_ = countDescriptors();
  setCurrent(fmt::format("--seed {} --only {}: preparing", options_.seed, number_));
  auto guest = Guest::create(config());
  if (!guest) return guest.error().message();
  guest_ = std::move(*guest);
  HostCallMaker maker(random_(), guest_->memory(), 7, world_.path("outside"));
  for (const auto& listening : guest_->wasi().listening()) connectTo(listening.address);
  for (std::uint64_t index = 0; index < callsOfRound; ++index) {
    if (auto wrong = step(maker, index)) return wrong;
    if ((index + 1) % callsBetweenChecks != 0) continue;
    if (auto wrong = checkWorld()) return wrong;
  }
  guest_.reset();
  const std::uint64_t after = countDescriptors();
  if (after == before_) return std::nullopt;
  return fmt::format("{} descriptors of the host are open, {} were before", after, before_);
}

std::optional<std::string> Round::step(HostCallMaker& maker, std::uint64_t index) {
  const HostCall call = maker.next();
  if (call.name == "sock_accept") {
    for (const auto& listening : guest_->wasi().listening()) connectTo(listening.address);
  }
  std::string shown =
      fmt::format("--seed {} --only {}: call {}: {}({:#x}){}", options_.seed, number_, index,
                  call.name, fmt::join(call.arguments, ", "), call.shown);
  setCurrent(shown);
  const auto begin = std::chrono::steady_clock::now();
  const wasi::Errno error = guest_->call(call.name, call.arguments);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  if (options_.trace) fmt::print(stderr, "{} = {}\n", shown, wasi::nameOf(error));
  if (time.count() > longestCall) return fmt::format("it took {:.1f} s", time.count());
  // Beyond 76 there is none.
  if (error > wasi::Errno::NotCapable) return fmt::format("the errno {}", static_cast<int>(error));
  if (error != wasi::Errno::Success) return std::nullopt;
  ++succeeded_;
  return checkCall(call);
}

std::optional<std::string> Round::checkCall(const HostCall& call) {
  const std::span<std::uint8_t> memory = guest_->memory();
  if (call.name == "path_filestat_get" || call.name == "fd_filestat_get") {
    wasi::Filestat stat;
    std::memcpy(&stat, memory.data() + call.arguments.back(), sizeof(stat));
    if (world_.isOutOfReach(stat.device, stat.inode)) return "it found what is out of reach";
  }
  const bool reads = call.name == "fd_read" || call.name == "fd_pread" || call.name == "fd_readdir";
  const std::string_view text(reinterpret_cast<const char*>(memory.data()), memory.size());
  if (reads && text.find(HostWorld::secret) != std::string_view::npos) {
    return "it read what is out of reach";
  }
  return std::nullopt;
}

std::uint64_t Round::guestDescriptors() {
  // Numbers are used again, so that there are none beyond.
  std::uint64_t count = 0;
  for (std::uint64_t number = 0; number < callsOfRound + 16; ++number) {
    if (guest_->call("fd_fdstat_get", {number, 0}) != wasi::Errno::BadF) ++count;
  }
  return count;
}

std::optional<std::string> Round::checkWorld() {
  if (auto difference = world_.difference()) return difference;
  // The guest's standard streams are the host's own, wherever it moved them.
  const std::uint64_t ours = countDescriptors() - before_;
  const std::uint64_t guests = guestDescriptors();
  if (ours <= guests) return std::nullopt;
  return fmt::format("{} descriptors of the host for {} of the guest", ours, guests);
}

std::optional<std::uint64_t> numberOf(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--trace") {
      options.trace = true;
      continue;
    }
    const auto value = i + 1 < argc ? numberOf(argv[++i]) : std::nullopt;
    if (!value) return false;
    if (name == "--calls") {
      options.calls = *value;
    } else if (name == "--seed") {
      options.seed = *value;
    } else if (name == "--only") {
      options.only = value;
    } else {
      return false;
    }
  }
  return true;
}

void onAlarm(int) {
  constexpr std::string_view text = "wald-fuzz-wasi: no end of ";
  [[maybe_unused]] const ssize_t ignored = ::write(terminal, text.data(), text.size());
  tellCurrent();
  ::_exit(1);
}

/// Nothing that guests do reaches the terminal, fills the disk or ends the program.
void prepareProcess() {
  terminal = ::fcntl(2, F_DUPFD_CLOEXEC, 100);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {0, 1, 2}) ::dup2(null, stream);
  ::close(null);
  stderr = ::fdopen(terminal, "w");
  std::setvbuf(stderr, nullptr, _IONBF, 0);
#ifdef WALD_HAS_SANITIZER
  __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(terminal)));
  __sanitizer_set_death_callback(tellCurrent);
#endif
  constexpr rlim_t mostBytes = 1 << 20;
  const rlimit files{mostBytes, mostBytes};
  ::setrlimit(RLIMIT_FSIZE, &files);
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGALRM, onAlarm);
}

int mainOf(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    fmt::print(stderr, "usage: wald-fuzz-wasi [--calls N] [--seed N] [--only ROUND] [--trace]\n");
    return 2;
  }
  prepareProcess();
  const std::uint64_t first = options.only.value_or(0);
  const std::uint64_t end =
      options.only ? first + 1 : (options.calls + callsOfRound - 1) / callsOfRound;
  std::uint64_t succeeded = 0;
  for (std::uint64_t number = first; number < end; ++number) {
    ::alarm(secondsOfRound);
    Round round(options, number);
    if (const auto wrong = round.run()) {
      fmt::print(stderr, "wald-fuzz-wasi: {}\nafter ", *wrong);
      tellCurrent();
      return 1;
    }
    succeeded += round.succeeded();
  }
  fmt::print(stderr,
             "{} calls of {} functions with --seed {}, {} succeeded; the host is unharmed\n",
             (end - first) * callsOfRound, hostFunctions().size(), options.seed, succeeded);
  return 0;
}

}  // namespace

}  // namespace wald::fuzz

int main(int argc, char** argv) { return wald::fuzz::mainOf(argc, argv); }
