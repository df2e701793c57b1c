#include "ui/session.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "secrets/keystore.h"
#include "support/setting.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr auto practiceKey = "service/practice"_L1;

} // namespace

Session::Session(const Studio &studio, QObject *parent)
    : QObject(parent)
    , m_studio(studio)
{
    connect(&studio.keys, &secrets::KeyStore::changed, this, &Session::changed);
}

bool Session::hasKey() const
{
    return !m_studio.keys.key().isEmpty() || m_studio.hasOwnServer;
}

bool Session::isPractice() const
{
    if (m_studio.settings.contains(practiceKey))
        return support::Setting<bool>(m_studio.settings, practiceKey, true);
    return !hasKey();
}

bool Session::needsKey() const
{
    return !isPractice() && !hasKey();
}

QString Session::serviceLabel() const
{
    if (isPractice())
        return u"Practice mode"_s;
    return m_studio.realService;
}

void Session::setPractice(bool practice)
{
    support::Setting<bool>(m_studio.settings, practiceKey, true) = practice;
    Q_EMIT changed();
}

void Session::useKey()
{
    m_studio.settings.remove(practiceKey);
    Q_EMIT changed();
}

void Session::generate(const QList<GenerationRequest> &requests, const Delivery &delivery)
{
    send(requests, delivery, service());
}

void Session::send(const QList<GenerationRequest> &requests, const Delivery &delivery, const QString &service)
{
    if (requests.isEmpty())
        return;
    if (const QList<Error> problems = delivery.check(); !problems.isEmpty()) {
        Q_EMIT refused(problems.first());
        return;
    }
    m_studio.queue.enqueue(requests, service, delivery, this,
                           [this](const Result<QList<jobs::JobInfo>> &taken) {
                               if (!taken)
                                   Q_EMIT refused(taken.error());
                           });
}

void Session::sendAgain(JobId id)
{
    m_studio.queue.sendAgain(id, this, [this](const Result<jobs::JobInfo> &sent) {
        if (!sent && sent.error().kind != ErrorKind::BadInput)
            Q_EMIT refused(sent.error());
    });
}

void Session::runAgain(const GenerationRequest &request, bool newSeed, const Delivery &delivery)
{
    generate({newSeed ? withSeed(request, drawSeed(*QRandomGenerator::global())) : request}, delivery);
}

} // namespace janus::ui
