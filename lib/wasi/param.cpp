#include "wasi/param.h"

#include <fmt/format.h>

namespace wald::wasi::param {

void showNumber(std::string& out, std::uint64_t number) {
  // Sets of flags and rights are large.
  out += number < 65536 ? fmt::format("{}", number) : fmt::format("{:#x}", number);
}

void showSigned(std::string& out, std::int64_t number) { out += fmt::format("{}", number); }

void showAddress(std::string& out, GuestPtr address) {
  out += fmt::format("{:#x}", address.address);
}

void showResult(std::string& out, std::optional<std::uint64_t> result) {
  out += result ? fmt::format("-> {}", *result) : "->";
}

void showBuffer(std::string& out, std::size_t size) { out += fmt::format("{} bytes", size); }

void showSlices(std::string& out, const SliceList& slices) {
  out += fmt::format("{} bytes in {}", slices.total(), slices.slices().size());
}

void showPath(std::string& out, const GuestPath& path) {
  out += fmt::format("\"{}\"", path.asGiven());
}

}  // namespace wald::wasi::param
