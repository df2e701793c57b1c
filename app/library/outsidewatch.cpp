#include "library/outsidewatch.h"

#include "library/database.h"

#include <QFile>
#include <QFileInfo>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

OutsideWatch::OutsideWatch(Database &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(150ms);
    m_again.setSingleShot(true);
    m_again.setInterval(1s);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &OutsideWatch::onTouched);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &OutsideWatch::onTouched);
    connect(&m_soon, &QTimer::timeout, this, &OutsideWatch::look);
    connect(&m_again, &QTimer::timeout, this, &OutsideWatch::look);
}

void OutsideWatch::start()
{
    watchFiles();
    m_soon.start(); // what came between opening and watching
}

/// A log file that was replaced is no longer watched: asking again is cheap.
void OutsideWatch::watchFiles()
{
    const QString folder = QFileInfo(m_database.file()).path();
    for (const QString &path : {folder, m_database.file() + "-wal"_L1}) {
        const bool known = m_watcher.files().contains(path) || m_watcher.directories().contains(path);
        if (!known && QFile::exists(path))
            m_watcher.addPath(path);
    }
}

void OutsideWatch::onTouched()
{
    // The log is written before its sync, and the change is seen only after it: on a slow disk the first look
    // is too early, and nothing would touch the file again.
    m_again.start();
    if (!m_soon.isActive())
        m_soon.start();
}

void OutsideWatch::look()
{
    watchFiles();
    m_database.run<bool>(
        this, [](QSqlDatabase &connection) -> Result<bool> { return Database::changedByOthers(connection); },
        [this](Result<bool> answer) {
            if (answer && *answer)
                Q_EMIT changed();
        });
}

} // namespace janus::library
