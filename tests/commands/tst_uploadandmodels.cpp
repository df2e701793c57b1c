// `upload`, `models` and `generate --model` as a shell sees them, against a peer that speaks what the test
// says.
#include "tests/fal/wireserver.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <csignal>

using namespace Qt::StringLiterals;

class TestUploadAndModels : public QObject
{
    Q_OBJECT

    struct Run
    {
        int code = -1;
        QStringList lines;
        QByteArray errors;

        QList<QJsonObject> events(const QString &name) const
        {
            QList<QJsonObject> found;
            for (const QString &line : lines) {
                const QJsonObject event = QJsonDocument::fromJson(line.toUtf8()).object();
                if (event["event"_L1].toString() == name)
                    found << event;
            }
            return found;
        }
    };

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WireServer> m_server;
    QHash<QString, QByteArray> m_models; ///< what the platform knows
    int m_putStatus = 200;
    QString m_key;

    void start(QProcess &process, const QStringList &arguments)
    {
        QStringList environment = QProcess::systemEnvironment();
        if (!m_key.isEmpty())
            environment << "FAL_KEY="_L1 + m_key;
        process.setEnvironment(environment);
        process.start(QStringLiteral(PROGRAM),
                      QStringList{u"--data"_s, m_folder->filePath(u"data"_s), u"--sandbox-pace"_s, u"0"_s} +
                          arguments);
    }
    Run janus(const QStringList &arguments)
    {
        QProcess process;
        start(process, arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60000))
            return {};
        return {process.exitCode(),
                QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
                process.readAllStandardError()};
    }
    Run onServer(const QStringList &arguments)
    {
        return janus(QStringList{u"--server"_s, m_server->origin().toString()} + arguments);
    }

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("The test's file cannot be written.");
        return file.fileName();
    }

    static QByteArray bundled(const QString &endpoint)
    {
        QFile file(QStringLiteral(JANUS_SCHEMAS "/") + QString(endpoint).replace(u'/', u'_') +
                   ".openapi.json"_L1);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void answer(const WireServer::Request &request, QTcpSocket &socket)
    {
        const QByteArray origin = m_server->origin().toEncoded();
        const QByteArray number = QByteArray::number(m_server->requests().size());
        if (request.target.startsWith("/storage/upload/initiate")) {
            socket.write(WireServer::answer(200, "{\"upload_url\":\"" + origin + "/put/" + number +
                                                     "\",\"file_url\":\"" + origin + "/files/" + number +
                                                     "\"}"));
        } else if (request.target.startsWith("/v1/models?")) {
            const QUrl url = QUrl::fromEncoded(request.target);
            const QString endpoint = QUrlQuery(url).queryItemValue(u"endpoint_id"_s, QUrl::FullyDecoded);
            QByteArray models = "[]";
            if (m_models.contains(endpoint))
                models = "[{\"endpoint_id\":\"" + endpoint.toUtf8() + "\",\"openapi\":" + m_models[endpoint] +
                         "}]";
            socket.write(WireServer::answer(200, "{\"models\":" + models + ",\"has_more\":false}"));
        } else if (request.method == "PUT") {
            socket.write(WireServer::answer(m_putStatus, "{}"));
        } else {
            socket.write(WireServer::answer(404, "{}"));
        }
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<WireServer>();
        m_server->onRequest([this](const auto &request, QTcpSocket &socket) { answer(request, socket); });
        m_models.clear();
        m_putStatus = 200;
        m_key = u"11111111-1111-1111-1111-111111111111:0123456789abcdef0123456789abcdef"_s;
    }

    void uploadPrintsALinkForEachFile()
    {
        const QStringList files{file(u"a.txt"_s, "one"), file(u"b.txt"_s, "two"), file(u"-c.txt"_s, "three"),
                                file(u"d.txt"_s, "four")};
        const Run run =
            onServer(QStringList{u"upload"_s, u"--expire"_s, u"1h"_s, u"--private"_s, u"--"_s} + files);
        QCOMPARE(run.code, 0);
        QStringList named;
        for (const QString &line : run.lines) {
            named << line.section(u'\t', 0, 0);
            QVERIFY(line.section(u'\t', 1).startsWith(m_server->origin().toString() + "/files/"_L1));
        }
        named.sort();
        QStringList sorted = files;
        sorted.sort();
        QCOMPARE(named, sorted);
        QCOMPARE(m_server->count("PUT /put/"), 4);
        QCOMPARE(m_server->requests().first().headers.value("x-fal-object-lifecycle"),
                 R"({"expiration_duration_seconds":3600,"initial_acl":{"default":"forbid"}})");
    }

    void uploadAsJsonIsOneEventALine()
    {
        const QString path = file(u"a.bin"_s, QByteArray(200'000, 'x'));
        const Run run = onServer({u"--json"_s, u"upload"_s, path});
        QCOMPARE(run.code, 0);
        const QList<QJsonObject> uploaded = run.events(u"uploaded"_s);
        QCOMPARE(uploaded.size(), 1);
        QCOMPARE(uploaded.first()["file"_L1].toString(), path);
        QCOMPARE(uploaded.first()["bytes"_L1].toInteger(), 200'000);
        QVERIFY(uploaded.first()["url"_L1].toString().startsWith(m_server->origin().toString()));
        const QList<QJsonObject> progress = run.events(u"progress"_s);
        QVERIFY(!progress.isEmpty());
        QCOMPARE(progress.last()["sent"_L1].toInteger(), 200'000);
        QCOMPARE(progress.last()["total"_L1].toInteger(), 200'000);
        QVERIFY(run.errors.isEmpty());
    }

    void badFilesAreExitCode2AndNothingIsSent_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no file") << QStringList() << QByteArray("takes the files");
        QTest::newRow("missing") << QStringList{u"missing.png"_s} << QByteArray("There is no file");
        QTest::newRow("folder") << QStringList{u"/tmp"_s} << QByteArray("is a folder");
        QTest::newRow("empty") << QStringList{u"EMPTY"_s} << QByteArray("is empty");
        QTest::newRow("one bad of two")
            << QStringList{u"GOOD"_s, u"missing.png"_s} << QByteArray("There is no file");
        QTest::newRow("expiry") << QStringList{u"--expire"_s, u"soon"_s, u"GOOD"_s}
                                << QByteArray("--expire must be");
        QTest::newRow("option") << QStringList{u"--public"_s, u"GOOD"_s} << QByteArray("public");
    }
    void badFilesAreExitCode2AndNothingIsSent()
    {
        QFETCH(QStringList, arguments);
        QFETCH(const QByteArray, words);
        arguments.replaceInStrings(u"EMPTY"_s, file(u"empty"_s, {}));
        arguments.replaceInStrings(u"GOOD"_s, file(u"good"_s, "x"));
        const Run run = onServer(QStringList{u"upload"_s} + arguments);
        QCOMPARE(run.code, 2);
        QVERIFY2(run.errors.contains(words), run.errors.constData());
        QVERIFY(run.lines.isEmpty());
        QCOMPARE(m_server->connections(), 0);
    }

    void aRefusedUploadIsExitCode4()
    {
        m_putStatus = 413;
        const Run run = onServer({u"upload"_s, file(u"a.txt"_s, "one")});
        QCOMPARE(run.code, 4);
        QVERIFY2(run.errors.contains("was not uploaded"), run.errors.constData());
        QVERIFY(run.lines.isEmpty());
    }

    void ctrlCEndsAnUpload()
    {
        m_server->onRequest([this](const WireServer::Request &request, QTcpSocket &socket) {
            if (request.method != "PUT")
                answer(request, socket); // and the file's own request is never answered
        });
        QProcess process;
        start(process, {u"--server"_s, m_server->origin().toString(), u"upload"_s, file(u"a.txt"_s, "one")});
        QTRY_COMPARE_WITH_TIMEOUT(m_server->count("PUT"), 1, 30000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 30000);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("Interrupted: 0 uploaded, 1 not."));
    }

    void modelsListsAddsRefreshesAndRemoves()
    {
        QCOMPARE(onServer({u"models"_s}).lines,
                 QStringList{u"fal-ai/janus\tJanus-Pro\tcame with the program"_s});
        QCOMPARE(m_server->connections(), 0);

        const QString painter = u"acme/painter"_s;
        m_models[painter] = bundled(u"fal-ai/flux/dev"_s).replace("fal-ai/flux/dev", "acme/painter");
        m_models[u"fal-ai/janus"_s] = bundled(u"fal-ai/janus"_s);
        const Run added = onServer({u"--json"_s, u"models"_s, u"add"_s, painter});
        QCOMPARE(added.code, 0);
        QCOMPARE(added.events(u"model"_s).value(0)["source"_L1].toString(), u"live"_s);
        QCOMPARE(m_server->requests().first().target,
                 "/v1/models?endpoint_id=acme/painter&expand=openapi-3.0");

        const Run listed = onServer({u"--json"_s, u"models"_s, u"list"_s});
        QCOMPARE(listed.events(u"model"_s).size(), 2);
        QCOMPARE(listed.events(u"model"_s).last()["source"_L1].toString(), u"cached"_s);
        QCOMPARE(onServer({u"models"_s, u"refresh"_s}).lines.size(), 2);

        const Run help = onServer({u"generate"_s, u"--model"_s, painter, u"--help"_s});
        QCOMPARE(help.code, 0);
        QVERIFY(help.lines.join(u'\n').contains(u"--num-inference-steps"_s));

        QCOMPARE(onServer({u"models"_s, u"remove"_s, painter}).code, 0);
        QCOMPARE(onServer({u"models"_s}).lines.size(), 1);
        QCOMPARE(onServer({u"generate"_s, u"--model"_s, painter, u"x"_s}).code, 2);
    }

    void thePracticeServerTakesFilesAndKnowsItsModels()
    {
        QProcess sandbox;
        start(sandbox, {u"sandbox"_s, u"--pace"_s, u"0"_s});
        QTRY_VERIFY_WITH_TIMEOUT(sandbox.canReadLine(), 30000);
        const QJsonObject line = QJsonDocument::fromJson(sandbox.readLine()).object();
        m_key = line["key"_L1].toString();
        const QString origin = line["origin"_L1].toString();
        const QStringList server{u"--server"_s, origin};
        const Run uploaded = janus(server + QStringList{u"upload"_s, file(u"a.txt"_s, "hello"),
                                                        file(u"b.bin"_s, QByteArray(3'000'000, 'b'))});
        QVERIFY2(uploaded.code == 0, uploaded.errors.constData());
        QCOMPARE(uploaded.lines.size(), 2);
        QCOMPARE(janus(server + QStringList{u"models"_s, u"refresh"_s}).code, 0);
        for (const QString &model : {u"fal-ai/flux/dev"_s, u"fal-ai/fast-sdxl"_s}) {
            const Run added = janus(server + QStringList{u"--json"_s, u"models"_s, u"add"_s, model});
            QVERIFY2(added.code == 0, added.errors.constData());
            QCOMPARE(added.events(u"model"_s).value(0)["source"_L1].toString(), u"live"_s);
            QCOMPARE(janus(server +
                           QStringList{u"generate"_s, u"--model"_s, model, u"--size"_s, u"64x64"_s, u"x"_s})
                         .lines.size(),
                     1);
        }
        sandbox.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(sandbox.state(), QProcess::NotRunning, 30000);
    }

    void generateAsksForAStaleDescriptionButNotWhenItPractises()
    {
        QPointer<QTcpSocket> submit;
        m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
            if (request.method == "POST")
                submit = &socket;
            else
                answer(request, socket);
            if (submit && m_server->count("GET /v1/models") > 0)
                submit->write(
                    WireServer::answer(404, "{}")); // ends the command, and not before both have come
        });
        QCOMPARE(onServer({u"generate"_s, u"x"_s}).code, 4);
        QCOMPARE(m_server->count("GET /v1/models?endpoint_id=fal-ai/janus"), 1);
        QCOMPARE(m_server->count("POST"), 1);
        QCOMPARE(onServer({u"generate"_s, u"--sandbox"_s, u"--size"_s, u"64x64"_s, u"x"_s}).code, 0);
        QCOMPARE(m_server->requests().size(), 2);
    }

    void aPracticeUploadNeedsNoKey()
    {
        m_key.clear();
        const Run run = janus({u"upload"_s, u"--sandbox"_s, file(u"a.txt"_s, "hello")});
        QVERIFY2(run.code == 0, run.errors.constData());
        QVERIFY(run.lines.value(0).contains(u"http://127.0.0.1:"_s));
        const Run real = janus({u"upload"_s, file(u"a.txt"_s, "hello")});
        QCOMPARE(real.code, 3);
    }

    void wrongModelCallsGetASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown word") << QStringList{u"models"_s, u"paint"_s} << 2;
        QTest::newRow("add nothing") << QStringList{u"models"_s, u"add"_s} << 2;
        QTest::newRow("add no id") << QStringList{u"models"_s, u"add"_s, u"janus"_s} << 2;
        QTest::newRow("add unknown") << QStringList{u"models"_s, u"add"_s, u"acme/nothing"_s} << 4;
        QTest::newRow("remove Janus") << QStringList{u"models"_s, u"remove"_s, u"fal-ai/janus"_s} << 2;
        QTest::newRow("remove what is not there")
            << QStringList{u"models"_s, u"remove"_s, u"acme/nothing"_s} << 2;
        QTest::newRow("generate with no id")
            << QStringList{u"generate"_s, u"--model"_s, u"janus"_s, u"x"_s} << 2;
        QTest::newRow("generate with an unknown one")
            << QStringList{u"generate"_s, u"--model=acme/nothing"_s, u"x"_s} << 2;
        QTest::newRow("generate without a value") << QStringList{u"generate"_s, u"x"_s, u"--model"_s} << 2;
    }
    void wrongModelCallsGetASentence()
    {
        QFETCH(const QStringList, arguments);
        const Run run = onServer(arguments);
        QTEST(run.code, "code");
        QVERIFY2(run.errors.startsWith("janus-studio: "), run.errors.constData());
        QVERIFY(run.lines.isEmpty());
    }

    void everyBundledModelMakesPictures_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("field");
        QTest::newRow("fal-ai/flux/dev")
            << QStringList{u"--num-inference-steps"_s, u"20"_s, u"--acceleration"_s, u"high"_s}
            << u"acceleration"_s;
        QTest::newRow("fal-ai/flux/schnell")
            << QStringList{u"--num-inference-steps"_s, u"2"_s, u"-n"_s, u"1"_s} << u"num_inference_steps"_s;
        QTest::newRow("fal-ai/fast-sdxl")
            << QStringList{u"--negative-prompt"_s, u"blur"_s, u"--cfg"_s, u"0"_s, u"--loras"_s, u"[]"_s}
            << u"negative_prompt"_s;
    }
    void everyBundledModelMakesPictures()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, field);
        const QString model = QString::fromLatin1(QTest::currentDataTag());
        const QStringList call = QStringList{u"--json"_s, u"generate"_s, u"--sandbox"_s, u"--model"_s, model,
                                             u"--size"_s, u"96x64"_s,    u"--seed"_s,    u"5"_s} +
                                 arguments + QStringList{u"a red boat"_s};
        const Run run = janus(call);
        QVERIFY2(run.code == 0, run.errors.constData());
        const QList<QJsonObject> pictures = run.events(u"picture"_s);
        QCOMPARE(pictures.size(), 1);
        QCOMPARE(QImage(pictures.first()["file"_L1].toString()).size(), QSize(96, 64));
        QCOMPARE(pictures.first()["seed"_L1].toInteger(), 5);
        QVERIFY(
            janus({u"generate"_s, u"--help"_s}).lines.filter(QString(field).replace(u'_', u'-')).isEmpty());
        const Run tooMany =
            janus({u"generate"_s, u"--sandbox"_s, u"--model"_s, model, u"-n"_s, u"99"_s, u"x"_s});
        QCOMPARE(tooMany.code, 2);
    }
};

QTEST_MAIN(TestUploadAndModels)
#include "tst_uploadandmodels.moc"
