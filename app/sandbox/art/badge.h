#pragma once

#include <QImage>

namespace janus::sandbox {

/// Marks a picture as practice: a lilac pill with a flask and the word "Practice", lower left. Tiny pictures
/// get the flask only, pictures under 24 pixels nothing. Drawn from shapes, so no font changes the bytes.
void drawBadge(QImage &image);

} // namespace janus::sandbox
