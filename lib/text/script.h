#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/error.h"
#include "wasm/features.h"
#include "wasm/types.h"

namespace wald::text {

// The script language of the specification's test suite (WebAssembly/spec, interpreter/README.md,
// "Scripts").

/// A module in a script. The text of a quoted module is parsed only when it is run, since it may be
/// meant to be malformed.
struct ScriptModule {
  enum class Form : std::uint8_t { Binary, Quote } form = Form::Binary;
  std::string name;  ///< without `$`; empty if it has none
  std::vector<std::uint8_t>
      binary;                 ///< of Binary: from text in the script or from `(module binary …)`
  std::string quoted;         ///< of Quote
  bool isText = false;        ///< of Binary: it is not `(module binary …)`
  bool isDefinition = false;  ///< `(module definition …)`: not instantiated
  std::uint32_t line = 0;
};

/// `(module instance $instance $definition)`.
struct ScriptInstance {
  std::string name;
  std::string definition;
};

/// A constant argument or an expected result.
struct ScriptValue {
  enum class Form : std::uint8_t {
    Bits,          ///< a number's or a vector's bits exactly
    NanCanonical,  ///< f32/f64 only, as the next
    NanArithmetic,
    Lanes,      ///< v128 with an expectation a lane
    RefNull,    ///< of `type`; without a heap type: any null
    RefExtern,  ///< a host reference, `bits` its number; as a result without a number: any
    RefHost,    ///< `ref.host n`
    RefAny,  ///< a non-null reference that matches `type`: (ref.func), (ref.i31), (ref.struct), (ref.eq) …
    Either,  ///< one of `alternatives`
  } form = Form::Bits;
  wasm::ValType type;
  std::array<std::uint64_t, 2> bits{};
  bool hasNumber = false;
  std::uint8_t laneBits = 0;  ///< of Lanes: 8, 16, 32 or 64
  bool laneIsFloat = false;
  std::vector<ScriptValue> alternatives;  ///< of Lanes: one a lane; of Either: the choices
};

struct ScriptAction {
  enum class Kind : std::uint8_t { Invoke, Get } kind = Kind::Invoke;
  std::string module;  ///< without `$`; empty: the latest
  std::string field;
  std::vector<ScriptValue> arguments;
};

/// One command of a script.
struct ScriptCommand {
  enum class Kind : std::uint8_t {
    Module,
    Instance,
    Register,
    Action,
    AssertReturn,
    AssertTrap,
    AssertExhaustion,
    AssertException,
    AssertMalformed,
    AssertInvalid,
    AssertUnlinkable,
    AssertTrapModule,  // of modules
    AssertMalformedCustom,
    AssertInvalidCustom,
    Thread,
    Wait,
  } kind = Kind::Module;
  std::uint32_t line = 0;
  ScriptModule module;      ///< of Module and the assertions on modules
  ScriptInstance instance;  ///< of Instance
  std::string registerAs;   ///< of Register: the name; `instance.name` the module, or empty
  ScriptAction action;      ///< of Action and the assertions on actions
  std::vector<ScriptValue> expected;      ///< of AssertReturn
  std::string message;                    ///< of the other assertions
  std::string thread;                     ///< of Thread and Wait: its name; may be empty
  std::vector<std::string> threadShared;  ///< of Thread: the modules it shares
  std::vector<ScriptCommand> commands;    ///< of Thread
};

/// Parses a whole script. A module given as text is parsed at once; one that fails is an error of
/// the script.
Result<std::vector<ScriptCommand>> parseScript(std::string_view source, wasm::Features features);

}  // namespace wald::text
