#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <llvm/Object/ELFObjectFile.h>

#include "support/error.h"

namespace wald::codegen {

/// A relocatable object with the address of each of its sections in the image.
struct PlacedObject {
  static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

  std::unique_ptr<llvm::object::ELF64LEObjectFile> file;
  std::vector<std::uint64_t> addresses;  ///< by section index

  std::uint64_t addressOf(const llvm::object::SectionRef& section) const {
    return addresses[section.getIndex()];
  }
};

/// A failure of LLVM's as ours.
inline Error linkError(std::string_view what, llvm::Error error) {
  return Error(ErrorKind::Internal, std::string(what) + ": " + llvm::toString(std::move(error)));
}

}  // namespace wald::codegen
