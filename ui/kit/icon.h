#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace janus::ui {

/// The line icons of the program (Tabler outline, resources/icons). Names are file names without ".svg";
/// filled are only "star-filled" and "flag-filled".

/// An icon for actions, buttons and views. StudioStyle paints it in the ink the control's state asks for;
/// anywhere else it takes the theme's secondary ink (primary when checked or selected, disabled ink when
/// disabled). An unknown name gives a null icon.
QIcon icon(const QString &name);

/// True when `name` is one of the compiled-in icons.
bool hasIcon(const QString &name);

/// One icon as a picture, `size` logical pixels square, in one colour, for a device pixel ratio. Cached. GUI
/// thread.
QPixmap pixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio);

/// The name `icon()` was called with, or an empty text when `icon` is not one of ours.
QString iconName(const QIcon &icon);

} // namespace janus::ui
