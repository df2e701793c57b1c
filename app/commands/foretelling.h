#pragma once

#include "commands/console.h"
#include "jobs/forecasting.h"

#include <functional>

namespace janus::commands {

/// Says how long requests take and what they cost, before they are paid for: a line for a person, and the
/// event "forecast"; one for each model. Lives in the application's thread.
class Foretelling
{
public:
    /// All but the console must outlive this.
    Foretelling(library::Library &library, jobs::JobQueue &queue, jobs::Services &services, Console console);

    /// `then` when all is said; nothing when `context`, which must not outlive this, has died.
    void tell(const QList<Wish> &wishes, const QString &service, bool isPractice, QObject *context,
              const std::function<void()> &then = {});

private:
    void say(const Forecast &forecast, const QString &model, const QString &service, bool isPractice) const;

    jobs::Forecasting m_forecasting;
    const Console m_console;
};

} // namespace janus::commands
