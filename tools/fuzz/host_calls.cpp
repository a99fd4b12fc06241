#include "host_calls.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

#include "wasi/limits.h"
#include "wasi/types.h"

namespace wald::fuzz {

namespace {

// The parameters of functions.def by their meaning.
namespace meaning {
template <Meaning meant>
struct Is {
  static constexpr Meaning value = meant;
};
using U32 = Is<Meaning::Number>;
using U64 = Is<Meaning::Wide>;
using I64 = Is<Meaning::Wide>;
using Pointer = Is<Meaning::Pointer>;
using Buffer = Is<Meaning::Buffer>;
using Slices = Is<Meaning::Slices>;
using Path = Is<Meaning::Path>;
using Fd = Is<Meaning::Fd>;
template <typename T>
struct Returns : Is<Meaning::Pointer> {};
}  // namespace meaning

template <typename... Params>
struct Meanings {
  static constexpr std::array<Meaning, sizeof...(Params)> of{Params::value...};
};

using namespace meaning;                            // NOLINT: the rows name their parameters
using wasi::Fdstat, wasi::Filestat, wasi::Prestat;  // NOLINT: and their results

constexpr HostFunction functions[] = {
#define WALD_WASI_FUNCTION(name, handler, capability, result, ...) \
  {#name, Meanings<__VA_ARGS__>::of},
#include "wasi/functions.def"
};

constexpr std::string_view components[] = {
    ".",   "..",   "..",     "a",       "b",   "c",        "file",   "dir",
    "dir", "deep", "link",   "outside", "out", "up",       "absent", "ring",
    "abs", "ro",   "escape", "canary",  "rw",  "protected"};

/// What there is at the beginning (host_world.cpp).
constexpr std::string_view present[] = {"file",       "dir",   "dir/file", "dir/deep",
                                        "dir/deep/b", "a",     "link",     "link/deep",
                                        "dir/link",   "a/new", "dir/new",  "new"};

}  // namespace

std::span<const HostFunction> hostFunctions() { return functions; }

HostCallMaker::HostCallMaker(std::uint64_t seed, std::span<std::uint8_t> memory,
                             std::uint32_t granted, std::string outside)
    : opener_(std::ranges::find(functions, "path_open", &HostFunction::name)), random_(seed),
      memory_(memory), granted_(granted), outside_(std::move(outside)) {}

HostCall HostCallMaker::next() {
  const HostFunction* function = nullptr;
  do {
    function = oneIn(8) ? opener_ : &functions[below(std::size(functions))];
    // The first two wait for the disk; and most descriptors are to stay open for a while.
  } while (((function->name == "fd_sync" || function->name == "fd_datasync") && !oneIn(20)) ||
           (function->name == "fd_close" && oneIn(2)));
  takesPath_ = function->name.starts_with("path_");
  isOfSockets_ = function->name.starts_with("sock_");
  HostCall call{.name = function->name, .arguments = {}, .shown = {}};
  // These take their descriptors as numbers. A guest without its grants can't do much.
  const bool isOfNumbers = function->name == "fd_close" || function->name == "fd_renumber";
  for (const Meaning meant : function->params) {
    if (isOfNumbers) {
      call.arguments.push_back(descriptor(oneIn(32)));
    } else {
      add(call, meant);
    }
  }
  if (call.name == "poll_oneoff") tamePoll(call);
  if (function == opener_ && !oneIn(4)) makeOpenGood(call);
  return call;
}

void HostCallMaker::add(HostCall& call, Meaning meaning) {
  switch (meaning) {
    case Meaning::Number: call.arguments.push_back(number()); return;
    case Meaning::Wide: call.arguments.push_back(wide()); return;
    case Meaning::Pointer: call.arguments.push_back(pointer()); return;
    case Meaning::Buffer:
      call.arguments.push_back(pointer());
      call.arguments.push_back(size());
      return;
    case Meaning::Slices: return addSlices(call);
    case Meaning::Fd: call.arguments.push_back(descriptor(true)); return;
    case Meaning::Path: {
      const std::string text = path();
      if (oneIn(32)) {
        call.arguments.push_back(pointer());
        call.arguments.push_back(size());
        return;
      }
      call.arguments.push_back(put(text.data(), text.size()));
      call.arguments.push_back(text.size());
      call.shown += fmt::format(" \"{}\"", text.size() < 100 ? text : text.substr(0, 100) + "…");
      return;
    }
  }
}

std::uint32_t HostCallMaker::descriptor(bool mayBeGranted) {
  if (oneIn(32)) return static_cast<std::uint32_t>(random_());
  // The lowest numbers are used again first.
  const std::uint64_t range = oneIn(6) ? 40 : 4;
  if (takesPath_ && !oneIn(4)) return oneIn(4) ? firstDirectory + 1 : firstDirectory;
  if (isOfSockets_ && oneIn(3)) return granted_ - 1;
  if (!mayBeGranted || !oneIn(3)) return granted_ + static_cast<std::uint32_t>(below(range));
  return static_cast<std::uint32_t>(below(granted_ + range));
}

std::uint64_t HostCallMaker::number() {
  switch (below(16)) {
    case 0: return std::uint64_t{1} << below(32);
    case 1: return static_cast<std::uint32_t>(random_());
    case 2: return oneIn(2) ? 0xffffffff : below(32);
    case 3:
    case 4: return below(16);
    case 5:
    case 6: return 1;
    default: return 0;
  }
}

std::uint64_t HostCallMaker::wide() {
  switch (below(8)) {
    case 0: return random_();
    case 1: return std::uint64_t{1} << below(64);
    case 2: return 0;
    case 3: return below(100);
    case 4: return std::uint64_t{1} << 63;
    case 5: return random_() & random_();
    default: return ~std::uint64_t{0};
  }
}

std::uint32_t HostCallMaker::pointer() {
  const auto end = static_cast<std::uint32_t>(memory_.size());
  switch (below(32)) {
    case 0: return end - static_cast<std::uint32_t>(below(80));
    case 1: return static_cast<std::uint32_t>(random_());
    case 2: return ~static_cast<std::uint32_t>(below(80));
    case 3: return 0;
    default: return static_cast<std::uint32_t>(below(end));
  }
}

std::uint32_t HostCallMaker::size() {
  switch (below(8)) {
    case 0: return static_cast<std::uint32_t>(random_());
    case 1: return static_cast<std::uint32_t>(below(memory_.size()));
    case 2: return 0;
    default: return static_cast<std::uint32_t>(below(512));
  }
}

std::string HostCallMaker::path() {
  if (oneIn(3)) return std::string(present[below(std::size(present))]);
  switch (below(64)) {
    case 0: return {};
    case 1: return std::string(1 + below(4), '/');
    case 2: return outside_;
    case 3: return outside_ + "/canary";
    case 4: return std::string(wasi::limits::pathBytes - 2 + below(5), 'x');
    case 5: return "../outside/canary";
    case 6: return "../../outside";
    case 7: return "dir/../../outside/canary";
    case 8: return "/etc/passwd";
    default: break;
  }
  std::string text = oneIn(40) ? "/" : "";
  const std::uint64_t count = 1 + below(oneIn(16) ? 60 : oneIn(3) ? 4 : 2);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i != 0) text += oneIn(16) ? "//" : "/";
    text += components[below(std::size(components))];
  }
  if (oneIn(12)) text += '/';
  if (oneIn(40)) text[below(text.size())] = '\0';
  if (oneIn(40)) text[below(text.size())] = static_cast<char>(random_());
  return text;
}

