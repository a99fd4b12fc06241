#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>

namespace wald::wasi {

class OutputBuffer;

/// What a guest's standard input, output or error stream is. A value: where it is copied, what it refers to is shared.
class Stream {
public:
  /// Fills a buffer with the next bytes, and gives how many: 0 at the end. May wait; the guest waits with it, and can't be stopped before
  /// it returns.
  using Source = std::function<std::size_t(std::span<std::uint8_t> buffer)>;
  /// Takes bytes that a guest wrote. They are the guest's own memory: another of its threads may change them meanwhile. Where it gives
  /// false, the guest is told `io`.
  using Sink = std::function<bool(std::span<const std::uint8_t> bytes)>;

  /// That of the host with the same number. Where the host has none, the guest has none.
  static Stream inherited() { return Stream(Inherited{}); }
  /// None: the number is not open.
  static Stream closed() { return Stream(Closed{}); }
  /// Ends at once, and takes everything.
  static Stream null() { return Stream(Null{}); }
  /// A descriptor of the host, which is borrowed and has to stay open.
  static Stream descriptor(int fd) { return Stream(Borrowed{fd}); }
  /// Input: these bytes, then the end.
  static Stream bytes(std::string bytes) { return Stream(Bytes{std::move(bytes)}); }
  /// Input from a function. It is called on the threads of the guest, but not by several at the same time, and must not call the guest.
  static Stream source(Source source) { return Stream(std::move(source)); }
  /// Output that is collected.
  static Stream buffer(std::shared_ptr<OutputBuffer> buffer) { return Stream(std::move(buffer)); }
  /// Output to a function, called as that of `source`. The same one for output and errors may be called for both at the same time.
  static Stream sink(Sink sink) { return Stream(std::move(sink)); }

  // What it is.
  struct Inherited {};
  struct Closed {};
  struct Null {};
  struct Borrowed {
    int fd;
  };
  struct Bytes {
    std::string text;
  };
  using Kind = std::variant<Inherited, Closed, Null, Borrowed, Bytes, Source,
                            std::shared_ptr<OutputBuffer>, Sink>;
  const Kind& kind() const { return kind_; }

  Stream() = default;  ///< `inherited`

private:
  explicit Stream(Kind kind) : kind_(std::move(kind)) {}
  Kind kind_;
};

}  // namespace wald::wasi
