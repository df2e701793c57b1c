#pragma once

#include "sandbox/httpresponse.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

#include <optional>

namespace janus::sandbox {

/// {"error": {"type", "message"}}: the platform's own form of a refusal.
HttpResponse platformError(int status, const QString &type, const QString &message);

/// What the calls of the platform have in common in their queries: lists of ids, expansions and pages.
class PlatformQuery
{
public:
    explicit PlatformQuery(const HttpRequest &request);

    QString value(const QString &name) const;
    QStringList list(const QString &name) const; ///< Repeated or separated by commas.
    bool expands(const QString &name) const { return list(QStringLiteral("expand")).contains(name); }
    QStringList endpointIds() const { return list(QStringLiteral("endpoint_id")); }

    /// The refusal of a limit or a cursor that makes no sense.
    std::optional<HttpResponse> refusePage() const;
    /// {NAME: the entries of the page asked for, "next_cursor", "has_more"}.
    HttpResponse page(const QString &name, const QJsonArray &entries) const;

private:
    qsizetype limit() const;  ///< Negative: not a number from 1 to 100.
    qsizetype number() const; ///< Of the page, from 0; negative: not a cursor of ours.

    QUrlQuery m_query;
};

} // namespace janus::sandbox
