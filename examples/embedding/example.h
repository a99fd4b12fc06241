#pragma once

#include <string>
#include <string_view>

#include <wald/compile.h>
#include <wald/wald.h>

/// A module of this folder, interpreted or, if the program is called with `compiled`, as native code.
inline wald::Module loadModule(const wald::Engine& engine, const std::string& path, int argc,
                               char** argv) {
  const bool isCompiled = argc > 1 && std::string_view(argv[1]) == "compiled";
  wald::Module module = wald::Module::fromFile(engine, path).value();
#ifdef HAS_COMPILER
  if (isCompiled) {
    return wald::Module::compile(engine, module.serialize().value(), {}, module.name()).value();
  }
#else
  static_cast<void>(isCompiled);
#endif
  return module;
}
