#include "tools/wald/output_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "tools/wald/report.h"

namespace wald::command {

OutputFile::OutputFile(std::string_view path)
    : path_(path), file_(path == "-" ? stdout : std::fopen(path_.c_str(), "wb")) {
  if (file_ == nullptr) note();
}

OutputFile::~OutputFile() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

void OutputFile::note() {
  if (error_ == 0) error_ = errno;
}

bool OutputFile::write(std::string_view text) {
  if (error_ == 0 && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) note();
  return error_ == 0;
}

bool OutputFile::finish() {
  std::FILE* const file = std::exchange(file_, nullptr);
  if (file == stdout) {
    if (error_ == 0 && std::fflush(file) != 0) note();
  } else if (file != nullptr && std::fclose(file) != 0) {
    note();
  }
  if (error_ == 0) return true;
  reportError(Error(ErrorKind::Io, std::strerror(error_)),
              path_ == "-" ? "standard output" : path_);
  return false;
}

bool writeFile(std::string_view path, std::string_view text) {
  OutputFile file(path);
  file.write(text);
  return file.finish();
}

}  // namespace wald::command
