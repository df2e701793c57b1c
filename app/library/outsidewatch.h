#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace janus::library {

class Database;

/// Notices that another process has written into a database. Watches its write-ahead log and folder; a touch
/// is looked into once, 150 ms later, by asking SQLite on its own thread. Nothing ticks while nothing
/// happens.
class OutsideWatch : public QObject
{
    Q_OBJECT
public:
    explicit OutsideWatch(Database &database, QObject *parent = nullptr);
    /// The database must be open.
    void start();

Q_SIGNALS:
    void changed();

private:
    void watchFiles();
    void onTouched();
    void look();

    Database &m_database;
    QFileSystemWatcher m_watcher;
    QTimer m_soon;
    QTimer m_again;
};

} // namespace janus::library
