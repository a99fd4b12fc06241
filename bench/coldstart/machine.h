#pragma once

#include "bench/coldstart/results.h"

namespace wald::coldstart {

Machine describeMachine();
/// The last of the cores that this process may use: the first one has most of the interrupts.
unsigned lastCore();
/// Keeps the calling thread on one core.
void stayOn(unsigned core);
/// How many cores this process may use.
unsigned countCores();

}  // namespace wald::coldstart
