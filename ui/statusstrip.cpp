#include "ui/statusstrip.h"

#include "jobs/jobqueue.h"
#include "secrets/keystore.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/practicebadge.h"
#include "ui/session.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

StatusStrip::StatusStrip(const Studio &studio, const Session &session, QWidget *parent)
    : QStatusBar(parent)
    , m_studio(studio)
    , m_session(session)
    , m_practice(new PracticeBadge)
    , m_dot(new PlainLabel(u"●"_s, &Fonts::micro, &Colors::success))
    , m_service(new PlainLabel({}, &Fonts::small, &Colors::textSecondary))
    , m_queue(new PlainLabel({}, &Fonts::small, &Colors::textSecondary))
    , m_cost(new PlainLabel({}, &Fonts::small, &Colors::textSecondary))
    , m_key(new PlainLabel({}, &Fonts::small, &Colors::textSecondary))
{
    setSizeGripEnabled(false);
    m_practice->setText(u"Practice mode"_s);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(6);
    layout->addWidget(m_practice);
    layout->addWidget(m_dot);
    layout->addWidget(m_service);
    layout->addSpacing(10);
    layout->addWidget(m_queue);
    layout->addStretch();
    layout->addWidget(m_cost);
    layout->addSpacing(10);
    layout->addWidget(m_key);
    addWidget(row, 1);

    connect(&studio.queue, &jobs::JobQueue::jobsAdded, this, &StatusStrip::refresh);
    connect(&studio.queue, &jobs::JobQueue::jobChanged, this, &StatusStrip::refresh);
    connect(&studio.queue, &jobs::JobQueue::jobFinished, this, &StatusStrip::refresh);
    connect(&studio.queue, &jobs::JobQueue::holdChanged, this, &StatusStrip::refresh);
    connect(&session, &Session::changed, this, &StatusStrip::refresh);
    refresh();
}

void StatusStrip::refresh()
{
    const bool practice = m_session.isPractice();
    const bool held = m_studio.queue.hold(m_session.service()).has_value();
    m_practice->setVisible(practice);
    m_dot->setVisible(!practice);
    m_service->setVisible(!practice);
    m_dot->setText(held ? u"○"_s : u"●"_s);
    m_dot->setInk(held ? &Colors::warning : &Colors::success);
    m_service->setText(held ? m_session.serviceLabel() + u", held"_s : m_session.serviceLabel());
    m_queue->setText(queueText());
    m_cost->setText(practice ? u"Nothing is sent, nothing costs"_s : QString());
    m_key->setText(keyText());
}

QString StatusStrip::queueText() const
{
    int running = 0;
    int waiting = 0;
    int lost = 0;
    for (const JobId id : m_studio.queue.jobs()) {
        const JobState state = m_studio.queue.find(id)->state;
        if (state == JobState::Running || state == JobState::Completed || state == JobState::Saving)
            ++running;
        else if (state == JobState::Unknown)
            ++lost;
        else if (!isTerminal(state))
            ++waiting;
    }
    QStringList parts;
    if (running > 0)
        parts << u"%1 running"_s.arg(running);
    if (waiting > 0)
        parts << u"%1 waiting"_s.arg(waiting);
    if (lost > 0)
        parts << u"%1 not confirmed"_s.arg(lost);
    return parts.isEmpty() ? u"Nothing waiting"_s : parts.join(u", "_s);
}

QString StatusStrip::keyText() const
{
    switch (m_studio.keys.place()) {
    case secrets::KeyPlace::Keychain:
        return m_studio.keys.names().size() > 1 ? u"Key “%1”"_s.arg(m_studio.keys.activeName())
                                                : u"Key in %1"_s.arg(m_studio.keys.keychainName());
    case secrets::KeyPlace::Environment:
        return u"Key from FAL_KEY"_s;
    case secrets::KeyPlace::Session:
        return u"Key for this session"_s;
    case secrets::KeyPlace::None:
        break;
    }
    return m_studio.keys.keychainState() == secrets::KeychainState::Locked ? u"Keychain locked"_s
                                                                           : u"No key yet"_s;
}

} // namespace janus::ui
