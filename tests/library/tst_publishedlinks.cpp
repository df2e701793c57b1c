#include "library/publishedlinks.h"
#include "tests/library/libraryfixture.h"

#include <QTemporaryDir>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

/// The links under which pictures were published.
class TestPublishedLinks : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_library;
    Picture m_picture;

    bool keep(const QString &file, const PublishedLink &link)
    {
        PublishedLinks links(*m_library->library);
        const auto kept =
            answerTo<bool>([&](auto done) { links.addForFile(file, link, m_library->library.get(), done); });
        return kept && *kept;
    }
    std::optional<PublishedLink> linkOf(PictureId picture)
    {
        PublishedLinks links(*m_library->library);
        const auto found = answerTo<std::optional<PublishedLink>>(
            [&](auto done) { links.ofPicture(picture, m_library->library.get(), done); });
        return found ? *found : std::nullopt;
    }
    static PublishedLink link(const QString &url)
    {
        return {0, QUrl(url), false, QDateTime::fromString(u"2026-03-01T10:00:00.000Z"_s, Qt::ISODateWithMs)};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = std::make_unique<OpenLibrary>(m_folder->path());
        QVERIFY(m_library->opened);
        const qint64 job = m_library->addJob();
        const auto added = m_library->add(OpenLibrary::newPicture(job, encoded(painting({40, 30}), "png")));
        QVERIFY(added);
        m_picture = *added;
    }
    void cleanup() { m_library.reset(); }

    void aPictureThatWasNeverPublishedHasNoLink() { QVERIFY(!linkOf(m_picture.id)); }

    void theLinkIsThereInTheNextStart()
    {
        PublishedLink kept = link(u"https://v3.fal.media/files/a/x%20y.png?t=1"_s);
        kept.isPrivate = true;
        kept.expires = kept.created.addSecs(3600);
        QVERIFY(keep(m_picture.file, kept));
        m_library = std::make_unique<OpenLibrary>(m_folder->path());
        const auto found = linkOf(m_picture.id);
        QVERIFY(found);
        QCOMPARE(found->url, kept.url);
        QCOMPARE(found->picture, m_picture.id);
        QCOMPARE(found->created, kept.created);
        QCOMPARE(found->expires, kept.expires);
        QVERIFY(found->isPrivate);
        QVERIFY(!found->isOver(kept.created));
        QVERIFY(found->isOver(kept.expires));
    }

    void theNewestLinkCounts()
    {
        QVERIFY(keep(m_picture.file, link(u"https://a.example/1"_s)));
        QVERIFY(keep(m_picture.file, link(u"https://a.example/2"_s)));
        const auto found = linkOf(m_picture.id);
        QVERIFY(found);
        QCOMPARE(found->url, QUrl(u"https://a.example/2"_s));
        QVERIFY(!found->expires.isValid());
        QVERIFY(!found->isOver(QDateTime::currentDateTimeUtc()));
    }

    void otherFilesAreNotKept_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("somewhere else") << u"/tmp/picture.png"_s;
        QTest::newRow("beside the pictures") << m_folder->filePath(u"pictures-old/a.png"_s);
        QTest::newRow("not in the library") << m_folder->filePath(u"pictures/a.png"_s);
        QTest::newRow("the folder itself") << m_folder->filePath(u"pictures"_s);
    }
    void otherFilesAreNotKept()
    {
        QFETCH(const QString, file);
        QVERIFY(!keep(file, link(u"https://a.example/1"_s)));
        const auto rows = m_library->run<qint64>([](QSqlDatabase &connection) -> Result<qint64> {
            auto query = execute(connection, u"SELECT count(*) FROM published"_s);
            return query && query->next() ? Result<qint64>(query->value(0).toLongLong()) : qint64(-1);
        });
        QCOMPARE(rows.value(), 0);
    }

    void theLinkGoesWithItsPicture()
    {
        QVERIFY(keep(m_picture.file, link(u"https://a.example/1"_s)));
        const auto gone = m_library->run<bool>([this](QSqlDatabase &connection) -> Result<bool> {
            auto query = execute(connection, u"DELETE FROM pictures WHERE id = ?"_s, {m_picture.id});
            return query ? Result<bool>(true) : query.error();
        });
        QVERIFY2(gone, qPrintable(gone ? QString() : gone.error().detail));
        QVERIFY(!linkOf(m_picture.id));
    }
};

QTEST_GUILESS_MAIN(TestPublishedLinks)
#include "tst_publishedlinks.moc"
