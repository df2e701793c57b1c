#pragma once

#include "core/jobstate.h"
#include "core/modelschema.h"
#include "core/picture.h"
#include "models/jobsmodel.h"
#include "models/logmodel.h"

#include <QFile>
#include <QJsonObject>
#include <QStandardItemModel>

#include <utility>

/// What the tests of the panels and the gallery of panels show: real schemas, and stand-ins for the models.
namespace janus::samples {

inline QByteArray schemaFile(const QString &name)
{
    QFile file(QStringLiteral(JANUS_SCHEMAS "/") + name);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? file.readAll() : QByteArray();
}

inline ModelSchema schema(const QString &name = QStringLiteral("fal-ai_janus"))
{
    return *ModelSchema::fromOpenApi(schemaFile(name + QStringLiteral(".openapi.json")),
                                     schemaFile(QStringLiteral("overlay.json")));
}

inline void addJob(QStandardItemModel &model, JobId id, const QString &prompt, JobState state,
                   const QString &stateWord, const QString &detail, bool troubled = false)
{
    const QStringList texts{QString::number(model.rowCount() + 1), prompt, stateWord, detail,
                            QString::number(88124016 + id)};
    QList<QStandardItem *> row;
    for (const QString &text : texts)
        row << new QStandardItem(text);
    row.first()->setData(QVariant::fromValue<qint64>(id), models::JobsModel::JobIdRole);
    row.first()->setData(static_cast<int>(state), models::JobsModel::StateRole);
    row.first()->setData(!isTerminal(state), models::JobsModel::CanCancelRole);
    row.first()->setData(troubled, models::JobsModel::IsTroubledRole);
    model.appendRow(row);
}

inline void prepareJobs(QStandardItemModel &model)
{
    model.setHorizontalHeaderLabels({QStringLiteral("No."), QStringLiteral("Prompt"), QStringLiteral("State"),
                                     QStringLiteral("Detail"), QStringLiteral("Seed")});
}

inline void addLine(QStandardItemModel &model, const QString &time, const QString &level,
                    const QString &message)
{
    auto *item = new QStandardItem;
    item->setData(time, models::LogModel::TimeRole);
    item->setData(level, models::LogModel::LevelRole);
    item->setData(message, models::LogModel::MessageRole);
    model.appendRow(item);
}

inline Picture picture()
{
    Picture picture;
    picture.id = 7;
    picture.job = 3;
    picture.request.endpoint = QStringLiteral("fal-ai/janus");
    picture.request.input = QJsonObject{
        {QStringLiteral("prompt"), QStringLiteral("Red fox resting in fresh snow, paper cut, low sun")},
        {QStringLiteral("image_size"), QStringLiteral("square_hd")},
        {QStringLiteral("cfg_weight"), 7},
        {QStringLiteral("temperature"), 1},
        {QStringLiteral("num_images"), 1},
        {QStringLiteral("seed"), 51200714},
        {QStringLiteral("enable_safety_checker"), true}};
    picture.seed = 51200714;
    picture.file =
        QStringLiteral("/home/artist/Pictures/Janus/2026-11-23 red fox resting in fresh snow 51200714.jpg");
    picture.size = QSize(1024, 1024);
    picture.bytes = 412'345;
    picture.requestId = QStringLiteral("019ab3f2-7c41-4d0e-9a55-b1f3c2d4e5f6");
    picture.service = QStringLiteral("fal");
    picture.created = QDateTime(QDate(2026, 11, 23), QTime(13, 58, 4), Qt::UTC);
    picture.queueSeconds = 2.14;
    picture.runSeconds = 8.4;
    return picture;
}

} // namespace janus::samples
