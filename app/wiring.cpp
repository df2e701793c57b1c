#include "wiring.h"

#include "application.h"
#include "fal/systemproxy.h"
#include "sandbox/faultpresets.h"

namespace janus {

namespace {

QList<ui::PracticeFailure> practiceFailures()
{
    QList<ui::PracticeFailure> failures;
    for (const sandbox::FaultPreset &preset : sandbox::faultPresets())
        failures << ui::PracticeFailure{preset.name, preset.title, preset.sentence};
    return failures;
}

} // namespace

ui::Studio studioOf(Application &application, ui::Theme &theme)
{
    return {.library = application.library(),
            .queue = application.queue(),
            .services = application,
            .keys = application.keys(),
            .settings = application.settings(),
            .models = application.models(),
            .theme = theme,
            .realService = application.realServiceName(),
            .sandboxService = application.sandboxServiceName(),
            .hasOwnServer = application.hasOwnServer(),
            .testKey =
                [&application](const ApiKey &key, QObject *context, std::function<void(Result<void>)> done) {
                    application.testKey(key, context, std::move(done));
                },
            .startProblem = fal::tlsProblem(),
            .proxyInUse = [&application] { return application.proxyInUse(); },
            .practiceFailures = practiceFailures(),
            .practiseFailure = [&application](const QString &name) { application.practiseFailure(name); }};
}

} // namespace janus
