#pragma once

#include <QSettings>
#include <QThreadPool>

namespace janus::support {

/// The program's settings in an INI file, which a thread of their own writes: QSettings waits for the disk
/// when it writes (its file and the lock beside it are synced), and the thread that paints must not do that.
///
/// All QSettings objects of a process that name the same file share one list of changes (qsettings.cpp,
/// QConfFile), so that another thread's object writes what this one was told. Lives in the application's
/// thread and needs the application object. What was set is written soon, and at the latest by the
/// destructor, which waits for it; sync() still writes at once, in the thread that calls it.
class SettingsFile : public QSettings
{
public:
    explicit SettingsFile(const QString &file);
    ~SettingsFile() override;

protected:
    bool event(QEvent *event) override;

private:
    void write();
    QVariantHash contents() const;

    QThreadPool m_writer;
};

} // namespace janus::support
