#pragma once

#include <functional>

/// The calls by which this process, SQLite included, changes the disk: the test program puts its own in front
/// of the C library's. Counted, made to fail, slowed down, or the process's last.
namespace janus::library::fixture::diskcalls {

/// Writes, truncations, syncs, new names and folders since the last reset(), on all threads.
int count();
/// All works well again, and counting begins at 0.
void reset();
/// The `number`-th call (from 1) from now on and all after it fail with this errno; nothing is done.
void failFrom(int number, int error);
/// Only that one.
void failOnce(int number, int error);
/// The process dies of SIGKILL instead of making the `number`-th call.
void dieAt(int number);
/// Called before each sync, on its thread.
void beforeSync(std::function<void()> call);

} // namespace janus::library::fixture::diskcalls
