#pragma once

#include "library/catalogue.h"
#include "library/deeds.h"
#include "libraryfixture.h"
#include "picturerows.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace janus::library::fixture {

/// A real library in a folder of its own, whose pictures are rows without files: enough for whoever reads
/// none.
class StockedLibrary
{
public:
    StockedLibrary()
        : open(folder.path())
    {
    }

    PictureId add(const QString &prompt, double guidance = 5, const QString &service = u"fal"_s,
                  const QDateTime &created = QDateTime::currentDateTimeUtc())
    {
        Asked asked{prompt, guidance, service};
        asked.created = created.toUTC().toString(Qt::ISODateWithMs);
        return addRow(library(), asked);
    }

    qint64 addCollection(const QString &name, qint64 parent = 0, const QString &query = {})
    {
        const auto made = answerTo<qint64>(
            [&](auto done) { deeds().createCollection(name, parent, query, &deeds(), done); });
        return made ? *made : -1;
    }

    /// Waits until a deed is on disk.
    bool done(const std::function<void()> &deed)
    {
        QSignalSpy changed(&deeds(), &Deeds::changed);
        QSignalSpy failed(&deeds(), &Deeds::failed);
        deed();
        return QTest::qWaitFor([&] { return !changed.isEmpty() || !failed.isEmpty(); }, 30000) &&
               failed.isEmpty();
    }

    int count(const Query &query)
    {
        const auto counted =
            answerTo<int>([&](auto done) { catalogue().count(query, {}, &catalogue(), done); });
        return counted ? *counted : -1;
    }
    int count(const QString &text) { return count(*Query::fromText(text)); }

    Marks marks(PictureId id)
    {
        const auto found =
            answerTo<QList<Picture>>([&](auto done) { catalogue().pictures({id}, &catalogue(), done); });
        return found && !found->isEmpty() ? found->first().marks : Marks();
    }

    QList<Collection> collections()
    {
        const auto all =
            answerTo<QList<Collection>>([&](auto done) { catalogue().collections(&catalogue(), done); });
        return all ? *all : QList<Collection>();
    }

    Library &library() { return *open.library; }
    Catalogue &catalogue() { return open.library->catalogue(); }
    Deeds &deeds() { return open.library->deeds(); }

    QTemporaryDir folder;
    OpenLibrary open;
};

} // namespace janus::library::fixture
