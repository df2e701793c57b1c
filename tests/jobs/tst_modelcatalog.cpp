#include "jobs/modelcatalog.h"

#include "core/paramroles.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::jobs;

namespace {

const QString janusId = u"fal-ai/janus"_s;
const QString fluxId = u"fal-ai/flux/dev"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray bundledDocument(const QString &endpoint)
{
    return contentOf(QStringLiteral(JANUS_SCHEMAS "/") + QString(endpoint).replace(u'/', u'_') +
                     ".openapi.json"_L1);
}

/// A small document as a service may publish it.
QByteArray document(const QString &endpoint, const QJsonObject &properties)
{
    const QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    const QJsonObject post{
        {u"requestBody"_s, QJsonObject{{u"content"_s, QJsonObject{{u"application/json"_s,
                                                                   QJsonObject{{u"schema"_s, schema}}}}}}}};
    const QJsonObject info{{u"title"_s, QString("Queue OpenAPI for "_L1 + endpoint)},
                           {u"x-fal-metadata"_s, QJsonObject{{u"endpointId"_s, endpoint}}}};
    return QJsonDocument(QJsonObject{{u"info"_s, info},
                                     {u"paths"_s, QJsonObject{{u"/x"_s, QJsonObject{{u"post"_s, post}}}}}})
        .toJson();
}

QJsonObject textInput()
{
    return {{u"type"_s, u"string"_s}};
}

/// Janus as fal might describe it tomorrow: other limits, one more input.
QByteArray tomorrowsJanus()
{
    QByteArray text = bundledDocument(janusId);
    QJsonObject root = QJsonDocument::fromJson(text).object();
    QJsonObject components = root["components"_L1].toObject();
    QJsonObject schemas = components["schemas"_L1].toObject();
    QJsonObject input = schemas["JanusInput"_L1].toObject();
    QJsonObject properties = input["properties"_L1].toObject();
    QJsonObject images = properties["num_images"_L1].toObject();
    images[u"maximum"_s] = 32;
    properties[u"num_images"_s] = images;
    properties[u"mood"_s] =
        QJsonObject{{u"type"_s, u"string"_s}, {u"enum"_s, QJsonArray{u"calm"_s, u"wild"_s}}};
    input[u"properties"_s] = properties;
    schemas[u"JanusInput"_s] = input;
    components[u"schemas"_s] = schemas;
    root[u"components"_s] = components;
    return QJsonDocument(root).toJson();
}

Error offline()
{
    return {ErrorKind::Unreachable, u"fal cannot be reached."_s};
}

} // namespace

