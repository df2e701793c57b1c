#pragma once

#include "core/forecast.h"
#include "core/result.h"

#include <QSize>
#include <QString>

class QSqlDatabase;

namespace janus::library {

/// Of what the past is asked: requests like these.
struct PastQuestion
{
    QString service;
    QString endpoint;
    QSize size;    ///< in pixels
    int count = 1; ///< pictures of one request
};

/// Learned from the newest requests of this service and model that have ended well; from those of the same
/// size and count where there are enough, otherwise from all of them. On the database's thread.
Result<PastTimes> pastTimes(QSqlDatabase &connection, const PastQuestion &question);

} // namespace janus::library
