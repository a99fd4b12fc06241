// C++ streams over a file of a granted directory: writes a table, reads it back, sums a column.
// Debian's libc++ for WASI has no <fstream>, so the stream buffer is made here.
#include <array>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <streambuf>
#include <string>

namespace {

class FileBuffer : public std::streambuf {
public:
  FileBuffer(const std::string& path, const char* mode) : file_(std::fopen(path.c_str(), mode)) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }
  ~FileBuffer() override {
    if (file_ != nullptr) {
      sync();
      std::fclose(file_);
    }
  }
  FileBuffer(const FileBuffer&) = delete;
  FileBuffer& operator=(const FileBuffer&) = delete;
  bool is_open() const { return file_ != nullptr; }

protected:
  int_type underflow() override {
    const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_);
    setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
    return got == 0 ? traits_type::eof() : traits_type::to_int_type(buffer_[0]);
  }
  int_type overflow(int_type next) override {
    if (sync() != 0) {
      return traits_type::eof();
    }
    return traits_type::eq_int_type(next, traits_type::eof())
               ? 0
               : sputc(traits_type::to_char_type(next));
  }
  int sync() override {
    const auto size = static_cast<std::size_t>(pptr() - pbase());
    const bool ok = size == 0 || std::fwrite(pbase(), 1, size, file_) == size;
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return ok ? 0 : -1;
  }

private:
  std::FILE* file_;
  std::array<char, 1000> buffer_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    return 2;
  }
  const std::string path = std::string(argv[1]) + "/table.csv";
  {
    FileBuffer buffer(path, "w");
    if (!buffer.is_open()) {
      std::cerr << "cannot write " << path << '\n';
      return 1;
    }
    std::ostream out(&buffer);
    for (int i = 0; i < 5000; ++i) {
      out << i << ',' << i * i << ",row " << i << '\n';
    }
  }
  long long sum = 0;
  int rows = 0;
  {
    FileBuffer buffer(path, "r");
    std::istream in(&buffer);
    for (std::string line; std::getline(in, line); ++rows) {
      std::istringstream fields(line);
      std::string field;
      std::getline(fields, field, ',');
      std::getline(fields, field, ',');
      sum += std::stoll(field);
    }
  }
  std::cout << rows << " rows, sum " << sum << ", removed " << (std::remove(path.c_str()) == 0)
            << '\n';
  std::cout << "gone: " << !FileBuffer(path, "r").is_open() << '\n';
  return 0;
}
