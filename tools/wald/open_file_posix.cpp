#include "tools/wald/open_file.h"

#include <unistd.h>

namespace wald::command {

// Standard input is not ours to close.
OpenFile::~OpenFile() {
  if (fd_ > STDIN_FILENO) close(fd_);
}

}  // namespace wald::command
