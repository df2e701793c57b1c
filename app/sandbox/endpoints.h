#pragma once

#include <QList>
#include <QString>

#include <span>

namespace janus::sandbox {

/// One numeric input of an endpoint, with its limits as the model's schema names them.
struct NumberRule
{
    const char *name;
    bool whole; ///< An integer.
    double least;
    double most;
};

/// A model the practice server plays. What is drawn comes from the inputs the models have in common.
struct Endpoint
{
    const char *id;       ///< "owner/alias[/path]": where requests are submitted.
    const char *app;      ///< "owner/alias": where they are asked for afterwards.
    const char *guidance; ///< Name of the input that means guidance.
    const char *preset;   ///< Preset of image_size when none is given.
    std::span<const NumberRule> numbers;
    int tokens; ///< Steps of one picture in the log: picture tokens, or denoising steps.
};

std::span<const Endpoint> endpoints(); ///< Every one of them.
const Endpoint *findEndpoint(const QString &id);
bool isApp(const QString &app);

} // namespace janus::sandbox
