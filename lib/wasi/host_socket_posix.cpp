#include "wasi/host_socket.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <fmt/format.h>

#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

/// An address of IP, of either version.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  bool isV6() const { return storage.ss_family == AF_INET6; }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  sockaddr_in& v4() { return reinterpret_cast<sockaddr_in&>(storage); }
  sockaddr_in6& v6() { return reinterpret_cast<sockaddr_in6&>(storage); }
};

bool parsePort(std::string_view text, in_port_t& port) {
  std::uint16_t number = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [rest, code] = std::from_chars(begin, end, number);
  port = htons(number);
  return code == std::errc() && rest == end;
}

bool parse(const std::string& text, Address& address, std::string& reason) {
  const std::size_t colon = text.rfind(':');
  in_port_t port = 0;
  if (colon == std::string::npos || text.find('\0') != std::string::npos) {
    reason = "not of the form ADDRESS:PORT";
    return false;
  }
  if (!parsePort(std::string_view(text).substr(colon + 1), port)) {
    reason = "the port is not a number up to 65535";
    return false;
  }
  std::string name = text.substr(0, colon);
  const bool isV6 = name.size() > 2 && name.front() == '[' && name.back() == ']';
  if (isV6) name = name.substr(1, name.size() - 2);
  address.storage.ss_family = isV6 ? AF_INET6 : AF_INET;
  address.size = isV6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  (isV6 ? address.v6().sin6_port : address.v4().sin_port) = port;
  void* const bytes = isV6 ? static_cast<void*>(&address.v6().sin6_addr) : &address.v4().sin_addr;
  if (::inet_pton(address.storage.ss_family, name.c_str(), bytes) == 1) return true;
  reason = "the address is not a number, as in 127.0.0.1:8080 or [::1]:8080";
  return false;
}

std::string systemReason() { return std::generic_category().message(errno); }

bool hasOption(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof(value);
  return ::getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 && value != 0;
}

bool isListening(int fd) { return hasOption(fd, SO_ACCEPTCONN); }

bool set(int fd, int level, int option) {
  const int on = 1;
  return ::setsockopt(fd, level, option, &on, sizeof(on)) == 0;
}

msghdr messageOf(std::span<const Slice> slices) {
  msghdr message{};
  // The system only reads the list; see host_file_posix.cpp for why it is one of iovec.
  message.msg_iov = reinterpret_cast<iovec*>(const_cast<Slice*>(slices.data()));
  message.msg_iovlen = slices.size();
  return message;
}

}  // namespace

bool isSocketAddress(const std::string& text, std::string& reason) {
  Address address;
  return parse(text, address, reason);
}

bool listenAt(const std::string& text, File& out, std::string& reason) {
  Address address;
  if (!parse(text, address, reason)) return false;
  out = File::owned(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int fd = out.fd();
  const bool isOpen =
      fd >= 0 &&
      // A server that is started again need not wait until the connections of the former one are forgotten.
      set(fd, SOL_SOCKET, SO_REUSEADDR) &&
      // `[::]` means what it says: what was granted for IPv4 is granted by an address of IPv4.
      (!address.isV6() || set(fd, IPPROTO_IPV6, IPV6_V6ONLY)) &&
      ::bind(fd, address.get(), address.size) == 0 && ::listen(fd, SOMAXCONN) == 0;
  if (!isOpen) reason = systemReason();
  return isOpen;
}

bool shareListener(int fd, File& out, std::string& reason) {
  int type = 0;
  socklen_t size = sizeof(type);
  if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
    reason = systemReason();
    return false;
  }
  if (type != SOCK_STREAM || !isListening(fd)) {
    reason = "the socket does not listen for connections";
    return false;
  }
  out = File::owned(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (out.fd() < 0) reason = systemReason();
  return out.fd() >= 0;
}

std::string boundAddress(int fd) {
  Address address;
  address.size = sizeof(address.storage);
  if (::getsockname(fd, address.get(), &address.size) != 0) return {};
  char text[INET6_ADDRSTRLEN];
  switch (address.storage.ss_family) {
    case AF_INET:
      ::inet_ntop(AF_INET, &address.v4().sin_addr, text, sizeof(text));
      return fmt::format("{}:{}", text, ntohs(address.v4().sin_port));
    case AF_INET6:
      ::inet_ntop(AF_INET6, &address.v6().sin6_addr, text, sizeof(text));
      return fmt::format("[{}]:{}", text, ntohs(address.v6().sin6_port));
    default: return {};
  }
}

Errno accept(int listener, bool nonblock, File& out) {
  const int flags = SOCK_CLOEXEC | (nonblock ? SOCK_NONBLOCK : 0);
  const int fd = retry([&] { return ::accept4(listener, nullptr, nullptr, flags); });
  if (fd < 0) return fromHost(errno);
  out = File::owned(fd);
  return Errno::Success;
}

Errno receive(int fd, std::span<const Slice> slices, ReceiveHow how, std::uint32_t& count,
              bool& isTruncated) {
  msghdr message = messageOf(slices);
  const int flags = (how.peek ? MSG_PEEK : 0) | (how.waitAll ? MSG_WAITALL : 0);
  const ssize_t result = retry([&] { return ::recvmsg(fd, &message, flags); });
  if (result < 0) return fromHost(errno);
  count = static_cast<std::uint32_t>(result);
  isTruncated = (message.msg_flags & MSG_TRUNC) != 0;
  return Errno::Success;
}

Errno send(int fd, std::span<const Slice> slices, std::uint32_t& count) {
  const msghdr message = messageOf(slices);
  const ssize_t result = retry([&] { return ::sendmsg(fd, &message, MSG_NOSIGNAL); });
  if (result >= 0) {
    count = static_cast<std::uint32_t>(result);
    return Errno::Success;
  }
  const int error = errno;
  // Linux says EPIPE of a socket that listens, POSIX that it is not connected.
  return error == EPIPE && isListening(fd) ? Errno::NotConn : fromHost(error);
}

Errno shutdown(int fd, bool receiving, bool sending) {
  // Linux would end the listening, also of all others who have that socket. For POSIX it is not connected.
  if (isListening(fd)) return Errno::NotConn;
  return checked(::shutdown(fd, receiving && sending ? SHUT_RDWR : receiving ? SHUT_RD : SHUT_WR));
}

}  // namespace wald::wasi::host
