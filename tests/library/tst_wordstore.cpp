// Styles and lists of words that are kept in the library, and prompts with choices that are found again.
#include "library/catalogue.h"
#include "library/provenancerows.h"
#include "library/wordstore.h"
#include "libraryfixture.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

struct Words
{
    explicit Words(const QString &folder)
        : open(folder)
        , store(*open.library)
    {
        store.load();
        settle();
    }

    /// Until everything that was asked is answered.
    void settle()
    {
        (void)open.run<int>([](QSqlDatabase &) -> Result<int> { return 0; });
    }

    QString keep(const words::List &list, const QString &before = {})
    {
        return said([&](auto done) { store.keepList(list, before, &store, done); });
    }
    QString keep(const words::Style &style, const QString &before = {})
    {
        return said([&](auto done) { store.keepStyle(style, before, &store, done); });
    }
    QString said(const std::function<void(WordStore::Done)> &start)
    {
        const Result<void> result = answerTo<void>(start);
        settle();
        return result ? QString() : result.error().message;
    }
    WordStore::Imported bring(const QStringList &files, bool areStyles)
    {
        const auto answer = answerTo<WordStore::Imported>([&](auto done) {
            areStyles ? store.importStyles(files, &store, done) : store.importLists(files, &store, done);
        });
        settle();
        return answer ? *answer : WordStore::Imported{{}, {}, {u"no answer"_s}};
    }
    QStringList names() const
    {
        QStringList names;
        for (const words::Style &style : store.styles())
            names << style.name;
        return names;
    }

    OpenLibrary open;
    WordStore store;
};

} // namespace

class TestWordStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qWarning("the file was not written");
        return file.fileName();
    }
    QString library() const { return path(u"library"_s); }

    /// How many pictures a search finds.
    static int found(OpenLibrary &open, const QString &text)
    {
        const auto count = answerTo<int>([&](auto done) {
            open.library->catalogue().count(*Query::fromText(text), {}, &open.library->catalogue(), done);
        });
        return count ? *count : -1;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsKeptIsThereAtTheNextStart()
    {
        {
            Words words(library());
            QVERIFY(words.store.isLoaded());
            QVERIFY(words.store.lists().isEmpty() && words.store.styles().isEmpty());
            QSignalSpy changed(&words.store, &WordStore::changed);
            QCOMPARE(words.keep(words::List{u"animal"_s, u"fox\n# note\nheron\n"_s}), QString());
            QCOMPARE(words.keep(words::Style{u"Gouache"_s, u"{prompt}, gouache"_s}), QString());
            QCOMPARE(words.keep(words::Style{u"an ink"_s, u"ink"_s}), QString());
            QCOMPARE(changed.count(), 3);
        }
        Words words(library());
        QCOMPARE(words.store.lists(), (QList<words::List>{{u"animal"_s, u"fox\n# note\nheron\n"_s}}));
        QCOMPARE(words.store.styles(),
                 (QList<words::Style>{{u"an ink"_s, u"ink"_s}, {u"Gouache"_s, u"{prompt}, gouache"_s}}));
    }

    void aNameIsChangedWithItsText()
    {
        Words words(library());
        words.keep(words::Style{u"Gouache"_s, u"gouache"_s});
        QSignalSpy renamed(&words.store, &WordStore::styleRenamed);
        QCOMPARE(words.keep(words::Style{u"Rough gouache"_s, u"rough gouache"_s}, u"Gouache"_s), QString());
        QCOMPARE(words.store.styles(), (QList<words::Style>{{u"Rough gouache"_s, u"rough gouache"_s}}));
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(words.keep(words::Style{u"ROUGH gouache"_s, u"x"_s}, u"Rough gouache"_s), QString());
        QCOMPARE(words.store.styles(), (QList<words::Style>{{u"ROUGH gouache"_s, u"x"_s}}));
        QCOMPARE(
            words.said([&](auto done) { words.store.removeStyle(u"rough gouache"_s, &words.store, done); }),
            QString());
        QVERIFY(words.store.styles().isEmpty());
    }

    void aTakenOrImpossibleNameIsRefusedAndChangesNothing()
    {
        Words words(library());
        words.keep(words::Style{u"Gouache"_s, u"gouache"_s});
        words.keep(words::Style{u"Ink"_s, u"ink"_s});
        const auto before = words.store.styles();
        QCOMPARE(words.keep(words::Style{u"gouache"_s, u"x"_s}), u"There is a style “gouache” already."_s);
        QCOMPARE(words.keep(words::Style{u"Gouache"_s, u"x"_s}, u"Ink"_s),
                 u"There is a style “Gouache” already."_s);
        QVERIFY(!words.keep(words::Style{u"  "_s, u"x"_s}).isEmpty());
        QVERIFY(!words.keep(words::List{u"a|b"_s, u"x"_s}).isEmpty());
        QCOMPARE(words.store.styles(), before);
        QVERIFY(words.store.lists().isEmpty());
    }

    void importKeepsWhatIsThereAndAddsBesideIt()
    {
        Words words(library());
        words.keep(words::Style{u"Gouache"_s, u"mine"_s});
        words.keep(words::Style{u"Ink"_s, u"ink"_s});
        const QString file = write(u"styles.csv"_s, "name,prompt,negative_prompt\n"
                                                    "Gouache,theirs,ugly\nInk,ink,\nNew,new,\n");
        const WordStore::Imported report = words.bring({file}, true);
        QCOMPARE(report.added, (QStringList{u"Gouache 2"_s, u"New"_s}));
        QVERIFY(report.problems.isEmpty());
        QCOMPARE(report.notes.size(), 2); // the negative prompt, the one that was there
        QCOMPARE(words.names(), (QStringList{u"Gouache"_s, u"Gouache 2"_s, u"Ink"_s, u"New"_s}));
        QVERIFY2(words.bring({file}, true).added.isEmpty(), "the second time everything is there");
        QCOMPARE(words.names().size(), 4);
    }

    void damagedFilesAreNamedAndTheOthersTaken()
    {
        Words words(library());
        const WordStore::Imported report =
            words.bring({write(u"animal.txt"_s, "fox\nheron\n"), write(u"picture.txt"_s, "\xFF\xD8\xFF"),
                         path(u"missing.txt"_s), write(u"none.txt"_s, "# nothing\n")},
                        false);
        QCOMPARE(report.added, QStringList{u"animal"_s});
        QCOMPARE(report.problems.size(), 3);
        QVERIFY(report.problems[0].startsWith("picture.txt"_L1));
        QVERIFY(report.problems[1].startsWith("missing.txt"_L1));
        QCOMPARE(words.store.lists().size(), 1);
    }

    void whatIsExportedIsImportedElsewhere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("table") << u"styles.csv"_s;
        QTest::newRow("JSON") << u"styles.json"_s;
    }
    void whatIsExportedIsImportedElsewhere()
    {
        QFETCH(QString, name);
        Words words(library());
        words.keep(words::Style{u"Quotes, \"commas\""_s, u"{prompt},\n\"rough\" 狐"_s});
        words.keep(words::List{u"art/painters"_s, u"Hilma\nEl Greco\n"_s});
        QCOMPARE(words.said([&](auto done) { words.store.exportStyles(path(name), &words.store, done); }),
                 QString());
        const auto names = answerTo<QStringList>(
            [&](auto done) { words.store.exportLists(m_folder->path(), &words.store, done); });
        QVERIFY(names);
        QCOMPARE(*names, QStringList{u"art-painters.txt"_s});
        Words other(path(u"other"_s));
        QCOMPARE(other.bring({path(name)}, true).added.size(), 1);
        QCOMPARE(other.store.styles(), words.store.styles());
        QCOMPARE(other.bring({path(names->first())}, false).added, QStringList{u"art-painters"_s});
        QCOMPARE(other.store.lists().first().text, words.store.lists().first().text);
    }

    void anExportThatCannotBeWrittenSaysWhy()
    {
        Words words(library());
        words.keep(words::Style{u"Ink"_s, u"ink"_s});
        const QString sentence = words.said(
            [&](auto done) { words.store.exportStyles(path(u"no/such/folder.csv"_s), &words.store, done); });
        QVERIFY(!sentence.isEmpty());
    }

    void theTemplateAndWhatWasSentAreBothFound()
    {
        const QString sent = u"a lighthouse at dusk, gouache"_s;
        const Provenance provenance{u"# an idea\na {lighthouse|windmill} at __hours__"_s, u"Gouache"_s, {}};
        {
            OpenLibrary open(library());
            const qint64 job = open.addJob(sent);
            QVERIFY(open.run<int>([&](QSqlDatabase &connection) -> Result<int> {
                Transaction transaction(connection);
                auto named = execute(connection, u"UPDATE jobs SET prompt = ? WHERE id = ?"_s, {sent, job});
                if (!named)
                    return named.error();
                if (const Result<void> written = writeProvenance(connection, job, provenance); !written)
                    return written.error();
                const Result<void> committed = transaction.commit();
                return committed ? Result<int>(0) : committed.error();
            }));
            NewPicture picture = OpenLibrary::newPicture(job, encoded(painting({40, 30}), "png"), 0, sent);
            picture.picture.provenance = provenance;
            QVERIFY(open.add(picture));
            QCOMPARE(found(open, u"lighthouse dusk"_s), 1);
            QCOMPARE(found(open, u"windmill"_s), 1);
            QCOMPARE(found(open, u"hours"_s), 1);
            QCOMPARE(found(open, u"steamboat"_s), 0);
        }
        QVERIFY(QDir(library() + u"/data"_s).removeRecursively());
        OpenLibrary open(library());
        QVERIFY(open.opened);
        const auto rebuilt =
            answerTo<RebuildReport>([&](auto done) { open.library->rebuild(open.library.get(), done); });
        QVERIFY(rebuilt);
        for (const QString &text : {u"lighthouse dusk"_s, u"windmill"_s, u"hours"_s})
            QCOMPARE(found(open, text), 1);
        const auto rows = open.rows();
        QVERIFY(rows && rows->size() == 1);
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { open.library->pictures({rows->front().id}, open.library.get(), done); });
        QVERIFY(pictures);
        QCOMPARE(pictures->first().provenance, provenance);
        QCOMPARE(pictures->first().request.input["prompt"_L1].toString(), sent);
    }
};

QTEST_GUILESS_MAIN(TestWordStore)
#include "tst_wordstore.moc"
