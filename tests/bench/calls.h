#pragma once

namespace janus::bench {

/// How often a thread has called the libraries that a window must leave to others.
struct Calls
{
    int sql = 0;     ///< steps of SQLite
    int decodes = 0; ///< JPEG pictures decoded

    Calls operator-(const Calls &other) const { return {sql - other.sql, decodes - other.decodes}; }
};

/// Of the main thread, and of all others together. studio_bench stands before both libraries and counts
/// (calls.cpp), so nothing has to be watched from outside.
Calls callsOfMainThread();
Calls callsOfOthers();

/// A mark in what strace sees of this thread: a look for a file that is not there.
void markForTracers(const char *name);

} // namespace janus::bench
