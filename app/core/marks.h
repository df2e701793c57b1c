#pragma once

#include <QString>
#include <QStringList>

namespace janus {

/// Kept or thrown out while culling.
enum class Pick { Rejected = -1, None = 0, Picked = 1 };

/// Colour labels. The first four have the keys 6 to 9.
enum class Label { None, Red, Yellow, Green, Blue, Purple };

constexpr int mostStars = 5;

/// What the artist has said about a picture.
struct Marks
{
    int rating = 0; ///< stars, 0 to mostStars
    Label label = Label::None;
    Pick pick = Pick::None;
    QStringList tags; ///< in alphabetical order, no two that differ in case only
    QString notes;

    bool isEmpty() const { return *this == Marks(); }
    bool operator==(const Marks &) const = default;
};

} // namespace janus
