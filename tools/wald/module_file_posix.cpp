#include "tools/wald/module_file.h"

#include <thread>

#include <unistd.h>

#include "api/file.h"
#include "api/module_text.h"
#include "artifact/reader.h"
#include "binary/decoder.h"
#include "valid/validate.h"

namespace wald::command {

namespace {

/// To ask how many processors there are costs as much as to validate some kilobytes.
unsigned threadsFor(const wasm::Module& module) {
  constexpr std::size_t muchCode = std::size_t{1} << 20;
  return module.bytes.size() < muchCode ? 1 : std::thread::hardware_concurrency();
}

}  // namespace

Result<std::vector<std::uint8_t>> readFile(std::string_view path) {
  if (path == "-") return api::readFile(STDIN_FILENO);
  WALD_TRY_ASSIGN(file, api::OpenFile::open(path));
  return api::readFile(file.fd());
}

Result<std::vector<std::uint8_t>> toBinary(std::vector<std::uint8_t> bytes, std::string_view path,
                                           wasm::Features features) {
  if (artifact::isArtifact(bytes)) {
    return Error(ErrorKind::Usage, "it holds compiled code: name the module it was made of");
  }
  return api::toBinary(std::move(bytes), path.ends_with(".wat"), features);
}

Result<std::shared_ptr<const ir::ValidModule>> validModule(std::vector<std::uint8_t> bytes,
                                                           std::string_view path,
                                                           wasm::Features features,
                                                           BodyChecks checks) {
  WALD_TRY_ASSIGN(binary, toBinary(std::move(bytes), path, features));
  WALD_TRY_ASSIGN(module, binary::decodeModule(std::move(binary), features));
  if (checks == BodyChecks::Lazy) return valid::validateLazily(std::move(module));
  const unsigned threads = threadsFor(module);
  return valid::validateModule(std::move(module), threads);
}

Result<std::shared_ptr<const ir::ValidModule>> readModule(std::string_view path,
                                                          wasm::Features features) {
  WALD_TRY_ASSIGN(bytes, readFile(path));
  return validModule(std::move(bytes), path, features);
}

std::string_view shownPath(std::string_view path) { return path == "-" ? "<stdin>" : path; }

std::string_view shortName(std::string_view path) {
  return shownPath(path).substr(path.rfind('/') + 1);
}

}  // namespace wald::command
