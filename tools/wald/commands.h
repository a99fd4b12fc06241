#pragma once

#include <span>
#include <string>

namespace wald::command {

// The commands: each reads its arguments, those after its name, and gives the exit status.

int runCommand(std::span<char* const> args);
/// Hands over to the compiler, a program of its own.
int compileCommand(std::span<char* const> args);
/// What the cache of compiled code holds.
int cacheCommand(std::span<char* const> args);
/// A module that starts where another one's initialisation has ended.
int snapshotCommand(std::span<char* const> args);
int validateCommand(std::span<char* const> args);
/// What a module is made of and could ask for.
int inspectCommand(std::span<char* const> args);
int wastCommand(std::span<char* const> args);
/// `wat2wasm`
int toBinaryCommand(std::span<char* const> args);
/// `wasm2wat`
int toTextCommand(std::span<char* const> args);

int printHelp();
int printVersion();

}  // namespace wald::command
