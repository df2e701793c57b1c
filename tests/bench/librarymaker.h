#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QSize>
#include <QString>

namespace janus::bench {

/// A library as two years of work leave it behind: batches of 1 to 6 pictures, their jobs, prompts, sizes,
/// seeds and dates, in tables that the program's own migrations make. The same for the same plan.
struct LibraryPlan
{
    QString data; ///< the folder that is later given to --data
    int pictures = 1000;
    QString samplesFrom; ///< JPEG files to show; empty: pictures of our own
    QSize shape;         ///< of all pictures; empty: the shapes that artists choose
    int files = -1;      ///< so many of the newest pictures have a file; negative: all
    int thumbnails = -1; ///< so many of the newest pictures have their thumbnail in the cache; negative: all
    bool hasMarks = false; ///< ratings, labels and tags at random
};

/// Fills `plan.data`, which must hold no library yet. The figures say how long each part took, and how long
/// bare SQL takes for as many rows and a full-text index of their prompts ("raw_s").
Result<QJsonObject> makeLibrary(const LibraryPlan &plan);

} // namespace janus::bench
