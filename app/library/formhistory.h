#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/catalogue.h"
#include "library/database.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QObject>

#include <functional>
#include <vector>

namespace janus::library {

/// What stood in the form when Generate was pressed, and what came of it.
struct PastForm
{
    BatchId batch = 0;
    QDateTime created; ///< UTC
    QString prompt;    ///< as it was written
    /// core/formstate.h. Of a batch that was not made from the form (on the command line, or before forms
    /// were kept) it is made from its first request.
    QJsonObject state;
    int pictures = 0;             ///< that are there, not in the trash
    std::vector<PictureId> first; ///< the first of them, at most FormHistory::mostPictures
};

/// A piece of the history, newest first.
struct PastForms
{
    QList<PastForm> forms;
    bool isAll = false; ///< nothing comes after these
};

/// Prompts as they were written, newest first and each once within the piece.
struct PastPrompts
{
    QStringList prompts;
    BatchId last = 0; ///< where the next piece begins
    bool isAll = false;
};

/// The past states of the form, one for each press of Generate, read page by page: a page costs a page,
/// however long the history is. Written with the journal's intent (Provenance::form). Imported pictures have
/// none. On a connection and thread of its own, which is opened when somebody asks for the first time;
/// answers come in the application's thread to `context`, not at all when it has died or the asking was
/// cancelled.
class FormHistory : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    static constexpr int mostPictures = 4;

    explicit FormHistory(const QString &database, QObject *parent = nullptr);

    /// When the library is open. Before that everything answers a Storage error.
    void open() { m_mayOpen = true; }

    /// At most `limit` forms from before `before` (0: the newest) whose prompt has all words of `search` in
    /// it, as parts of words and whatever their case.
    void list(const QString &search, BatchId before, int limit, Cancelling cancelling, QObject *context,
              Done<PastForms> done);
    /// The prompts of some forms from before `before` (0: the newest).
    void prompts(BatchId before, QObject *context, Done<PastPrompts> done);

private:
    void openOnce();

    bool m_mayOpen = false;
    bool m_isOpen = false;
    Database m_reader;
};

} // namespace janus::library
