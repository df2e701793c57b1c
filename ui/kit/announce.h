#pragma once

#include <QString>

class QWidget;

namespace janus::ui {

/// Tells assistive technology that something happened at `source`: a bar opened, a picture is ready. Qt
/// before 6.8 cannot send a bare sentence, so `text` becomes the accessible description and an alert is
/// raised.
void announce(QWidget *source, const QString &text);

} // namespace janus::ui
