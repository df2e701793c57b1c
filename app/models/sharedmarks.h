#pragma once

#include "core/marks.h"

#include <QList>

namespace janus::models {

/// What several pictures have in common, and where they differ.
struct SharedMarks
{
    Marks marks;          ///< as all have them; nothing where they differ. Tags are those of all.
    QStringList someTags; ///< that some have and some have not
    bool isRatingMixed = false;
    bool isLabelMixed = false;
    bool isPickMixed = false;
    bool areNotesMixed = false;

    static SharedMarks of(const QList<Marks> &all);
    bool operator==(const SharedMarks &) const = default;
};

} // namespace janus::models