/// The models, their descriptions, and which of these is used.
class TestModelCatalog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ModelCatalog> m_catalog;
    QHash<QString, Result<QByteArray>> m_service; ///< what it answers; else there is no such model
    QStringList m_asked;

    QString cacheFolder() const { return m_folder->filePath(u"models"_s); }

    /// As a new start of the program.
    void start()
    {
        m_catalog.reset();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
        const auto fetch = [this](const QString &endpoint, QObject *context,
                                  const std::function<void(Result<QByteArray>)> &done) {
            m_asked << endpoint;
            const Result<QByteArray> answer = m_service.contains(endpoint)
                                                  ? *m_service.constFind(endpoint)
                                                  : Error{ErrorKind::Gone, u"There is no such model."_s};
            QTimer::singleShot(0, context, [done, answer] { done(answer); });
        };
        m_catalog = std::make_unique<ModelCatalog>(ModelStore(cacheFolder(), QStringLiteral(JANUS_SCHEMAS)),
                                                   janusId, *m_settings, fetch);
    }
    void load()
    {
        QSignalSpy loaded(m_catalog.get(), &ModelCatalog::loaded);
        m_catalog->load();
        QVERIFY(loaded.wait(30000));
    }
    void refresh()
    {
        QSignalSpy refreshed(m_catalog.get(), &ModelCatalog::refreshed);
        const qsizetype models = m_catalog->list().size();
        m_catalog->refresh();
        QTRY_COMPARE_WITH_TIMEOUT(refreshed.size(), models, 30000);
    }
    Result<ModelEntry> add(const QString &endpoint)
    {
        std::optional<Result<ModelEntry>> answer;
        m_catalog->add(endpoint, this, [&](const Result<ModelEntry> &added) { answer.emplace(added); });
        if (answer)
            qFatal("The answer came before the call returned.");
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 30000))
            return Error{ErrorKind::Internal, u"no answer came"_s};
        return *answer;
    }
    std::optional<double> mostImages() const
    {
        return m_catalog->schema(janusId)->find(u"num_images"_s)->maximum;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_service.clear();
        m_asked.clear();
        start();
    }
    void cleanup() { m_catalog.reset(); }

    void janusIsThereAtOnceAndNobodyIsAsked()
    {
        QVERIFY(m_catalog->schema(janusId));
        QCOMPARE(m_catalog->list(), QList<ModelEntry>{*m_catalog->entry(janusId)});
        QVERIFY(m_catalog->entry(janusId)->isBuiltIn);
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Bundled);
        QCOMPARE(mostImages(), std::optional<double>(16));
        load();
        QCOMPARE(m_asked, QStringList());
    }

    void theServicesOwnDescriptionIsUsedAndKept()
    {
        load();
        m_service.insert(janusId, tomorrowsJanus());
        QSignalSpy changed(m_catalog.get(), &ModelCatalog::changed);
        refresh();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(mostImages(), std::optional<double>(32));
        const ParamSpec *mood = m_catalog->schema(janusId)->find(u"mood"_s);
        QVERIFY(mood);
        QCOMPARE(mood->choices, (QStringList{u"calm"_s, u"wild"_s}));
        QCOMPARE(m_catalog->schema(janusId)->find(ParamRole::Guidance)->title,
                 u"Guidance"_s); // our words stay
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Live);
        QVERIFY(m_catalog->entry(janusId)->read.isValid());

        start();
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Bundled);
        QSignalSpy later(m_catalog.get(), &ModelCatalog::changed);
        load();
        QCOMPARE(later.size(), 1);
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Cached);
        QCOMPARE(mostImages(), std::optional<double>(32));
    }

    void anUnchangedDescriptionChangesNoForm()
    {
        load();
        m_service.insert(janusId, bundledDocument(janusId));
        QSignalSpy changed(m_catalog.get(), &ModelCatalog::changed);
        const auto before = m_catalog->schema(janusId);
        refresh();
        QCOMPARE(changed.size(), 0);
        QCOMPARE(m_catalog->schema(janusId), before);
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Live);
    }

    void whatCannotBeReadReplacesNothing_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("no JSON") << QByteArray("<html>Sign in</html>");
        QTest::newRow("cut off") << bundledDocument(janusId).left(3000);
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no paths") << QByteArray(
            R"({"info":{"x-fal-metadata":{"endpointId":"fal-ai/janus"}}})");
        QTest::newRow("no inputs") << document(janusId, {});
        QTest::newRow("another model's") << bundledDocument(fluxId);
        QJsonObject many;
        for (int k = 0; k < 5000; ++k)
            many[u"p%1"_s.arg(k)] = textInput();
        QTest::newRow("5000 inputs") << document(janusId, many);
    }
    void whatCannotBeReadReplacesNothing()
    {
        QFETCH(const QByteArray, answer);
        load();
        m_service.insert(janusId, tomorrowsJanus());
        refresh();
        m_service.insert(janusId, answer);
        QSignalSpy refreshed(m_catalog.get(), &ModelCatalog::refreshed);
        QSignalSpy changed(m_catalog.get(), &ModelCatalog::changed);
        refresh();
        QVERIFY(!refreshed.first().at(1).toString().isEmpty());
        QCOMPARE(changed.size(), 0);
        QCOMPARE(mostImages(), std::optional<double>(32));
        start();
        load();
        QCOMPARE(mostImages(), std::optional<double>(32));
    }

    void aDamagedCopyFallsBackToTheBundledOne_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray(R"({"endpoint":"fal-ai/janus","document":{)");
        QTest::newRow("other form") << QByteArray("[1,2]");
        QTest::newRow("other model") << QByteArray(R"({"document":)" + bundledDocument(fluxId) + '}');
    }
    void aDamagedCopyFallsBackToTheBundledOne()
    {
        QFETCH(const QByteArray, bytes);
        m_service.insert(janusId, tomorrowsJanus());
        load();
        refresh();
        QDirIterator it(cacheFolder(), QDir::Files);
        QVERIFY(it.hasNext());
        QFile copy(it.next());
        QVERIFY(copy.open(QIODevice::WriteOnly | QIODevice::Truncate));
        copy.write(bytes);
        copy.close();
        start();
        load();
        QCOMPARE(m_catalog->entry(janusId)->source, ModelSource::Bundled);
        QCOMPARE(mostImages(), std::optional<double>(16));
    }

    void aDiskThatTakesNothingIsNoReasonNotToUseTheAnswer()
    {
        QFile inTheWay(cacheFolder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        m_service.insert(janusId, tomorrowsJanus());
        load();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was not kept"_s));
        refresh();
        QCOMPARE(mostImages(), std::optional<double>(32));
    }

    void anAddedModelHasAFormOfItsOwnAndIsRemembered()
    {
        load();
        const QString mine = u"acme/painter/v2"_s;
        m_service.insert(mine, document(mine, {{u"prompt"_s, textInput()},
                                               {u"strength"_s, QJsonObject{{u"type"_s, u"number"_s}}}}));
        QSignalSpy listChanged(m_catalog.get(), &ModelCatalog::listChanged);
        const Result<ModelEntry> added = add(mine);
        QVERIFY2(added, qPrintable(added ? QString() : added.error().message));
        QCOMPARE(added->title, mine);
        QVERIFY(!added->isBuiltIn);
        QCOMPARE(listChanged.size(), 1);
        QVERIFY(m_catalog->schema(mine)->find(u"strength"_s));
        QVERIFY(add(mine)); // twice is once
        QCOMPARE(m_catalog->list().size(), 2);

        start();
        load();
        QCOMPARE(m_catalog->list().size(), 2);
        QVERIFY(m_catalog->schema(mine)->find(u"strength"_s));
        QCOMPARE(m_catalog->entry(mine)->source, ModelSource::Cached);
    }

    void theBundledOnesCanBeAddedOffline_data()
    {
        QTest::addColumn<QString>("endpoint");
        for (const char *endpoint : {"fal-ai/flux/dev", "fal-ai/flux/schnell", "fal-ai/fast-sdxl"})
            QTest::newRow(endpoint) << QString::fromLatin1(endpoint);
    }
    void theBundledOnesCanBeAddedOffline()
    {
        QFETCH(const QString, endpoint);
        m_service.insert(endpoint, offline());
        const Result<ModelEntry> added = add(endpoint);
        QVERIFY(added);
        QCOMPARE(added->source, ModelSource::Bundled);
        QVERIFY(m_catalog->schema(endpoint)->find(ParamRole::Prompt));
        start();
        load();
        QVERIFY(m_catalog->schema(endpoint));
    }

    void whatCannotBeAddedGetsASentence_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<bool>("asked");
        const auto row = [](const char *name, const QString &endpoint, ErrorKind kind, bool asked) {
            QTest::newRow(name) << endpoint << kind << asked;
        };
        row("one word", u"janus"_s, ErrorKind::BadInput, false);
        row("empty", QString(), ErrorKind::BadInput, false);
        row("an address", u"https://fal.ai/models/fal-ai/janus"_s, ErrorKind::BadInput, false);
        row("way out", u"fal-ai/../../etc/passwd"_s, ErrorKind::BadInput, false);
        row("blank", u"fal-ai/ janus"_s, ErrorKind::BadInput, false);
        row("endless", QString("a/"_L1 + QString(5000, u'x')), ErrorKind::BadInput, false);
        row("unknown", u"acme/nothing"_s, ErrorKind::Gone, true);
        row("no inputs", u"acme/empty"_s, ErrorKind::Refused, true);
        row("of another model", u"acme/other"_s, ErrorKind::Refused, true);
        row("offline", u"acme/offline"_s, ErrorKind::Unreachable, true);
        row("a web page", u"acme/page"_s, ErrorKind::Protocol, true);
    }
    void whatCannotBeAddedGetsASentence()
    {
        QFETCH(const QString, endpoint);
        QFETCH(const bool, asked);
        m_service.insert(u"acme/empty"_s, document(u"acme/empty"_s, {}));
        m_service.insert(u"acme/other"_s, bundledDocument(fluxId));
        m_service.insert(u"acme/offline"_s, offline());
        m_service.insert(u"acme/page"_s, QByteArray("<html>"));
        const Result<ModelEntry> added = add(endpoint);
        QVERIFY(!added);
        QTEST(added.error().kind, "kind");
        QVERIFY(added.error().message.endsWith(u'.'));
        QCOMPARE(!m_asked.isEmpty(), asked);
        QCOMPARE(m_catalog->list().size(), 1);
        start();
        QCOMPARE(m_catalog->list().size(), 1);
    }

    void aModelCanBeRemovedButNotJanus()
    {
        m_service.insert(fluxId, bundledDocument(fluxId));
        QVERIFY(add(fluxId));
        QVERIFY(m_catalog->remove(fluxId));
        QVERIFY(!m_catalog->schema(fluxId));
        QVERIFY(!m_catalog->remove(fluxId));
        QCOMPARE(m_catalog->remove(janusId).error().kind, ErrorKind::BadInput);
        QTRY_VERIFY_WITH_TIMEOUT(QDir(cacheFolder()).entryList(QDir::Files).isEmpty(), 30000);
        start();
        QCOMPARE(m_catalog->list().size(), 1);
    }

    void aModelRemovedWhileItIsAskedForStaysAway()
    {
        m_service.insert(fluxId, bundledDocument(fluxId));
        QVERIFY(add(fluxId));
        std::optional<Result<ModelEntry>> answer;
        m_catalog->refresh(fluxId, this, [&](const Result<ModelEntry> &result) { answer.emplace(result); });
        QVERIFY(m_catalog->remove(fluxId));
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 30000);
        QVERIFY(!*answer);
        QCOMPARE(m_catalog->list().size(), 1);
    }

    void aDeadContextHearsNothing()
    {
        m_service.insert(fluxId, bundledDocument(fluxId));
        bool wasCalled = false;
        auto context = std::make_unique<QObject>();
        m_catalog->add(fluxId, context.get(), [&](const auto &) { wasCalled = true; });
        context.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_catalog->list().size(), 2, 30000); // the wish stays
        QVERIFY(!wasCalled);
    }

    void itMayGoWhileItAsks()
    {
        m_service.insert(janusId, tomorrowsJanus());
        m_catalog->load();
        m_catalog->refresh();
        m_catalog.reset();
        QTRY_VERIFY_WITH_TIMEOUT(QThreadPool::globalInstance()->waitForDone(0), 30000);
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestModelCatalog)
#include "tst_modelcatalog.moc"
