#include "commands/librarylook.h"

#include "core/paramroles.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr std::size_t rowsAtOnce = 200;
constexpr qsizetype mostPrompt = 80;

QString labelWord(Label label)
{
    static const QStringList words{u"none"_s, u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s};
    return words.value(int(label));
}

QString pickWord(Pick pick)
{
    return pick == Pick::Picked ? u"picked"_s : pick == Pick::Rejected ? u"rejected"_s : u"none"_s;
}

QString stateWord(OutsideState state)
{
    return state == OutsideState::Missing   ? u"missing"_s
           : state == OutsideState::Changed ? u"changed"_s
                                            : u"fine"_s;
}

QString oneLine(const QString &text, qsizetype most)
{
    const QString line = printable(text.simplified());
    return line.size() <= most ? line : line.left(most - 1) + u'…';
}

QJsonValue nameValue(const std::optional<PictureName> &name)
{
    return name ? QJsonObject{{u"job"_s, name->job}, {u"index"_s, name->index}} : QJsonValue();
}

/// As `generate` tells a picture, and what the library knows besides.
QJsonObject fieldsOf(const Picture &picture)
{
    return {{u"id"_s, picture.id},
            {u"job"_s, picture.job},
            {u"file"_s, picture.file},
            {u"seed"_s, picture.seed},
            {u"index"_s, picture.index},
            {u"width"_s, picture.size.width()},
            {u"height"_s, picture.size.height()},
            {u"bytes"_s, picture.bytes},
            {u"request_id"_s, picture.requestId},
            {u"service"_s, picture.service},
            {u"sandbox"_s, picture.isSandbox()},
            {u"flagged"_s, picture.flagged ? QJsonValue(*picture.flagged) : QJsonValue()},
            {u"model"_s, picture.request.endpoint},
            {u"prompt"_s, prompt(picture.request)},
            {u"input"_s, picture.request.input},
            {u"words"_s, picture.provenance.words},
            {u"style"_s, picture.provenance.style},
            {u"name"_s, nameValue(picture.name())},
            {u"parent"_s, nameValue(picture.provenance.parent)},
            {u"created"_s, picture.created.toString(Qt::ISODateWithMs)},
            {u"rating"_s, picture.marks.rating},
            {u"label"_s, labelWord(picture.marks.label)},
            {u"pick"_s, pickWord(picture.marks.pick)},
            {u"tags"_s, QJsonArray::fromStringList(picture.marks.tags)},
            {u"notes"_s, picture.marks.notes},
            {u"trashed"_s, picture.isTrashed},
            {u"file_state"_s, stateWord(picture.outside)}};
}

} // namespace

void LibraryLookCommand::run()
{
    if (m_call.verb == LibraryCall::Verb::Collections) {
        return whenOpen([this] {
            m_library.catalogue().collections(this, [this](const Result<QList<library::Collection>> &all) {
                all ? printCollections(*all) : fail(all.error());
            });
        });
    }
    choose([this](Ids ids) { list(std::move(ids)); });
}

void LibraryLookCommand::list(Ids ids)
{
    const std::size_t all = ids.size();
    if (m_call.limit > 0 && all > std::size_t(m_call.limit)) {
        ids.resize(std::size_t(m_call.limit));
        m_console.progress(u"%1 of %2 are shown; --limit 0 shows all."_s.arg(ids.size()).arg(all));
    }
    if (m_call.verb != LibraryCall::Verb::Show)
        m_console.event(u"found"_s, {{u"pictures"_s, qint64(all)}, {u"shown"_s, qint64(ids.size())}});
    printNext(std::make_shared<Ids>(std::move(ids)), 0);
}

