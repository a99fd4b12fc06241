#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "wasi/output_buffer.h"
#include "wasi/resource.h"
#include "wasi/stream.h"

/// Standard streams that are not the host's. They are always ready, like a pipe with someone at its other end.
namespace wald::wasi {

class OwnStream : public Resource {
public:
  Errno stat(Filestat& out) override {
    out.links = 1;
    return Errno::Success;
  }
  Errno setFlags(FdFlags, FdFlags changed) override {
    return changed & fdflag::append ? Errno::NotSup : Errno::Success;
  }
};

/// Like /dev/null.
class NullStream final : public OwnStream {
public:
  Errno stat(Filestat& out) override {
    out.filetype = Filetype::CharacterDevice;
    return OwnStream::stat(out);
  }
  std::string describe() override { return "stream:null"; }
  Errno read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno readAt(std::span<const Slice> slices, std::uint64_t, std::uint32_t& count) override {
    return read(slices, 0, count);
  }
  Errno writeAt(std::span<const Slice> slices, std::uint64_t, FdFlags,
                std::uint32_t& count) override {
    return write(slices, 0, count);
  }
  Errno seek(std::int64_t, Whence, std::uint64_t& position) override {
    position = 0;
    return Errno::Success;
  }
  Errno advise(std::uint64_t, std::uint64_t, Advice) override { return Errno::Success; }
};

class BytesStream final : public OwnStream {
public:
  explicit BytesStream(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string describe() override { return "stream:bytes"; }
  std::uint64_t available() override;
  Errno read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;

private:
  const std::string bytes_;
  std::mutex mutex_;
  std::size_t position_ = 0;
};

class SourceStream final : public OwnStream {
public:
  explicit SourceStream(Stream::Source source) : source_(std::move(source)) {}
  std::string describe() override { return "stream:source"; }
  Errno read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;

private:
  std::mutex mutex_;
  Stream::Source source_;
};

class BufferStream final : public OwnStream {
public:
  explicit BufferStream(std::shared_ptr<OutputBuffer> buffer) : buffer_(std::move(buffer)) {}
  std::string describe() override { return "stream:buffer"; }
  Errno write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;

private:
  std::shared_ptr<OutputBuffer> buffer_;
};

class SinkStream final : public OwnStream {
public:
  explicit SinkStream(Stream::Sink sink) : sink_(std::move(sink)) {}
  std::string describe() override { return "stream:sink"; }
  Errno write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;

private:
  std::mutex mutex_;
  Stream::Sink sink_;
};

}  // namespace wald::wasi
