#include "ui/session.h"

#include "jobs/jobqueue.h"
#include "secrets/keystore.h"
#include "support/setting.h"

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

void Session::generate(const QList<Wish> &wishes, const Delivery &delivery)
{
    send(wishes, delivery, service());
}

void Session::send(const QList<Wish> &wishes, const Delivery &delivery, const QString &service,
                   std::function<void(const Result<QList<jobs::JobInfo>> &)> done)
{
    if (wishes.isEmpty())
        return;
    const auto end = [this, done = std::move(done)](const Result<QList<jobs::JobInfo>> &made) {
        if (!made)
            Q_EMIT refused(made.error());
        if (done)
            done(made);
    };
    if (const QList<Error> problems = delivery.check(); !problems.isEmpty())
        return end(problems.first());
    m_studio.queue.enqueue(wishes, service, delivery, this, end);
}

void Session::sendAgain(JobId id)
{
    m_studio.queue.sendAgain(id, this, [this](const Result<jobs::JobInfo> &sent) {
        // Of a second press nothing needs to be said.
        if (!sent && (sent.error().kind != ErrorKind::BadInput || sent.error().field != "job"_L1))
            Q_EMIT refused(sent.error());
    });
}

} // namespace janus::ui
