#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace wald::command {

/// A file that is written; `-` is standard output. The first failure sticks, and is reported by
/// `finish`.
class OutputFile {
public:
  /// Opens the file, which is created or made empty.
  explicit OutputFile(std::string_view path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// False after a failure.
  bool write(std::string_view text);
  bool write(std::span<const std::uint8_t> bytes) {
    return write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  /// Closes the file. False, after a message, if something was not written.
  bool finish();

private:
  void note();

  std::string path_;
  std::FILE* file_;
  int error_ = 0;
};

/// Writes a whole file. False, after a message, if that fails.
bool writeFile(std::string_view path, std::string_view text);

}  // namespace wald::command