void LibraryLookCommand::printNext(const std::shared_ptr<Ids> &ids, std::size_t from)
{
    if (from >= ids->size())
        return finish(ExitCode::Done);
    const std::size_t to = std::min(from + rowsAtOnce, ids->size());
    m_library.catalogue().pictures({ids->begin() + std::ptrdiff_t(from), ids->begin() + std::ptrdiff_t(to)},
                                   this, [this, ids, to](const Result<QList<Picture>> &pictures) {
                                       if (!pictures)
                                           return fail(pictures.error());
                                       for (const Picture &picture : *pictures) {
                                           m_call.verb == LibraryCall::Verb::Show ? describe(picture)
                                                                                  : print(picture);
                                           m_console.event(u"picture"_s, fieldsOf(picture));
                                       }
                                       printNext(ids, to);
                                   });
}

void LibraryLookCommand::print(const Picture &picture) const
{
    m_console.result(QStringList{QString::number(picture.id),
                                 picture.created.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s),
                                 u"%1x%2"_s.arg(picture.size.width()).arg(picture.size.height()),
                                 QString(u'*').repeated(picture.marks.rating),
                                 oneLine(prompt(picture.request), mostPrompt), picture.file}
                         .join(u'\t'));
}

/// A line a fact; those that say nothing are left out.
void LibraryLookCommand::describe(const Picture &picture) const
{
    const auto line = [this](const QString &name, const QString &value) {
        if (!value.isEmpty())
            m_console.result(name + u'\t' + oneLine(value, 100'000));
    };
    line(u"picture"_s, QString::number(picture.id));
    line(u"file"_s, picture.file);
    if (picture.outside != OutsideState::Fine)
        line(u"file state"_s, stateWord(picture.outside));
    if (picture.isTrashed)
        line(u"place"_s, u"trash"_s);
    line(u"prompt"_s, prompt(picture.request));
    line(u"written as"_s, picture.provenance.words);
    line(u"style"_s, picture.provenance.style);
    line(u"model"_s, picture.request.endpoint);
    line(u"seed"_s, QString::number(picture.seed));
    if (picture.count > 1)
        line(u"picture of set"_s, u"%1 of %2"_s.arg(picture.index + 1).arg(picture.count));
    line(u"size"_s, u"%1x%2"_s.arg(picture.size.width()).arg(picture.size.height()));
    line(u"saved"_s, picture.created.toLocalTime().toString(Qt::ISODate));
    line(u"service"_s, picture.service);
    line(u"request id"_s, picture.requestId);
    if (picture.marks.rating > 0)
        line(u"rating"_s, QString::number(picture.marks.rating));
    if (picture.marks.label != Label::None)
        line(u"label"_s, labelWord(picture.marks.label));
    if (picture.marks.pick != Pick::None)
        line(u"pick"_s, pickWord(picture.marks.pick));
    line(u"tags"_s, picture.marks.tags.join(u", "_s));
    line(u"notes"_s, picture.marks.notes);
}

void LibraryLookCommand::printCollections(const QList<library::Collection> &collections)
{
    QHash<qint64, QString> paths;
    for (const library::Collection &collection : collections) {
        const QString above = paths.value(collection.parent);
        const QString path = above.isEmpty() ? collection.name : above + " / "_L1 + collection.name;
        paths.insert(collection.id, path);
        m_console.result(QStringList{QString::number(collection.id), printable(path),
                                     collection.isSmart() ? printable(collection.query)
                                                          : QString::number(collection.count)}
                             .join(u'\t'));
        m_console.event(
            u"collection"_s,
            {{u"id"_s, collection.id},
             {u"parent"_s, collection.parent == 0 ? QJsonValue() : QJsonValue(collection.parent)},
             {u"name"_s, collection.name},
             {u"query"_s, collection.isSmart() ? QJsonValue(collection.query) : QJsonValue()},
             {u"pictures"_s, collection.count < 0 ? QJsonValue() : QJsonValue(collection.count)}});
    }
    if (collections.isEmpty())
        m_console.progress(u"There is no collection yet."_s);
    finish(ExitCode::Done);
}

} // namespace janus::commands
