#pragma once

namespace wald::runtime {

namespace detail {
extern thread_local constinit bool hasSignalStack;
bool installSignalStack();
}  // namespace detail

/// Sees to it that the handlers of faults have a stack of their own on this thread: what compiled code runs on may be full. One that is
/// there is kept; ours goes with its thread. False if the system refuses it.
inline bool ensureSignalStack() { return detail::hasSignalStack || detail::installSignalStack(); }
/// Whether that has been done.
inline bool hasSignalStack() { return detail::hasSignalStack; }

}  // namespace wald::runtime
