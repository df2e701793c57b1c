// bench_probe: starts a program on $DISPLAY and watches it from outside, whatever it is made with, so that
// ours and others are measured in the same way.
//
//   bench_probe [--timeout S] [--quiet S] [--count-files DIR] [--until-files N] [--idle S] [--key NAME*N]
//               [--shot FILE.ppm] -- COMMAND [ARGUMENT...]
//
// Prints one JSON object. Times in milliseconds from the fork:
//   map         the first window of 300 × 200 or more
//   paint       the first change of the screen after it
//   thumb1      about one thumbnail's colourful pixels more than when it was mapped
//   page        97 % of the colourful pixels that are there when it is quiet
//   settled     the last change before it is quiet: --quiet seconds (2) without change and without work
//   files_*     files below --count-files: how many, the first, the last, a second
//   idle_*      --idle seconds of doing nothing
//   key_*       --key, pressed N times, each time waited for until the screen is still: the first change, the
//   last
#include "screen.h"
#include "session.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace janus::bench;

namespace {

constexpr long oneThumbnail = 6000; ///< pixels
constexpr double wholePage = 0.97;
constexpr double grabEvery = 8; ///< milliseconds
constexpr double keySettled = 150;
constexpr double busyFrom = 0.15; ///< of one core

struct Options
{
    double timeout = 60;
    double quiet = 2;
    double idle = 0;
    std::string filesIn;
    long untilFiles = 0;
    std::string key;
    int presses = 0;
    std::string shot;
    char **command = nullptr;
};

class Json
{
public:
    void add(const char *name, double value) { m_text += quoted(name) + number(value) + ','; }
    std::string text() const { return '{' + m_text.substr(0, m_text.size() - 1) + '}'; }

private:
    static std::string quoted(const char *name) { return '"' + std::string(name) + "\":"; }
    static std::string number(double value)
    {
        char text[40];
        std::snprintf(text, sizeof text, "%.2f", value);
        return text;
    }
    std::string m_text;
};

double at(std::vector<double> values, double part)
{
    if (values.empty())
        return -1;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

class Watch
{
public:
    Watch(const Options &options, WholeScreen &screen, Session &session)
        : m_options(options)
        , m_screen(screen)
        , m_session(session)
        , m_look(screen.look())
        , m_atMap(m_look.colourful)
        , m_filesBefore(options.filesIn.empty() ? 0 : countFiles(options.filesIn, leastFile))
        , m_lastActive(nowMs())
    {
    }

    void untilQuiet()
    {
        while (sinceStart() < m_options.timeout * 1000 && !m_session.hasEnded()) {
            m_screen.wait(4);
            if (m_screen.takeMapped() && m_map < 0) {
                m_map = sinceStart();
                m_atMap = m_look.colourful;
            }
            lookAtScreen();
            lookAtWork();
            const bool isComplete = m_options.untilFiles > 0 && m_files >= m_options.untilFiles;
            const bool isQuiet = nowMs() - m_lastActive > m_options.quiet * 1000;
            if (isComplete || (isQuiet && m_map >= 0))
                break;
        }
    }

    void addTo(Json &json) const
    {
        const long last = m_history.empty() ? m_atMap : m_history.back().second;
        double page = -1;
        for (const auto &[time, colourful] : m_history) {
            if (page < 0 &&
                static_cast<double>(colourful - m_atMap) >= wholePage * static_cast<double>(last - m_atMap))
                page = time;
        }
        json.add("map", m_map);
        json.add("paint", m_paint);
        json.add("thumb1", m_firstThumbnail);
        json.add("page", page);
        json.add("settled", m_history.empty() ? -1 : m_history.back().first);
        json.add("colourful", static_cast<double>(last - m_atMap));
        if (m_options.filesIn.empty())
            return;
        json.add("files", static_cast<double>(m_files));
        json.add("files_first", m_firstFile);
        json.add("files_last", m_lastFile);
        const double seconds = (m_lastFile - m_firstFile) / 1000;
        json.add("files_per_s", seconds > 0 ? static_cast<double>(m_files - m_filesAtFirst) / seconds : -1);
    }

    void idle(Json &json)
    {
        const Usage before = m_session.usage();
        ::usleep(static_cast<useconds_t>(m_options.idle * 1e6));
        const Usage after = m_session.usage();
        json.add("idle_cpu_percent", (after.cpuSeconds - before.cpuSeconds) / m_options.idle * 100);
        json.add("idle_switches_per_s",
                 static_cast<double>(after.switches - before.switches) / m_options.idle);
    }

    void keys(Json &json)
    {
        std::vector<double> first, last;
        for (int press = 0; press < m_options.presses; ++press) {
            m_screen.wait(0);
            m_screen.takeDamaged();
            const double start = nowMs();
            if (!m_screen.press(m_options.key))
                break;
            double changed = start;
            bool hasChanged = false;
            while (nowMs() - changed < keySettled && nowMs() - start < 3000) {
                m_screen.wait(4);
                if (!m_screen.takeDamaged())
                    continue;
                const double damaged = nowMs();
                if (const WholeScreen::Look look = m_screen.look(); look.hash != m_look.hash) {
                    m_look = look;
                    changed = damaged;
                    if (!std::exchange(hasChanged, true))
                        first.push_back(damaged - start);
                }
            }
            if (hasChanged)
                last.push_back(changed - start);
        }
        json.add("key_n", static_cast<double>(first.size()));
        json.add("key_first_med", at(first, 0.5));
        json.add("key_first_p95", at(first, 0.95));
        json.add("key_settled_med", at(last, 0.5));
        json.add("key_settled_p95", at(last, 0.95));
        json.add("pss_mb_after", m_session.usage().pssMb);
    }

private:
    static constexpr long leastFile = 200; ///< bytes: a thumbnail, not a mark that there is none

    double sinceStart() const { return nowMs() - m_session.startMs(); }

    void lookAtScreen()
    {
        m_isDamaged = m_screen.takeDamaged() || m_isDamaged;
        if (!m_isDamaged || nowMs() - m_lastGrab < grabEvery)
            return;
        m_isDamaged = false;
        const WholeScreen::Look look = m_screen.look();
        m_lastGrab = nowMs();
        if (look.hash == m_look.hash)
            return;
        m_look = look;
        m_lastActive = m_lastGrab;
        const double time = sinceStart();
        if (m_map < 0)
            return;
        if (m_paint < 0)
            m_paint = time;
        if (m_firstThumbnail < 0 && look.colourful - m_atMap >= oneThumbnail)
            m_firstThumbnail = time;
        m_history.emplace_back(time, look.colourful);
    }

    void lookAtWork()
    {
        if (nowMs() - m_lastWork < 250)
            return;
        const double cpu = m_session.usage().cpuSeconds;
        if ((cpu - m_cpu) / ((nowMs() - m_lastWork) / 1000) > busyFrom)
            m_lastActive = nowMs();
        m_cpu = cpu;
        m_lastWork = nowMs();
        if (m_options.filesIn.empty())
            return;
        const long files = countFiles(m_options.filesIn, leastFile) - m_filesBefore;
        if (files == m_files)
            return;
        m_files = files;
        m_lastFile = sinceStart();
        m_lastActive = nowMs();
        if (m_firstFile < 0) {
            m_firstFile = m_lastFile;
            m_filesAtFirst = files;
        }
    }

    const Options &m_options;
    WholeScreen &m_screen;
    Session &m_session;
    WholeScreen::Look m_look;
    long m_atMap;
    long m_filesBefore;
    long m_files = 0;
    long m_filesAtFirst = 0;
    double m_lastActive;
    double m_lastGrab = 0;
    double m_lastWork = 0;
    double m_cpu = 0;
    bool m_isDamaged = false;
    // Negative: not yet.
    double m_map = -1;
    double m_paint = -1;
    double m_firstThumbnail = -1;
    double m_firstFile = -1;
    double m_lastFile = -1;
    std::vector<std::pair<double, long>> m_history; ///< when, and how many colourful pixels
};

std::optional<Options> readOptions(int count, char **arguments)
{
    Options options;
    int i = 1;
    for (; i < count && std::strcmp(arguments[i], "--") != 0; ++i) {
        const std::string name = arguments[i];
        if (i + 1 >= count)
            return std::nullopt;
        const std::string value = arguments[++i];
        if (name == "--timeout")
            options.timeout = std::stod(value);
        else if (name == "--quiet")
            options.quiet = std::stod(value);
        else if (name == "--idle")
            options.idle = std::stod(value);
        else if (name == "--count-files")
            options.filesIn = value;
        else if (name == "--until-files")
            options.untilFiles = std::stol(value);
        else if (name == "--shot")
            options.shot = value;
        else if (name == "--key" && value.find('*') != std::string::npos) {
            options.key = value.substr(0, value.find('*'));
            options.presses = std::stoi(value.substr(value.find('*') + 1));
        } else
            return std::nullopt;
    }
    options.command = arguments + i + 1;
    return i + 1 < count ? std::optional(options) : std::nullopt;
}

int probe(const Options &options)
{
    WholeScreen screen;
    Session session(options.command);
    Watch watch(options, screen, session);
    watch.untilQuiet();
    Json json;
    watch.addTo(json);
    const Usage usage = session.usage();
    json.add("pss_mb", usage.pssMb);
    json.add("rss_mb", usage.rssMb);
    json.add("cpu_s", usage.cpuSeconds);
    json.add("processes", usage.processes);
    if (!options.shot.empty())
        screen.save(options.shot);
    if (options.idle > 0)
        watch.idle(json);
    if (options.presses > 0)
        watch.keys(json);
    std::puts(json.text().c_str());
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    const std::optional<Options> options = readOptions(count, arguments);
    if (!options) {
        std::fputs(
            "usage: bench_probe [OPTION...] -- COMMAND [ARGUMENT...]; the options are in probe/main.cpp\n",
            stderr);
        return 2;
    }
    try {
        return probe(*options);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "bench_probe: %s\n", error.what());
        return 1;
    }
}
