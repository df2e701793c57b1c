#pragma once

#include "sandbox/faults.h"
#include "sandbox/renderer.h"

namespace janus::sandbox {

/// A model that no longer makes what it made: what Fault::Kind::Drift and OtherPicture do to a picture. The
/// same picture always drifts in the same way.

/// A scene that has nothing in common with this one but its size and its words.
Scene otherScene(Scene scene);
/// The same picture with noise of at most 3 of 255 in every channel, encoded anew, as after a change of the
/// model's arithmetic. Empty when these bytes are no picture.
QByteArray drifted(const QByteArray &picture, bool png);

} // namespace janus::sandbox
