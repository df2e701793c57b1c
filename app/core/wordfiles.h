#pragma once

#include "core/result.h"
#include "core/words.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

/// Styles and word lists as files, ours and other programs'. Pure.
namespace janus::wordfiles {

constexpr qsizetype largestFile = 10'000'000; ///< bytes
constexpr int longestName = 100;              ///< of a style, UTF-16 units

struct Styles
{
    QList<words::Style> styles;
    QStringList notes; ///< whole sentences: what of the file is not used
};

/// A table as AUTOMATIC1111's web UI keeps it (styles.csv: name,prompt,negative_prompt; older ones call the
/// second column "text"), or JSON: ours, or the array of {"name", "prompt", "negative_prompt"} that Fooocus
/// and others use. Negative prompts are told of and not used: Janus knows none. BadInput for anything else.
Result<Styles> readStyles(const QByteArray &content, const QString &fileName);

/// As the web UIs read it (formulas defused, see core/csv.h), and as JSON {"styles": [{"name", "text"}]}.
QByteArray stylesAsCsv(const QList<words::Style> &styles);
QByteArray stylesAsJson(const QList<words::Style> &styles);

/// A list is a text file: one entry a line, its name is the file's without the ending.
Result<words::List> readList(const QByteArray &content, const QString &fileName);
/// Name and content of a list's file. A `/` in the name becomes `-`.
QString fileNameOf(const words::List &list);
QByteArray contentOf(const words::List &list);

/// Why this may not be the name of a style, or of a list; nothing when it may.
Result<void> checkStyleName(const QString &name);
Result<void> checkListName(const QString &name);
/// Why a style that an artist writes should not have this text: nothing is drawn in a style, so choices,
/// names of lists and comments would be sent as they stand. Those of other programs' files may have it.
Result<void> checkStyleText(const QString &text);

} // namespace janus::wordfiles
