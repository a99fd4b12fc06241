#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wald::fuzz {

/// What a parameter of a host function means, where its wasm type alone would lead to calls that are all refused at once.
enum class Meaning : std::uint8_t { Number, Wide, Pointer, Buffer, Slices, Path, Fd };

struct HostFunction {
  std::string_view name;
  std::span<const Meaning> params;
};

/// Every row of functions.def.
std::span<const HostFunction> hostFunctions();

/// A call with its wasm arguments.
struct HostCall {
  std::string_view name;
  std::vector<std::uint64_t> arguments;
  std::string shown;  ///< for people, with paths
};

/// Makes up calls, the same ones for the same seed, whatever comes of them. What their arguments point to is written into the guest's memory.
class HostCallMaker {
public:
  /// A guest begins with the descriptors below `granted`: standard streams, directories, of which the first may be written, and a socket
  /// that listens as the last. `outside` is the absolute path of what it must not reach.
  HostCallMaker(std::uint64_t seed, std::span<std::uint8_t> memory, std::uint32_t granted,
                std::string outside);

  HostCall next();
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  bool oneIn(std::uint64_t count) { return below(count) == 0; }

private:
  void add(HostCall& call, Meaning meaning);
  std::uint32_t descriptor(bool mayBeGranted);
  std::uint64_t number();
  std::uint64_t wide();
  std::uint32_t pointer();
  std::uint32_t size();
  std::string path();
  void addSlices(HostCall& call);
  /// Flags and rights that make sense together, which chance hardly finds.
  void makeOpenGood(HostCall& call);
  /// Makes a `poll_oneoff` one that ends soon.
  void tamePoll(HostCall& call);
  /// Where there is room for so much, with the bytes in it.
  std::uint32_t put(const void* bytes, std::size_t size);

  static constexpr std::uint32_t firstDirectory = 3;  ///< the first one may be written
  const HostFunction* opener_;                        ///< gives the others something to work with
  bool takesPath_ = false;
  bool isOfSockets_ = false;
  std::mt19937_64 random_;
  std::span<std::uint8_t> memory_;
  std::uint32_t granted_;
  std::string outside_;
  std::uint32_t next_ = 0;
};

}  // namespace wald::fuzz
