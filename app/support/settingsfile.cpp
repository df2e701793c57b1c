#include "support/settingsfile.h"

#include "support/pool.h"

#include <QEvent>

namespace janus::support {

namespace {

QSettings::Status writeOut(const QString &file)
{
    QSettings settings(file, QSettings::IniFormat);
    settings.sync();
    return settings.status();
}

} // namespace

SettingsFile::SettingsFile(const QString &file)
    : QSettings(file, QSettings::IniFormat)
{
    m_writer.setMaxThreadCount(1);
}

SettingsFile::~SettingsFile()
{
    m_writer.start([file = fileName()] { writeOut(file); });
    m_writer.waitForDone();
}

/// QSettings asks itself for an update after the first change, and only after an update again.
bool SettingsFile::event(QEvent *event)
{
    if (event->type() != QEvent::UpdateRequest)
        return QSettings::event(event);
    write();
    return true;
}

void SettingsFile::write()
{
    runInPool(
        m_writer, this, [file = fileName()] { return writeOut(file); },
        [this, before = contents()](QSettings::Status) {
            if (contents() != before)
                return write();                 // it was changed meanwhile
            QEvent done(QEvent::UpdateRequest); // finds nothing left to write
            QSettings::event(&done);
        });
}

QVariantHash SettingsFile::contents() const
{
    QVariantHash all;
    for (const QString &key : allKeys())
        all.insert(key, value(key));
    return all;
}

} // namespace janus::support
