#pragma once

#include "core/picture.h"

#include <QVariant>

namespace janus::jobs {
struct JobInfo;
}

/// What StageRole answers, for every model with cells of pictures and of requests.
namespace janus::models {

/// Of a picture. Not: KindRole, thumbnails, and what became of its file.
QVariant pictureRole(const Picture &picture, int role);
/// Of the place where a request's picture with this number will stand. Not: KindRole, PixelSizeRole.
QVariant liveRole(const jobs::JobInfo &job, int index, int role);

} // namespace janus::models
