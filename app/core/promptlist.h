#pragma once

#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace janus {

/// Many requests out of one file of prompts.
struct PromptList
{
    struct Row
    {
        int line = 0;              ///< of the file, from 1
        GenerationRequest request; ///< with a seed only if the row names one
        bool operator==(const Row &) const = default;
    };
    struct Problem
    {
        int line = 0;
        QString sentence;
        bool operator==(const Problem &) const = default;
    };

    QList<Row> rows;         ///< each can be sent
    QList<Problem> problems; ///< of rows that cannot
    QStringList notes;       ///< what else there is to say: columns that are not used
};

constexpr int mostListedPrompts = 2000;

/// Reads a text file (one prompt a line; blank lines and lines that begin with `#` are none) or, by the
/// ending .csv or .tsv, a table whose first row names parameters: by their own names ("cfg_weight"), their
/// titles
/// ("Guidance") or as other programs call them ("cfg", "count", "width" and "height"). What a row leaves out
/// is taken from `base`, all but its prompt and seed. Fails with BadInput for a file that is no such list at
/// all.
Result<PromptList> readPromptList(const QByteArray &content, const QString &fileName,
                                  const ModelSchema &schema, const GenerationRequest &base);

} // namespace janus
