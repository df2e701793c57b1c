#pragma once

#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/seed.h"

#include <QSize>

#include <optional>

namespace janus {

/// Typed access to the parameters the program itself must understand. The string keys stay in paramroles.cpp;
/// they are the names fal's text-to-image endpoints share.

/// Which role a parameter has by its schema name.
ParamRole roleOf(const QString &parameterName);

QString prompt(const GenerationRequest &request);
std::optional<Seed> seed(const GenerationRequest &request);
/// At least 1.
int imageCount(const GenerationRequest &request);
/// Pixels asked for; invalid when the request leaves the size out or names one we do not know.
QSize imageSize(const GenerationRequest &request);
std::optional<double> guidance(const GenerationRequest &request);
std::optional<double> temperature(const GenerationRequest &request);

GenerationRequest withPrompt(GenerationRequest request, const QString &prompt);
GenerationRequest withSeed(GenerationRequest request, Seed seed);
/// Under Janus' own name for it.
GenerationRequest withGuidance(GenerationRequest request, double guidance);
GenerationRequest withImageCount(GenerationRequest request, int count);

/// Split: `count` requests for one picture each, with seeds s, s+1, … (s is the request's seed, which must be
/// set).
QList<GenerationRequest> splitIntoSingles(const GenerationRequest &request, int count);

} // namespace janus
