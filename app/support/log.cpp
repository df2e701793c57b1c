#include "support/log.h"

#include <QMutex>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <atomic>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::support {

namespace {

constexpr qsizetype shortestSecret = 8;
constexpr auto blot = "[key]"_L1;

std::atomic<LogLevel> quietestLevel{LogLevel::Warnings};

/// A log handler is the program's only one by nature, and so is what it must not say.
struct Secrets
{
    QMutex mutex;
    QStringList texts;
};

Secrets &secrets()
{
    static Secrets held;
    return held;
}

void hideText(const QString &text)
{
    if (text.size() < shortestSecret || secrets().texts.contains(text))
        return;
    secrets().texts << text;
    // The longest first, so that no rest of it stays when a part of it is a secret too.
    std::ranges::sort(secrets().texts, std::ranges::greater{}, &QString::size);
}

/// The forms a secret takes in headers and addresses: a log that is passed on is decoded as easily as read.
void hideForms(const QByteArray &secret)
{
    hideText(QString::fromUtf8(secret));
    hideText(QString::fromLatin1(secret.toPercentEncoding()));
    hideText(QString::fromLatin1(secret.toHex()));
    // In base64 the first and last letters depend on what stands around.
    for (const qsizetype before : {0, 1, 2}) {
        const QByteArray whole = (QByteArray(before, '.') + secret)
                                     .toBase64(QByteArray::OmitTrailingEquals)
                                     .sliced(before ? before + 1 : 0);
        hideText(QString::fromLatin1(whole.chopped((secret.size() + before) % 3 ? 1 : 0)));
    }
}

const char *levelWord(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        return "fatal";
    }
    return "message";
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const bool quiet = type == QtDebugMsg || type == QtInfoMsg;
    if (quiet && quietestLevel == LogLevel::Warnings)
        return;
    const QLatin1StringView category(context.category ? context.category : "default");
    QString line = redacted(message);
    if (category != "default"_L1)
        line = category + ": "_L1 + line;
    // One call per line keeps the lines of several threads whole.
    std::fprintf(stderr, "janus-studio: %s: %s\n", levelWord(type), line.toLocal8Bit().constData());
    std::fflush(stderr);
}

} // namespace

void installLog(LogLevel level)
{
    quietestLevel = level;
    qInstallMessageHandler(writeMessage);
}

void hideInLogs(const QByteArray &secret)
{
    if (secret.size() < shortestSecret)
        return;
    const QMutexLocker lock(&secrets().mutex);
    hideForms(secret);
    if (const qsizetype colon = secret.indexOf(':'); colon >= 0 && secret.size() - colon > shortestSecret)
        hideForms(secret.sliced(colon + 1));
}

QString redacted(const QString &text)
{
    static const QRegularExpression key(
        u"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(:|%3a)[0-9a-f]{32,}"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression header(u"(authorization\"?\\s*[:=]\\s*\"?)[^\"\\r\\n]+"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    QString result = text;
    {
        const QMutexLocker lock(&secrets().mutex);
        for (const QString &secret : std::as_const(secrets().texts))
            result.replace(secret, blot);
    }
    result.replace(key, blot);
    result.replace(header, u"\\1[key]"_s);
    return result;
}

} // namespace janus::support
