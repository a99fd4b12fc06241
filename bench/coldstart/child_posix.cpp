#include "bench/coldstart/child.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include <sys/wait.h>
#include <unistd.h>

#include "bench/coldstart/process.h"

namespace wald::coldstart {

namespace {

/// An empty text stands before numbers.
void report(std::FILE* to, const std::string& failure, const std::vector<double>& numbers) {
  const std::size_t counts[] = {failure.size(), numbers.size()};
  std::fwrite(counts, sizeof(counts), 1, to);
  std::fwrite(failure.data(), 1, failure.size(), to);
  std::fwrite(numbers.data(), sizeof(double), numbers.size(), to);
  std::fclose(to);
}

void work(std::FILE* to, const std::function<Result<std::vector<double>>()>& function) {
  try {
    auto numbers = function();
    if (numbers) {
      report(to, {}, *numbers);
    } else {
      report(to, numbers.error().message() + " ", {});
    }
  } catch (const std::exception& exception) {
    report(to, exception.what(), {});
  }
}

}  // namespace

Result<std::vector<double>> inChild(const std::function<Result<std::vector<double>>()>& function) {
  int ends[2];
  if (pipe(ends) != 0) return Error(ErrorKind::Io, std::strerror(errno));
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    work(fdopen(ends[1], "wb"), function);
    _exit(0);
  }
  close(ends[1]);
  std::FILE* const from = fdopen(ends[0], "rb");
  std::size_t counts[2] = {0, 0};
  std::string failure;
  std::vector<double> numbers;
  bool isWhole = std::fread(counts, sizeof(counts), 1, from) == 1;
  if (isWhole) {
    failure.resize(counts[0]);
    numbers.resize(counts[1]);
    isWhole = std::fread(failure.data(), 1, failure.size(), from) == failure.size() &&
              std::fread(numbers.data(), sizeof(double), numbers.size(), from) == numbers.size();
  }
  std::fclose(from);
  int status = 0;
  if (child > 0) waitpid(child, &status, 0);
  if (child < 0) return Error(ErrorKind::Io, "no process can be made");
  if (!isWhole) return Error(ErrorKind::Io, "its process " + describeStatus(status));
  if (!failure.empty()) return Error(ErrorKind::Io, failure);
  return numbers;
}

}  // namespace wald::coldstart
