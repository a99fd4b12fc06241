#include "wasi/host_resource.h"

#include "wasi/host_socket.h"
#include "wasi/transfer.h"

namespace wald::wasi {

std::unique_ptr<HostResource> HostResource::directory(host::File file, const Protection* protection,
                                                      bool isOnTheWay) {
  auto directory = std::make_unique<HostResource>(std::move(file), Kind::Opened);
  directory->protection_ = protection;
  directory->isOnTheWay_ = isOnTheWay;
  return directory;
}

Errno HostResource::setFlags(FdFlags wanted, FdFlags changed) {
  if (kind_ != Kind::Shared) return host::setStatusFlags(fd(), wanted);
  return changed & fdflag::append ? Errno::NotSup : Errno::Success;
}

Errno HostResource::read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) {
  const auto move = [&] { return host::read(fd(), slices, count); };
  return transfer(
      fd(), {.nonblock = (flags & fdflag::nonblock) != 0, .isShared = kind_ == Kind::Shared}, move);
}

Errno HostResource::write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) {
  // A write to a socket could raise SIGPIPE, which the embedder need not know of.
  const auto move = [&] {
    return kind_ == Kind::Socket ? host::send(fd(), slices, count)
                                 : host::write(fd(), slices, count);
  };
  return transfer(fd(),
                  {.write = true,
                   .nonblock = (flags & fdflag::nonblock) != 0,
                   .isShared = kind_ == Kind::Shared},
                  move);
}

Errno HostResource::openBeneath(const char* path, const OpenHow& how,
                                std::unique_ptr<Resource>& out) {
  host::File opened;
  bool isBelowOnTheWay = isOnTheWay_;
  Errno error = Errno::XDev;
  if (protection_ == nullptr) {
    error = host::openBeneath(fd(), path, how, opened);
  } else {
    if (!isOnTheWay_) {
      OpenHow within = how;
      within.withinMount = true;
      error = host::openBeneath(fd(), path, within, opened);
    }
    if (error == Errno::XDev) {
      isBelowOnTheWay = true;
      error = host::walkAround(fd(), path, how, opened, *protection_);
    }
  }
  if (error == Errno::Success) out = directory(std::move(opened), protection_, isBelowOnTheWay);
  return error;
}

Errno HostResource::checkChange(const char* name) {
  if (protection_ == nullptr || protection_->isEmpty()) return Errno::Success;
  DirectoryId parent;
  if (!host::identify(fd(), parent)) return Errno::Io;
  std::string_view text = name;
  while (text.ends_with('/')) text.remove_suffix(1);
  if (protection_->fixes(parent, text)) return Errno::Protected;
  // By what it is too: the host may have renamed it since.
  DirectoryId self;
  const bool isThere = host::identifyAt(fd(), name, self);
  return isThere && protection_->concerns(self) ? Errno::Protected : Errno::Success;
}

Errno HostResource::rename(const char* name, Resource& newParent, const char* newName) {
  if (newParent.fileSystem() != fileSystem()) return Errno::XDev;
  return host::rename(fd(), name, newParent.hostFd(), newName);
}

Errno HostResource::link(const char* name, Resource& newParent, const char* newName) {
  if (newParent.fileSystem() != fileSystem()) return Errno::XDev;
  return host::link(fd(), name, newParent.hostFd(), newName);
}

// All that the host has; where one of its file systems ends it says itself.
const void* HostResource::fileSystem() const {
  static constexpr char host = 0;
  return &host;
}

}  // namespace wald::wasi
