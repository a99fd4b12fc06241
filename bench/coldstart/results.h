#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wald::coldstart {

/// What the measurements were made on.
struct Machine {
  std::string cpu;
  unsigned cores = 0;
  std::string kernel;
  std::string system;
  std::uint64_t memoryBytes = 0;
  std::string load;  ///< of the last minute, at the beginning
  std::string date;
};

/// One start of a process.
struct Sample {
  double wall = 0;  ///< microseconds
  double cpu = 0;   ///< microseconds
  std::uint64_t peakKilobytes = 0;
};

/// A way to start, with what was measured; or why nothing was.
struct Row {
  std::string name;
  std::string includes;  ///< what a start of it is
  std::string command;
  std::string ships;  ///< what the bytes are
  std::uint64_t bytes = 0;
  std::vector<Sample> samples;
  bool isProcess = true;  ///< else it has neither processor time nor a peak of its own
  std::string reason;     ///< why there is no figure; empty if there are

  bool isMeasured() const { return reason.empty() && !samples.empty(); }
  std::vector<double> walls() const {
    std::vector<double> values;
    values.reserve(samples.size());
    for (const Sample& sample : samples) values.push_back(sample.wall);
    return values;
  }
  std::vector<double> cpus() const {
    std::vector<double> values;
    values.reserve(samples.size());
    for (const Sample& sample : samples) values.push_back(sample.cpu);
    return values;
  }
  std::uint64_t peakKilobytes() const {
    std::uint64_t most = 0;
    for (const Sample& sample : samples)
      most = most < sample.peakKilobytes ? sample.peakKilobytes : most;
    return most;
  }
};

struct WorkloadRows {
  std::string name;
  std::string title;
  std::string yardstick;  ///< the row that the others are compared with
  std::vector<Row> rows;

  const Row* row(const std::string& wanted) const {
    for (const Row& each : rows) {
      if (each.name == wanted && each.isMeasured()) return &each;
    }
    return nullptr;
  }
};

/// How many starts of `hello` a second so many workers make together, on all cores.
struct RateRow {
  struct Rate {
    unsigned workers;
    double perSecond;
  };
  std::string name;
  std::vector<Rate> rates;
  std::string reason;
};

/// Store, instance, call and end of one module in one process: microseconds.
struct InstanceRow {
  std::string name;
  std::string includes;
  std::vector<double> times;
  std::string reason;
  double bound = 0;  ///< of the median; 0: none
};

/// Instances that were there at the same time in one process, and waited.
struct IdleRow {
  std::string name;
  std::uint64_t wanted = 0;
  std::uint64_t bound = 0;  ///< so many there must be; 0: none
  std::uint64_t count = 0;
  std::uint64_t residentBytes = 0;
  std::uint64_t pageTableBytes = 0;
  std::string reason;  ///< why there were not as many as wanted

  double bytesEach() const {
    return count == 0
               ? 0
               : static_cast<double>(residentBytes + pageTableBytes) / static_cast<double>(count);
  }
};

struct Report {
  Machine machine;
  std::string wald;  ///< version and path
  std::uint64_t waldBytes = 0;
  unsigned core = 0;
  unsigned runs = 0;
  std::uint64_t launcherKilobytes = 0;
  std::vector<WorkloadRows> workloads;
  std::vector<RateRow> rates;
  std::vector<InstanceRow> instances;
  std::vector<IdleRow> idle;

  const WorkloadRows* workload(const std::string& wanted) const {
    for (const WorkloadRows& each : workloads) {
      if (each.name == wanted) return &each;
    }
    return nullptr;
  }
};

}  // namespace wald::coldstart
