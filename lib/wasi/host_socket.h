#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "wasi/host.h"

/// What the host's operating system does with sockets, in preview 1's terms. Calls that a signal cut short are made again.
namespace wald::wasi::host {

/// Whether a text is `ADDRESS:PORT` with a numeric address, one of IPv6 in brackets; else why it is none.
bool isSocketAddress(const std::string& text, std::string& reason);

/// Opens a TCP socket that listens at such an address. On failure gives the reason.
bool listenAt(const std::string& address, File& out, std::string& reason);
/// Another descriptor for a socket that listens already, whatever kind of stream it gives. On failure gives the reason.
bool shareListener(int fd, File& out, std::string& reason);
/// Where a socket is bound to: as `isSocketAddress` takes it, or empty if that is no address of IP.
std::string boundAddress(int fd);

/// Takes a connection. The new socket waits for bytes unless `nonblock` is set.
Errno accept(int listener, bool nonblock, File& out);

struct ReceiveHow {
  bool peek = false;     ///< leave the bytes where they are
  bool waitAll = false;  ///< for all that the slices can hold
};
Errno receive(int fd, std::span<const Slice> slices, ReceiveHow how, std::uint32_t& count,
              bool& isTruncated);
/// `Pipe` where no one receives; never the signal.
Errno send(int fd, std::span<const Slice> slices, std::uint32_t& count);
/// Ends one direction of a connection, or both.
Errno shutdown(int fd, bool receiving, bool sending);

}  // namespace wald::wasi::host