void HostCallMaker::addSlices(HostCall& call) {
  if (oneIn(16)) {
    call.arguments.push_back(pointer());
    call.arguments.push_back(size());
    return;
  }
  std::array<wasi::GuestIovec, 8> list{};
  const std::size_t count = below(list.size() + 1);
  for (std::size_t i = 0; i < count; ++i) list[i] = {pointer(), size()};
  call.arguments.push_back(put(list.data(), count * sizeof(list[0])));
  call.arguments.push_back(count);
}

void HostCallMaker::makeOpenGood(HostCall& call) {
  using namespace wasi;
  constexpr std::uint32_t ways[] = {0,
                                    0,
                                    0,
                                    oflag::creat,
                                    oflag::creat,
                                    oflag::creat | oflag::excl,
                                    oflag::trunc,
                                    oflag::directory};
  constexpr FdFlags flags[] = {0, 0, 0, fdflag::nonblock, fdflag::append};
  constexpr Rights rights[] = {~Rights{0}, ~Rights{0}, ~right::FdWrite, right::FdRead};
  enum : std::size_t { Lookup = 1, Oflags = 4, Base = 5, Inheriting = 6, Fdflags = 7 };
  call.arguments[Lookup] = below(2);
  call.arguments[Oflags] = ways[below(std::size(ways))];
  call.arguments[Base] = rights[below(std::size(rights))];
  call.arguments[Inheriting] = ~Rights{0};
  call.arguments[Fdflags] = flags[below(std::size(flags))];
}

void HostCallMaker::tamePoll(HostCall& call) {
  constexpr std::size_t size = sizeof(wasi::Subscription);
  // Often a good one; the others mean what happens to stand in the memory.
  if (!oneIn(4)) {
    std::array<wasi::Subscription, 6> list{};
    const std::size_t count = 1 + below(list.size());
    for (std::size_t i = 0; i < count; ++i) {
      list[i] = {.userdata = random_(),
                 .tag = static_cast<std::uint8_t>(below(3)),
                 .target = descriptor(true),
                 .timeout = wide(),
                 .precision = wide(),
                 .flags = static_cast<std::uint16_t>(below(3))};
    }
    call.arguments[0] = put(list.data(), count * size);
    call.arguments[2] = count;
  }
  const std::uint64_t at = call.arguments[0];
  const std::uint64_t count = call.arguments[2];
  if (count == 0 || at > memory_.size() || count > (memory_.size() - at) / size) return;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint8_t* const place = memory_.data() + at + i * size;
    wasi::Subscription item;
    std::memcpy(&item, place, size);
    // A time that is over, or will be soon.
    if (i == 0) item.tag = static_cast<std::uint8_t>(wasi::EventType::Clock);
    item.timeout %= 20'000;
    std::memcpy(place, &item, size);
  }
}

std::uint32_t HostCallMaker::put(const void* bytes, std::size_t size) {
  // The lower half is for what arguments point to; results may overwrite it.
  if (next_ + size > memory_.size() / 2) next_ = 0;
  // Sometimes at the very end, where a step too far would be noticed.
  const std::size_t at = oneIn(16) ? memory_.size() - size : next_;
  std::memcpy(memory_.data() + at, bytes, size);
  next_ += static_cast<std::uint32_t>(size);
  return static_cast<std::uint32_t>(at);
}

}  // namespace wald::fuzz
