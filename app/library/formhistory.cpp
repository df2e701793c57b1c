#include "library/formhistory.h"

#include "core/formstate.h"
#include "library/provenancerows.h"
#include "library/querysql.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int promptsAtOnce = 400;

/// SQLite's LIKE knows the case of A to Z only; other words are looked for as they are written in a sentence.
QStringList spellingsOf(const QString &word)
{
    QStringList spellings{word};
    if (word.toLower().toUtf8().size() != word.size() || word.toUpper().toUtf8().size() != word.size()) {
        spellings << word.toLower() << word.toUpper()
                  << word.left(1).toUpper() + QStringView(word).mid(1).toString().toLower();
        spellings.removeDuplicates();
    }
    return spellings;
}

/// Looks at the batch's own text, and at templates, which only few jobs have and an index names: so that a
/// search without hits reads one narrow table.
void addWords(const QString &search, QString &sql, QVariantList &values)
{
    static const QRegularExpression space(u"\\s+"_s);
    for (const QString &word : search.split(space, Qt::SkipEmptyParts)) {
        QStringList alternatives;
        for (const QString &spelling : spellingsOf(word)) {
            alternatives
                << u"b.prompt LIKE ? ESCAPE '\\'"_s
                << u"b.id IN (SELECT batch FROM jobs WHERE words IS NOT NULL AND words LIKE ? ESCAPE '\\')"_s;
            values << likePattern(spelling) << likePattern(spelling);
        }
        sql += " AND ("_L1 + alternatives.join(u" OR "_s) + u')';
    }
}

Result<void> readPictures(QSqlDatabase &connection, PastForm &form)
{
    auto pictures =
        execute(connection,
                u"SELECT id FROM pictures WHERE batch = ? AND id NOT IN (SELECT picture FROM trash)"
                " ORDER BY job, idx"_s,
                {form.batch});
    if (!pictures)
        return pictures.error();
    while (pictures->next()) {
        if (++form.pictures <= FormHistory::mostPictures)
            form.first.push_back(pictures->value(0).toLongLong());
    }
    return {};
}

/// How many requests of a batch count up the seed from the first one and differ in nothing else; 1 when they
/// differ otherwise (a sweep, a prompt with choices).
Result<int> countSet(QSqlDatabase &connection, BatchId batch)
{
    auto query = execute(
        connection,
        u"SELECT count(*), count(DISTINCT seed), max(seed) - min(seed), count(DISTINCT prompt),"
        " count(DISTINCT length(body) - length(coalesce(seed, ''))), count(DISTINCT guidance),"
        " count(DISTINCT temperature), max(id IN (SELECT job FROM sheet_cells)) FROM jobs WHERE batch = ?"_s,
        {batch});
    if (!query)
        return query.error();
    if (!query->next())
        return 1;
    const int jobs = query->value(0).toInt();
    const bool counts = query->value(1).toInt() == jobs && query->value(2).toLongLong() == jobs - 1;
    const bool isSame = query->value(3).toInt() <= 1 && query->value(4).toInt() == 1 &&
                        query->value(5).toInt() <= 1 && query->value(6).toInt() <= 1;
    return counts && isSame && !query->value(7).toBool() ? jobs : 1;
}

Result<QJsonObject> stateOf(QSqlDatabase &connection, const QSqlQuery &row)
{
    const QByteArray kept = row.value(3).toString().toUtf8();
    if (const QJsonDocument document = QJsonDocument::fromJson(kept); document.isObject())
        return document.object();
    const Result<int> set = countSet(connection, row.value(0).toLongLong());
    if (!set)
        return set.error();
    const Wish first{GenerationRequest::fromBody(row.value(4).toString(), row.value(5).toByteArray()),
                     provenanceAt(row, 7)};
    return formstate::of(
        first, *set, Delivery::fromJson(QJsonDocument::fromJson(row.value(6).toString().toUtf8()).object()));
}

QString startOf(const QString &columns)
{
    return u"SELECT "_s + columns +
           u" FROM batches b CROSS JOIN jobs j ON j.id = (SELECT min(id) FROM jobs WHERE batch = b.id)"
           " LEFT JOIN forms f ON f.batch = b.id WHERE b.id < ? AND j.service <> 'import'"_s;
}

BatchId upTo(BatchId before)
{
    return before > 0 ? before : std::numeric_limits<BatchId>::max();
}

Result<PastForms> readPage(QSqlDatabase &connection, const QString &search, BatchId before, int limit,
                           const Cancelling &cancelling)
{
    PastForms page;
    QString sql = startOf(u"b.id, b.created, coalesce(j.prompt, b.prompt), f.state, j.endpoint, j.body,"
                          " j.delivery, j.words, j.style, j.parent, j.parent_index"_s);
    QVariantList values{upTo(before)};
    addWords(search, sql, values);
    auto rows = execute(connection, sql + u" ORDER BY b.id DESC LIMIT %1"_s.arg(limit + 1), values);
    if (!rows)
        return rows.error();
    while (rows->next() && !cancelling.isCancelled()) {
        if (page.forms.size() == limit)
            return page;
        PastForm form;
        form.batch = rows->value(0).toLongLong();
        form.created = QDateTime::fromString(rows->value(1).toString(), Qt::ISODateWithMs);
        Result<QJsonObject> state = stateOf(connection, *rows);
        if (!state)
            return state.error();
        form.state = *state;
        form.prompt = formstate::writtenPrompt(rows->value(7).toString(), rows->value(2).toString());
        if (Result<void> read = readPictures(connection, form); !read)
            return read.error();
        page.forms << form;
    }
    page.isAll = true;
    return page;
}

Result<PastPrompts> readPrompts(QSqlDatabase &connection, BatchId before)
{
    auto rows = execute(connection,
                        startOf(u"b.id, coalesce(j.prompt, b.prompt), j.words"_s) +
                            u" ORDER BY b.id DESC LIMIT %1"_s.arg(promptsAtOnce),
                        {upTo(before)});
    if (!rows)
        return rows.error();
    PastPrompts page;
    QSet<QString> seen;
    int count = 0;
    while (rows->next()) {
        ++count;
        page.last = rows->value(0).toLongLong();
        const QString prompt = formstate::writtenPrompt(rows->value(2).toString(), rows->value(1).toString());
        if (!prompt.trimmed().isEmpty() && !seen.contains(prompt)) {
            seen << prompt;
            page.prompts << prompt;
        }
    }
    page.isAll = count < promptsAtOnce;
    return page;
}

} // namespace

FormHistory::FormHistory(const QString &database, QObject *parent)
    : QObject(parent)
    , m_reader(database, DatabaseKind::Reader)
{
}

void FormHistory::openOnce()
{
    if (m_mayOpen && !std::exchange(m_isOpen, true))
        m_reader.open(this, {});
}

void FormHistory::list(const QString &search, BatchId before, int limit, Cancelling cancelling,
                       QObject *context, Done<PastForms> done)
{
    openOnce();
    m_reader.run<PastForms>(
        context,
        [search, before, limit, cancelling](QSqlDatabase &connection) {
            return cancelling.isCancelled() ? Result<PastForms>(PastForms())
                                            : readPage(connection, search, before, limit, cancelling);
        },
        [cancelling, done = std::move(done)](Result<PastForms> page) {
            if (!cancelling.isCancelled())
                done(std::move(page));
        });
}

void FormHistory::prompts(BatchId before, QObject *context, Done<PastPrompts> done)
{
    openOnce();
    m_reader.run<PastPrompts>(
        context, [before](QSqlDatabase &connection) { return readPrompts(connection, before); },
        std::move(done));
}

} // namespace janus::library
