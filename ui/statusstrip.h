#pragma once

#include "ui/studio.h"

#include <QStatusBar>

namespace janus::ui {

class PlainLabel;
class PracticeBadge;
class Session;

/// The bar at the foot: which service, what the queue is doing, and where the key is. Words change only when
/// what they say changes.
class StatusStrip : public QStatusBar
{
    Q_OBJECT
public:
    StatusStrip(const Studio &studio, const Session &session, QWidget *parent);

    void refresh();

private:
    QString queueText() const;
    QString keyText() const;

    const Studio &m_studio;
    const Session &m_session;
    PracticeBadge *m_practice;
    PlainLabel *m_dot;
    PlainLabel *m_service;
    PlainLabel *m_queue;
    PlainLabel *m_cost;
    PlainLabel *m_key;
};

} // namespace janus::ui
