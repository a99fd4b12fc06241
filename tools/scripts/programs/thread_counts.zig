//! Threads that count together: by atomic additions, under a mutex, and one after another by a condition variable.
const std = @import("std");

const threads = 8;
const rounds = 20_000;

var atomically = std.atomic.Value(u32).init(0);
var underMutex: u64 = 0;
var mutex: std.Thread.Mutex = .{};

var turn: usize = 0;
var taken: u64 = 0;
var changed: std.Thread.Condition = .{};

fn count(id: usize) void {
    for (0..rounds) |_| {
        _ = atomically.fetchAdd(1, .seq_cst);
        mutex.lock();
        underMutex += 1;
        mutex.unlock();
    }
    for (0..100) |_| {
        mutex.lock();
        while (turn != id) changed.wait(&mutex);
        turn = (turn + 1) % threads;
        taken += 1;
        // Without the mutex, one who comes to wait meanwhile can take the place of one who is there (Zig 0.14).
        changed.broadcast();
        mutex.unlock();
    }
}

pub fn main() !void {
    var pool: [threads]std.Thread = undefined;
    for (&pool, 0..) |*thread, id| thread.* = try std.Thread.spawn(.{ .allocator = std.heap.wasm_allocator, .stack_size = 64 * 1024 }, count, .{id});
    for (pool) |thread| thread.join();
    const out = std.io.getStdOut().writer();
    try out.print("atomically: {d}\nunder a mutex: {d}\nin turn: {d}\n", .{ atomically.load(.seq_cst), underMutex, taken });
}
