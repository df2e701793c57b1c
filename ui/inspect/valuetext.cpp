#include "ui/inspect/valuetext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QString inspectWords(const char *text)
{
    return QCoreApplication::translate("janus::ui::InspectPanel", text);
}

QString sizeText(const QJsonValue &value)
{
    if (value.isObject()) {
        return u"%1 × %2"_s.arg(valueText(nullptr, value["width"_L1]),
                                valueText(nullptr, value["height"_L1]));
    }
    const QString preset = value.toString();
    const QSize pixels = presetPixels(preset);
    if (!pixels.isValid())
        return preset;
    return u"%1 × %2 · %3"_s.arg(pixels.width()).arg(pixels.height()).arg(presetLabel(preset));
}

QString numberText(const ParamSpec *spec, const QJsonValue &value)
{
    constexpr qint64 never = std::numeric_limits<qint64>::min();
    const bool whole = value.toInteger(never) != never || value.toInteger(0) == never;
    const bool fine = spec && spec->kind == ParamKind::Number && spec->step < 0.5;
    if (whole)
        return QString::number(value.toInteger()) + (fine ? u".0"_s : QString());
    return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
}

} // namespace

QString valueText(const ParamSpec *spec, const QJsonValue &value)
{
    if (spec && spec->kind == ParamKind::Size)
        return sizeText(value);
    if (value.isDouble())
        return numberText(spec, value);
    if (value.isBool())
        return value.toBool() ? inspectWords("On") : inspectWords("Off");
    if (value.isString())
        return value.toString();
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

QString bytesText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString secondsText(double seconds)
{
    if (seconds < 0)
        return {};
    if (seconds < 60)
        return inspectWords("%1 s").arg(QLocale().toString(seconds, 'f', 1));
    const auto whole = std::llround(seconds);
    return inspectWords("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

} // namespace janus::ui
