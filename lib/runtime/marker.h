#pragma once

#include <vector>

#include "runtime/heap.h"

namespace wald::runtime {

/// The tracing of one collection. It keeps what is still to be looked at on a stack of its own, so that the depth of data
/// does not matter.
class Marker {
public:
  explicit Marker(Heap& heap);

  /// A reference. What is none to an object of the heap or to one of the host is ignored.
  void visit(Ref ref) {
    if ((ref & 7) == 0 && ref - base_ < extent_) {
      mark(toObject(ref));
    } else if (isHostObject(ref)) {
      heap_.hostObjects_.mark(ref);
    }
  }
  void visit(std::span<const Ref> refs) {
    for (const Ref ref : refs) visit(ref);
  }
  /// Words of which some may point to or into objects.
  void scan(const std::uint8_t* begin, const std::uint8_t* end);

  /// Looks at everything that can be reached from what was visited.
  void drain();

  std::uint64_t liveBytes() const { return liveBytes_; }
  std::uint64_t liveObjects() const { return liveObjects_; }

private:
  /// An object whose references from `next` on are to be visited.
  struct Work {
    Object* object;
    std::uint32_t next;
  };

  void mark(Object* object);
  void trace(Work work);

  Heap& heap_;
  std::uint64_t base_;
  std::uint64_t extent_;
  std::vector<Work> work_;
  std::uint64_t liveBytes_ = 0;
  std::uint64_t liveObjects_ = 0;
};

}  // namespace wald::runtime
