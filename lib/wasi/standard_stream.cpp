#include "wasi/standard_stream.h"

#include <fmt/format.h>

#include "wasi/host_resource.h"
#include "wasi/stream_resource.h"

namespace wald::wasi {

namespace {

using Opened = Result<std::optional<Descriptor>>;

/// Opens each kind of stream.
class Opening {
public:
  explicit Opening(std::uint32_t number) : number_(number) {}

  Opened operator()(const Stream::Inherited&) const { return openHost(static_cast<int>(number_)); }
  Opened operator()(const Stream::Closed&) const { return std::optional<Descriptor>(); }
  Opened operator()(const Stream::Null&) const { return own(std::make_unique<NullStream>()); }
  Opened operator()(const Stream::Borrowed& borrowed) const {
    auto stream = openHost(borrowed.fd);
    if (stream && stream->has_value()) return stream;
    return fail(fmt::format("descriptor {} is not open", borrowed.fd));
  }
  Opened operator()(const Stream::Bytes& bytes) const {
    if (!isInput()) return fail("bytes are for the input");
    return own(std::make_unique<BytesStream>(bytes.text));
  }
  Opened operator()(const Stream::Source& source) const {
    if (!isInput()) return fail("a source is for the input");
    if (!source) return fail("there is no function");
    return own(std::make_unique<SourceStream>(source));
  }
  Opened operator()(const std::shared_ptr<OutputBuffer>& buffer) const {
    if (isInput()) return fail("a buffer is for output");
    if (!buffer) return fail("there is no buffer");
    return own(std::make_unique<BufferStream>(buffer));
  }
  Opened operator()(const Stream::Sink& sink) const {
    if (isInput()) return fail("a sink is for output");
    if (!sink) return fail("there is no function");
    return own(std::make_unique<SinkStream>(sink));
  }

private:
  bool isInput() const { return number_ == 0; }

  Error fail(std::string_view why) const {
    return Error(ErrorKind::Usage, fmt::format("standard stream {}: {}", number_, why));
  }

  Descriptor describe(std::unique_ptr<Resource> resource, Filetype type) const {
    const Rights direction =
        isInput() ? right::FdRead : right::FdWrite | right::FdSync | right::FdDatasync;
    Descriptor stream;
    stream.resource = std::move(resource);
    stream.type = type;
    stream.mayWrite = true;
    stream.base = rightsOf(type) & (direction | right::FdSeek | right::FdTell |
                                    right::FdFdstatSetFlags | right::FdFilestatGet |
                                    right::PollFdReadwrite | right::FdAdvise | right::SockShutdown);
    return stream;
  }

  Opened own(std::unique_ptr<Resource> resource) const {
    Filestat found;
    static_cast<void>(resource->stat(found));
    return std::optional(describe(std::move(resource), found.filetype));
  }

  /// What the host has closed stays closed for the guest.
  Opened openHost(int fd) const {
    Filestat found;
    if (host::stat(fd, found) != Errno::Success) return std::optional<Descriptor>();
    Descriptor stream = describe(
        std::make_unique<HostResource>(host::File::borrowed(fd), HostResource::Kind::Shared),
        found.filetype);
    // C libraries take a character device that can't be positioned for a terminal.
    if (found.filetype == Filetype::CharacterDevice && host::isTerminal(fd)) {
      stream.base.drop(right::FdSeek | right::FdTell);
    }
    return std::optional(std::move(stream));
  }

  std::uint32_t number_;
};

}  // namespace

Result<std::optional<Descriptor>> openStandardStream(const Stream& stream, std::uint32_t number) {
  return std::visit(Opening(number), stream.kind());
}

}  // namespace wald::wasi
