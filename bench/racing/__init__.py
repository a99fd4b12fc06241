"""The parts of bench/race."""
