#pragma once

#include "core/delivery.h"
#include "core/generationrequest.h"
#include "core/picture.h"
#include "core/result.h"
#include "ui/studio.h"

#include <QObject>

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

    void generate(const QList<GenerationRequest> &requests, const Delivery &delivery);
    /// To a certain service, whichever the window works with.
    void send(const QList<GenerationRequest> &requests, const Delivery &delivery, const QString &service);
    /// The same recipe once more, with its own seed or a newly drawn one.
    /// A request whose answer was lost, once more. A second press sends nothing.
    void sendAgain(JobId id);
    void runAgain(const GenerationRequest &request, bool newSeed, const Delivery &delivery);

Q_SIGNALS:
    void changed();
    /// The requests could not be written to the journal, or their delivery is impossible; nothing was sent.
    void refused(const janus::Error &error);

private:
    bool hasKey() const;

    const Studio &m_studio;
};

} // namespace janus::ui
