#include "wasi/names.h"

namespace wald::wasi {

namespace {

constexpr bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char lower(char c) { return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

/// "FdRead" as preview 1 writes it.
void appendSnakeCase(std::string& out, std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i != 0 && isUpper(name[i])) out += '_';
    out += lower(name[i]);
  }
}

std::string_view enumeratorOf(Errno error) {
  switch (error) {
#define WALD_WASI_ERRNO(name, number, host) \
  case Errno::name: return #name;
#define WALD_WASI_ERRNO_OWN(name, number) \
  case Errno::name: return #name;
#include "wasi/errno.def"
    default: return "";
  }
}

}  // namespace

std::string nameOf(Errno error) {
  error = toGuest(error);
  // The only name that could not be an enumerator.
  if (error == Errno::TooBig) return "2big";
  std::string out;
  for (const char c : enumeratorOf(error)) out += lower(c);
  return out.empty() ? std::to_string(static_cast<unsigned>(error)) : out;
}

std::string namesOf(Rights rights) {
  std::string out;
  const auto append = [&](Rights right, std::string_view name) {
    if ((rights & right) == 0) return;
    if (!out.empty()) out += '|';
    appendSnakeCase(out, name);
  };
#define WALD_WASI_RIGHT(name, bit) append(right::name, #name);
#include "wasi/rights.def"
  return out;
}

std::string_view whyOf(Errno refusal) {
  switch (refusal) {
#define WALD_WASI_REFUSAL(name, why) \
  case Errno::name: return why;
#include "wasi/refusals.def"
    default: return "";
  }
}

}  // namespace wald::wasi
