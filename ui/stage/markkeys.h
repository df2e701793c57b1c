#pragma once

#include "core/marks.h"
#include "core/picture.h"

#include <QList>
#include <QString>

#include <optional>
#include <variant>

class QKeyEvent;

namespace janus::ui {

/// How many stars a picture shall have.
struct Stars
{
    int count = 0;
    bool operator==(const Stars &) const = default;
};

/// What one key or click says about pictures: stars, a flag or a colour label.
using MarkWish = std::variant<Stars, Pick, Label>;

/// The keys of culling, for every view of the stage: 0 to 5 stars, P pick, X reject, U neither, 6 to 9 colour
/// labels. Nothing for other keys and for keys with Ctrl, Alt or Shift.
std::optional<MarkWish> markOfKey(const QKeyEvent *event);

/// The same label once more takes it away, as it has no key of its own to do so. `now` is what the current
/// picture has; of several pictures it decides for all.
MarkWish toggled(const MarkWish &wish, const Marks &now);

/// "4 stars", "Picked", "Red label": what assistive technology hears after a mark.
QString wordsOf(const MarkWish &wish);
/// "4 stars, picked, red label, notes"; empty without any marks.
QString wordsOf(const Marks &marks);

/// Emits the view's ratingRequested, pickRequested or labelRequested for these pictures.
template <typename View>
void requestMark(View *view, const QList<PictureId> &pictures, const MarkWish &wish)
{
    if (const Stars *stars = std::get_if<Stars>(&wish))
        Q_EMIT view->ratingRequested(pictures, stars->count);
    else if (const Pick *pick = std::get_if<Pick>(&wish))
        Q_EMIT view->pickRequested(pictures, *pick);
    else
        Q_EMIT view->labelRequested(pictures, std::get<Label>(wish));
}

} // namespace janus::ui
