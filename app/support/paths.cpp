#include "support/paths.h"

#include "support/checkpoint.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace janus::support {

namespace {

constexpr auto program = "janus-studio"_L1;

QString standardFolder(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + u'/' + program;
}

Result<void> makeFolder(const QString &folder)
{
    if (QDir().mkpath(folder))
        return {};
    return Error{ErrorKind::Storage,
                 u"The folder %1 cannot be made."_s.arg(QDir::toNativeSeparators(folder))};
}

} // namespace

Paths Paths::below(const QString &folder)
{
    const QString root = QDir(folder).absolutePath();
    return {root + "/config"_L1, root + "/data"_L1, root + "/cache"_L1, root + "/pictures"_L1};
}

Paths Paths::standard()
{
    return {standardFolder(QStandardPaths::GenericConfigLocation),
            standardFolder(QStandardPaths::GenericDataLocation),
            standardFolder(QStandardPaths::GenericCacheLocation),
            QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) + "/Janus Studio"_L1};
}

Result<void> Paths::prepare() const
{
    checkpoint("folders.before");
    for (const QString &folder : {config, data, cache, ownerLocks()}) {
        if (Result<void> made = makeFolder(folder); !made)
            return made;
    }
    if (!QFile::setPermissions(data, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return Error{ErrorKind::Storage, u"The folder %1 cannot be made private."_s.arg(data)};
    checkpoint("folders.after");
    return {};
}

} // namespace janus::support
