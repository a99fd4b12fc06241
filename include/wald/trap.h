#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wald/exception.h"
#include "wald/export.h"

namespace wald {

/// Why a guest trapped ("Execution"; the phrases are those of the specification's test suite).
enum class TrapKind : std::uint8_t {
  None,                    ///< no trap has it
  Unreachable,             ///< the instruction of that name
  IntegerDivideByZero,     ///< division or remainder
  IntegerOverflow,         ///< of a division, or of a float that becomes an integer
  InvalidConversion,       ///< of a NaN to an integer
  MemoryOutOfBounds,       ///< an access, or a data segment where it is copied
  TableOutOfBounds,        ///< an access, or an element segment where it is copied
  UndefinedElement,        ///< an indirect call beyond the end of the table
  UninitializedElement,    ///< an indirect call of a null element
  IndirectCallType,        ///< an indirect call of a function of another type
  NullReference,           ///< "ref.as_non_null"
  NullFunctionReference,   ///< "call_ref"
  NullStructReference,     ///< "struct.get", "struct.set"
  NullArrayReference,      ///< "array.get", "array.len" …
  NullI31Reference,        ///< "i31.get"
  NullExceptionReference,  ///< "throw_ref"
  ArrayOutOfBounds,        ///< an access, filling or copying
  CastFailure,             ///< "ref.cast"
  UnalignedAtomic,         ///< an atomic access whose address is no multiple of its size
  ExpectedSharedMemory,    ///< "memory.atomic.wait" on a memory that is not shared
  StackOverflow,  ///< `Limits::stackBytes`, or too many calls between host and guests within each other
  OutOfMemory,        ///< `Limits::gcHeapBytes`
  OutOfFuel,          ///< `Limits::fuel`, or the budget's
  Interrupted,        ///< by an `InterruptHandle`, a deadline, or the end of a `CallHandle`
  UncaughtException,  ///< the guest threw an exception and nobody caught it
  Unsupported,        ///< an instruction that the engine does not have
  Host,               ///< a host function failed
};

/// The specification's phrase, e.g. "integer divide by zero".
WALD_API std::string_view toString(TrapKind kind);

/// A function of a guest that had been called and had not returned.
struct Frame {
  std::string function;      ///< its name, or `func[N]`
  std::string module;        ///< the name that the module was given; may be empty
  std::uint32_t index = 0;   ///< in the module's function index space
  std::uint32_t offset = 0;  ///< of the instruction, in the module's bytes
};

/// Why a call into a guest did not return. `Error::trap` of its error. Immutable.
class Trap {
public:
  /// @cond
  // For the library.
  Trap(TrapKind kind, std::string message, std::vector<Frame> frames, std::uint64_t omittedFrames,
       std::optional<Exception> exception)
      : kind_(kind), message_(std::move(message)), frames_(std::move(frames)),
        omittedFrames_(omittedFrames), exception_(std::move(exception)) {}
  /// @endcond

  /// What programs decide by; the message is for people.
  TrapKind kind() const { return kind_; }
  /// The phrase, and what else is known: `out of bounds memory access: address 0x10004, the memory has 65536 bytes`.
  const std::string& message() const { return message_; }
  /// The innermost first; of very deep stacks the innermost ones.
  const std::vector<Frame>& frames() const { return frames_; }
  /// So many more were there.
  std::uint64_t omittedFrames() const { return omittedFrames_; }
  /// Of an `UncaughtException`; as long as its store lives.
  const std::optional<Exception>& exception() const { return exception_; }

private:
  TrapKind kind_;
  std::string message_;
  std::vector<Frame> frames_;
  std::uint64_t omittedFrames_;
  std::optional<Exception> exception_;
};

}  // namespace wald
