#include "support/sha256_block.h"

namespace wald::sha256_block {

// The portable one serves until someone measures.
Compress accelerated() { return nullptr; }

}  // namespace wald::sha256_block
