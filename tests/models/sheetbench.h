#pragma once

#include "core/paramroles.h"
#include "jobs/modelcatalog.h"
#include "library/sheets.h"
#include "models/sheetmodel.h"
#include "studiobench.h"
#include "tests/waiting.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

namespace janus::test {

/// A sheet of small pictures over a real library, queue and sandbox.
struct SheetBench
{
    explicit SheetBench(sandbox::SandboxOptions options = {.pace = 0, .capacity = 8})
        : studio(std::move(options))
        , settings(studio.folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    {
        isOpen = studio.open();
        const auto noFetch = [](const QString &, QObject *, const jobs::ModelCatalog::Done<QByteArray> &) {};
        models = std::make_unique<jobs::ModelCatalog>(
            jobs::ModelStore(studio.folder.filePath(QStringLiteral("models")), QStringLiteral(JANUS_SCHEMAS)),
            QStringLiteral("fal-ai/janus"), settings, noFetch);
        QSignalSpy loaded(models.get(), &jobs::ModelCatalog::loaded);
        models->load();
        isOpen = (loaded.wait(30000) || !loaded.isEmpty()) && isOpen;
        makeModel();
    }

    /// As after another start of the program: another queue, another model.
    void restart()
    {
        tester.reset();
        model.reset();
        studio.restartQueue();
        makeModel();
    }

    /// Guidance 1, 2, … on columns, words on rows.
    Sweep plan(int columns, int rows) const
    {
        QJsonArray guidance;
        for (int k = 1; k <= columns; ++k)
            guidance << k;
        QJsonArray words;
        for (int k = 1; k <= rows; ++k)
            words << QStringLiteral("boat %1").arg(k);
        GenerationRequest base =
            withSeed(withPrompt(models->schema(QStringLiteral("fal-ai/janus"))->defaults(),
                                QStringLiteral("a red boat")),
                     88124017);
        base.input[QStringLiteral("image_size")] =
            QJsonObject{{QStringLiteral("width"), 64}, {QStringLiteral("height"), 48}};
        return {QStringLiteral("Boats"),
                base,
                {{SweepAxis::Kind::Parameter, QStringLiteral("cfg_weight"), guidance},
                 {SweepAxis::Kind::Words, QStringLiteral("boat"), words}}};
    }

    qint64 create(const Sweep &sweep)
    {
        qint64 made = 0;
        studio.library->sheets().create(sweep, QStringLiteral("sandbox"), models.get(),
                                        [&made](const Result<qint64> &id) { made = id ? *id : -1; });
        return test::waitFor([&made] { return made != 0; }) ? made : -1;
    }

    bool show(qint64 sheet)
    {
        QSignalSpy opened(model.get(), &janus::models::SheetModel::opened);
        model->open(sheet);
        return opened.wait(30000);
    }

    bool waitFor(const library::SheetProgress &progress)
    {
        return test::waitFor([&] { return model->progress() == progress; });
    }
    bool waitForAllDone()
    {
        return test::waitFor([this] { return model->progress().done == model->sweep().cellCount(); });
    }

    /// Bodies of the submits that reached the server, in the order of their texts.
    QList<QByteArray> sentBodies() const
    {
        QList<QByteArray> bodies;
        for (const sandbox::RecordedRequest &request : studio.server->requests()) {
            if (request.method == "POST")
                bodies << request.body;
        }
        std::ranges::sort(bodies);
        return bodies;
    }
    static QList<QByteArray> plannedBodies(const Sweep &sweep)
    {
        QList<QByteArray> bodies;
        for (const QList<int> &at : cellPlaces(sweep))
            bodies << requestOf(sweep, at).body();
        std::ranges::sort(bodies);
        return bodies;
    }

    library::CellState state(int row, int column) const
    {
        return library::CellState(model->index(row, column).data(janus::models::CellStateRole).toInt());
    }

    StudioBench studio;
    QSettings settings;
    bool isOpen = false;
    std::unique_ptr<jobs::ModelCatalog> models;
    std::unique_ptr<janus::models::SheetModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;

private:
    void makeModel()
    {
        model = std::make_unique<janus::models::SheetModel>(
            *studio.library, *studio.queue, *models,
            [this](const QList<Wish> &wishes, const QString &service) {
                studio.queue->enqueue(wishes, service, {}, nullptr, {});
            });
        tester = std::make_unique<QAbstractItemModelTester>(
            model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
};

} // namespace janus::test
