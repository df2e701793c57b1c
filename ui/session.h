#pragma once

#include "core/delivery.h"
#include "core/picture.h"
#include "core/provenance.h"
#include "core/result.h"
#include "ui/studio.h"

#include <QObject>

#include <functional>

namespace janus::jobs {
struct JobInfo;
}

namespace janus::ui {

/// Which service the window works with, and what is sent there. Practice (the sandbox) until there is a key,
/// then the real service; the artist's own choice wins over both.
class Session : public QObject
{
    Q_OBJECT
public:
    explicit Session(const Studio &studio, QObject *parent = nullptr);

    bool isPractice() const;
    /// The real service was chosen, and there is no key for it.
    bool needsKey() const;
    QString service() const { return isPractice() ? m_studio.sandboxService : m_studio.realService; }
    QString serviceLabel() const;

    /// The artist's own choice; remembered.
    void setPractice(bool practice);
    /// A key was added: from now on the real service is used.
    void useKey();

    void generate(const QList<Wish> &wishes, const Delivery &delivery);
    /// To a certain service, whichever the window works with. `done` hears of the jobs that were made, or why
    /// there are none; refused() has told that already.
    void send(const QList<Wish> &wishes, const Delivery &delivery, const QString &service,
              std::function<void(const Result<QList<jobs::JobInfo>> &)> done = {});
    /// A request whose answer was lost, once more. A second press sends nothing.
    void sendAgain(JobId id);

Q_SIGNALS:
    void changed();
    /// The requests could not be written to the journal, or their delivery is impossible; nothing was sent.
    void refused(const janus::Error &error);

private:
    bool hasKey() const;

    const Studio &m_studio;
};

} // namespace janus::ui
