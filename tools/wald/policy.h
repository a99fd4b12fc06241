#pragma once

#include <string>

#include "tools/wald/options.h"

namespace wald::command {

/// What a guest may do, said once in a file that can be reviewed: TOML, in which each key is the name of an option without its dashes, and the
/// table `labels` has labels. Directories are relative to the file. Strings and numbers are written as on the command line; what can be given
/// several times is a list.
///
/// Applies all of it to `set`. Fails with `Usage`, or `Io`, naming the file and the line: what is no TOML, an unknown key, and what the command
/// line has said too. Whether it contradicts itself is for `completeOptions` to say.
Result<void> applyPolicy(const std::string& path, OptionSet& set);

}  // namespace wald::command
