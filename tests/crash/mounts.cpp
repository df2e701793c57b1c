#include "mounts.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace janus::crash {

namespace {

int runInNamespace(const QStringList &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(u"unshare"_s, QStringList{u"-m"_s} + command, QIODevice::ReadOnly);
    if (!process.waitForFinished(-1))
        return -1;
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

} // namespace

int runIsolated(const QString &script, const QStringList &arguments)
{
    return runInNamespace(QStringList{QStringLiteral(CRASH_SCRIPTS) + u'/' + script} + arguments);
}

QString whyNoMounts()
{
    if (QStandardPaths::findExecutable(u"unshare"_s).isEmpty())
        return u"unshare is not installed."_s;
    if (runInNamespace({u"sh"_s, u"-c"_s, u"exec 2>/dev/null; mount -t tmpfs -o size=64k none \"$1\""_s,
                        u"sh"_s, QDir::tempPath()}) != 0)
        return u"File systems cannot be mounted here; that needs root."_s;
    return {};
}

QString whyNoLoopMounts()
{
    for (const QString &program : {u"unshare"_s, u"mkfs.ext4"_s, u"losetup"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty() &&
            QStandardPaths::findExecutable(program, {u"/sbin"_s, u"/usr/sbin"_s}).isEmpty())
            return program + " is not installed."_L1;
    }
    const QString folder = QDir::tempPath() + "/loop-probe"_L1;
    QDir().mkpath(folder + "/mount"_L1);
    const int failed = runInNamespace(
        {u"sh"_s, u"-c"_s,
         u"exec 2>/dev/null >&2; PATH=$PATH:/sbin:/usr/sbin; cd \"$1\" && truncate -s 4M image && "
         "mkfs.ext4 -q image && mount -o loop image mount"_s,
         u"sh"_s, folder});
    QDir(folder).removeRecursively();
    return failed ? u"Loop devices cannot be mounted here; that needs root and /dev/loop*."_s : QString();
}

} // namespace janus::crash
