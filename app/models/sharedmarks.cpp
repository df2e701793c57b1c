#include "models/sharedmarks.h"

namespace janus::models {

SharedMarks SharedMarks::of(const QList<Marks> &all)
{
    SharedMarks shared;
    if (all.isEmpty())
        return shared;
    shared.marks = all.first();
    Marks &marks = shared.marks;
    for (const Marks &other : all) {
        shared.isRatingMixed = shared.isRatingMixed || other.rating != all.first().rating;
        shared.isLabelMixed = shared.isLabelMixed || other.label != all.first().label;
        shared.isPickMixed = shared.isPickMixed || other.pick != all.first().pick;
        shared.areNotesMixed = shared.areNotesMixed || other.notes != all.first().notes;
        marks.tags.removeIf(
            [&](const QString &tag) { return !other.tags.contains(tag, Qt::CaseInsensitive); });
    }
    for (const Marks &other : all) {
        for (const QString &tag : other.tags) {
            if (!marks.tags.contains(tag, Qt::CaseInsensitive) &&
                !shared.someTags.contains(tag, Qt::CaseInsensitive))
                shared.someTags << tag;
        }
    }
    shared.someTags.sort(Qt::CaseInsensitive);
    if (shared.isRatingMixed)
        marks.rating = 0;
    if (shared.isLabelMixed)
        marks.label = Label::None;
    if (shared.isPickMixed)
        marks.pick = Pick::None;
    if (shared.areNotesMixed)
        marks.notes.clear();
    return shared;
}

} // namespace janus::models
