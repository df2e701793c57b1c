#pragma once

#include "core/result.h"
#include "core/words.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class QSqlDatabase;

namespace janus::library {

class Library;

/// Styles and lists of words that are kept in the library. Names are told apart without regard to upper and
/// lower case (of ASCII, as SQLite does). In the application's thread; the work is done on the library's, in
/// the order of the calls. What cannot be done changes nothing and says why. A view on a Library, which must
/// outlive it; several may be there.
class WordStore : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(Result<void>)>;

    explicit WordStore(Library &library, QObject *parent = nullptr);

    /// Reads everything anew and tells by changed(): when the library is open, and when others changed it.
    void load();
    bool isLoaded() const { return m_isLoaded; }
    /// As they were read last, in alphabetical order.
    const QList<words::List> &lists() const { return m_lists; }
    const QList<words::Style> &styles() const { return m_styles; }

    /// Keeps one: makes it, or, where `before` names another one, changes that one's name and text. A name
    /// that is taken by a third is refused (BadInput).
    void keepList(const words::List &list, const QString &before, QObject *context, Done done);
    void keepStyle(const words::Style &style, const QString &before, QObject *context, Done done);
    /// Whether it was there or not.
    void removeList(const QString &name, QObject *context, Done done);
    void removeStyle(const QString &name, QObject *context, Done done);

    struct Imported
    {
        QStringList added;    ///< names under which they are kept
        QStringList notes;    ///< sentences: what of the files is not used, what is there already
        QStringList problems; ///< one sentence for each file of which nothing was taken
    };
    /// Takes styles out of tables or JSON (core/wordfiles.h), or lists out of text files. One that is there
    /// already, name and text, is left alone; another one of that name is kept beside it as "Name 2".
    void importStyles(const QStringList &files, QObject *context, std::function<void(Imported)> done);
    void importLists(const QStringList &files, QObject *context, std::function<void(Imported)> done);

    /// All styles into one file, which is replaced: JSON by the ending .json, otherwise a table for the web
    /// UIs.
    void exportStyles(const QString &file, QObject *context, Done done);
    /// Each list as a text file in a folder; files that are there are never replaced. Answers their names.
    void exportLists(const QString &folder, QObject *context, std::function<void(Result<QStringList>)> done);

Q_SIGNALS:
    /// What lists() and styles() say is new. The first time also when there are none.
    void changed();
    /// They could not be read.
    void failed(const janus::Error &error);
    /// It is kept under another name from now on; before changed().
    void styleRenamed(const QString &before, const QString &name);

private:
    struct Kept
    {
        QList<words::List> lists;
        QList<words::Style> styles;
    };

    static Result<Kept> read(QSqlDatabase &connection);
    void take(const Kept &kept);
    void takeFiles(const QStringList &files, bool areStyles, QObject *context,
                   std::function<void(Imported)> done);

    Library &m_library;
    QList<words::List> m_lists;
    QList<words::Style> m_styles;
    bool m_isLoaded = false;
};

} // namespace janus::library
