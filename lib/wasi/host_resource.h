#pragma once

#include "wasi/host.h"
#include "wasi/resource.h"

namespace wald::wasi {

/// What the host's system keeps open for a guest.
class HostResource final : public Resource {
public:
  enum class Kind : std::uint8_t {
    Opened,  ///< by wald, for the guest alone
    Shared,  ///< with other programs: its status flags are not ours to set, and it is a stream, whatever else it could be
    Socket,
  };
  HostResource(host::File file, Kind kind) : file_(std::move(file)), kind_(kind) {}

  /// A directory. `protection` says what must not be reached (null: all may); with `isOnTheWay` something protected may lie below, with no
  /// mount between.
  static std::unique_ptr<HostResource> directory(host::File file, const Protection* protection,
                                                 bool isOnTheWay);

  Errno stat(Filestat& out) override { return host::stat(fd(), out); }
  std::string describe() override { return host::pathOf(fd()); }
  Errno setTimes(const Times& times) override { return host::setTimes(fd(), times); }
  Errno setFlags(FdFlags wanted, FdFlags changed) override;
  Errno sync() override { return host::sync(fd()); }
  Errno datasync() override { return host::datasync(fd()); }
  Errno close() override { return file_.close(); }
  int hostFd() const override { return fd(); }
  int socket() const override { return kind_ == Kind::Socket ? fd() : -1; }

  Errno read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno readAt(std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count) override {
    return host::readAt(fd(), slices, offset, count);
  }
  Errno writeAt(std::span<const Slice> slices, std::uint64_t offset, FdFlags,
                std::uint32_t& count) override {
    return host::writeAt(fd(), slices, offset, count);
  }
  Errno seek(std::int64_t offset, Whence whence, std::uint64_t& position) override {
    return host::seek(fd(), offset, whence, position);
  }
  Errno setSize(std::uint64_t size) override { return host::setSize(fd(), size); }
  Errno allocate(std::uint64_t offset, std::uint64_t size) override {
    return host::allocate(fd(), offset, size);
  }
  Errno advise(std::uint64_t offset, std::uint64_t size, Advice advice) override {
    return host::advise(fd(), offset, size, advice);
  }

  Errno readDirectory(std::uint64_t cookie, std::size_t wanted,
                      bool (*sink)(void* data, const DirectoryEntry& entry), void* data) override {
    return host::readDirectory(fd(), cookie, wanted, sink, data);
  }
  Errno openBeneath(const char* path, const OpenHow& how, std::unique_ptr<Resource>& out) override;
  Errno checkChange(const char* name) override;
  Errno makeDirectory(const char* name) override { return host::makeDirectory(fd(), name); }
  Errno removeDirectory(const char* name) override { return host::removeDirectory(fd(), name); }
  Errno unlinkFile(const char* name) override { return host::unlinkFile(fd(), name); }
  Errno symlink(const char* target, const char* name) override {
    return host::symlink(target, fd(), name);
  }
  Errno readLink(const char* name, std::span<std::uint8_t> buffer, std::uint32_t& size) override {
    return host::readLink(fd(), name, buffer, size);
  }
  Errno rename(const char* name, Resource& newParent, const char* newName) override;
  Errno link(const char* name, Resource& newParent, const char* newName) override;
  const void* fileSystem() const override;

private:
  int fd() const { return file_.fd(); }

  host::File file_;
  Kind kind_;
  bool isOnTheWay_ = false;
  const Protection* protection_ = nullptr;
};

}  // namespace wald::wasi
