#include "commands/verifycommand.h"

#include "commands/jobwatch.h"
#include "commands/librarycommand.h"
#include "commands/sendingoptions.h"
#include "jobs/jobqueue.h"
#include "library/catalogue.h"
#include "library/database.h"
#include "library/family.h"
#include "library/foldercontents.h"
#include "library/library.h"
#include "support/durablefile.h"
#include "support/pool.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMap>
#include <QSqlDatabase>
#include <QThreadPool>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int mostVerified = 1000; ///< requests of one call

Error wrongVerify(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

bool isPictureNumber(const QString &word)
{
    return !word.isEmpty() && word.size() <= 18 &&
           std::ranges::all_of(word, [](QChar letter) { return letter >= u'0' && letter <= u'9'; });
}

bool isFile(const QString &word)
{
    return QFileInfo(word).isFile();
}

/// A word that is meant as a file, whether there is one or not.
bool looksLikeFile(const QString &word)
{
    static const QStringList endings{u".jpg"_s, u".jpeg"_s, u".png"_s, u".webp"_s};
    return word.contains(u'/') || std::ranges::any_of(endings, [&](const QString &ending) {
               return word.endsWith(ending, Qt::CaseInsensitive);
           });
}

struct VerifyWords
{
    QStringList plain;
    QStringList query;
    bool isAll = false;
    VerifyOptions options;
};

Result<void> takeValue(VerifyWords &words, const QString &name, const QString &value)
{
    if (name == "query"_L1) {
        words.query << value;
    } else if (name == "difference"_L1) {
        const Result<QString> folder = folderIn(value, u"--difference"_s, name);
        if (!folder)
            return folder.error();
        words.options.differences = *folder;
    } else {
        const Result<int> parallel = numberIn(value, name, mostParallel);
        if (!parallel)
            return parallel.error();
        words.options.parallel = *parallel;
    }
    return {};
}

Result<VerifyWords> splitVerify(QStringList arguments)
{
    VerifyWords words;
    static const QStringList valued{u"query"_s, u"difference"_s, u"parallel"_s};
    while (!arguments.isEmpty()) {
        const QString argument = arguments.takeFirst();
        if (argument == "--"_L1) {
            words.plain << arguments;
            break;
        }
        if (!argument.startsWith("--"_L1)) {
            words.plain << argument;
            continue;
        }
        const QString name = argument.section(u'=', 0, 0).mid(2);
        const bool isJoined = argument.contains(u'=');
        if (valued.contains(name)) {
            if (!isJoined && arguments.isEmpty())
                return wrongVerify(u"--%1 needs a value."_s.arg(name), name);
            const QString value = isJoined ? argument.section(u'=', 1) : arguments.takeFirst();
            if (const Result<void> taken = takeValue(words, name, value); !taken)
                return taken.error();
        } else if (name == "all"_L1 && !isJoined) {
            words.isAll = true;
        } else if (name == "record"_L1 && !isJoined) {
            words.options.wantsRecord = true;
        } else if (name == "strict"_L1 && !isJoined) {
            words.options.isStrict = true;
        } else {
            return wrongVerify(u"verify has no option “%1”."_s.arg(argument), name);
        }
    }
    return words;
}

/// What is saved of a comparison, on a thread that may wait; answers the file's name in the folder.
Result<QString> writeDifference(const QString &then, const QString &now, const QString &folder)
{
    const Result<QImage> first = library::wholeImage(then);
    if (!first)
        return first.error();
    const Result<QImage> second = library::wholeImage(now);
    if (!second)
        return second.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!library::differencePicture(*first, *second).image.save(&buffer, "png"))
        return Error{ErrorKind::Internal, u"The difference picture cannot be packed."_s};
    const QString stem = QFileInfo(then).completeBaseName() + "-difference"_L1;
    const auto part = support::PartFile::write(folder, u'.' + stem, bytes);
    return part ? (*part)->nameDurably(folder, stem, u".png"_s) : part.error();
}

/// What stands behind the verdict: "bit for bit", "44.1 dB, 0.3 % of the pixels", or why there is none.
QString detailText(const library::Check &check)
{
    if (!check.likeness)
        return check.problem.isEmpty() ? u"not known yet"_s : check.problem;
    QString text =
        library::verdictText(*check.likeness).mid(library::verdictWord(check.likeness->verdict).size());
    while (text.startsWith(u':') || text.startsWith(u',') || text.startsWith(u' '))
        text.remove(0, 1);
    return text;
}

QJsonObject fieldsOf(const library::Check &check)
{
    const auto orNull = [](qint64 id) { return id == 0 ? QJsonValue() : QJsonValue(id); };
    QJsonObject fields{{u"picture"_s, orNull(check.pictureId)},
                       {u"job"_s, check.job},
                       {u"other"_s, orNull(check.other)},
                       {u"model"_s, check.model},
                       {u"asked"_s, check.created.toString(Qt::ISODateWithMs)},
                       {u"verdict"_s, QJsonValue()}};
    if (!check.likeness) {
        fields[u"problem"_s] = check.problem.isEmpty() ? QJsonValue() : QJsonValue(check.problem);
        return fields;
    }
    fields[u"compared"_s] = check.compared.toString(Qt::ISODateWithMs);
    fields[u"verdict"_s] = library::verdictWord(check.likeness->verdict);
    fields[u"same_bytes"_s] = check.likeness->verdict == library::Verdict::SameBytes;
    if (const auto &measure = check.likeness->measure) {
        fields[u"psnr"_s] = std::isfinite(measure->psnr) ? QJsonValue(measure->psnr) : QJsonValue();
        fields[u"changed"_s] = measure->changed;
        fields[u"mean"_s] = measure->mean;
        fields[u"worst"_s] = measure->worst;
    }
    return fields;
}

} // namespace

Result<VerifyOptions> readVerifyOptions(const QStringList &arguments)
{
    Result<VerifyWords> words = splitVerify(arguments);
    if (!words)
        return words.error();
    VerifyOptions options = words->options;
    const auto isNamed = [](const QString &word) { return isPictureNumber(word) || isFile(word); };
    const bool areNames = !words->plain.isEmpty() && std::ranges::all_of(words->plain, isNamed);
    QStringList text;
    if (areNames)
        options.pictures = words->plain;
    else
        text = words->plain;
    for (const QString &word : std::as_const(text)) {
        if (looksLikeFile(word) && !isFile(word))
            return wrongVerify(u"There is no file “%1”."_s.arg(word));
    }
    text << words->query;
    const bool asksNothing = text.join(QString()).trimmed().isEmpty();
    if (int(areNames) + int(!asksNothing) + int(words->isAll) > 1)
        return wrongVerify(u"Name pictures in one way: by numbers and files, by a query, or --all."_s);
    if (!areNames && asksNothing && !words->isAll)
        return wrongVerify(
            u"Name the pictures: numbers, as \"janus-studio library list\" prints them, files, a "
            "query, or --all."_s);
    Result<Query> query = Query::fromText(text.join(u' '));
    if (!query)
        return query.error();
    options.query = *query;
    if (options.wantsRecord && (options.isStrict || !options.differences.isEmpty()))
        return wrongVerify(u"--record runs nothing: it goes with neither --strict nor --difference."_s,
                           u"record"_s);
    return options;
}

Result<void> checkVerifyCount(int requests)
{
    if (requests <= mostVerified)
        return {};
    const QLocale english(QLocale::English);
    return wrongVerify(
        u"verify sends at most %1 requests at a time; these would be %2. Name fewer pictures, "
        "or narrow the query."_s.arg(english.toString(mostVerified), english.toString(requests)));
}

QString verifyHelp()
{
    return u"Usage: janus-studio verify [OPTION...] [--] PICTURES\n\n"
           "Runs pictures again at the service that made them, with the same request, bit for bit, and says "
           "of "
           "each:\n"
           "  identical   the service sent the same file, or the same pixels in another one\n"
           "  near        the same picture with other noise, as after packing it anew; with PSNR and the "
           "part "
           "of\n"
           "              the pixels of which a colour differs by more than 8 of 255\n"
           "  different   another picture\n"
           "The dated result is kept in the library. A picture that came out identical goes to the studio's "
           "trash;\n"
           "others stay, as children of the picture. This is paid for like any request. \"library verify\" "
           "is "
           "another\n"
           "thing: it looks at the files, and sends nothing.\n\n"
           "PICTURES are numbers, as \"janus-studio library list\" prints them, or files of the library, or "
           "a "
           "query as\n"
           "\"library search\" takes it, or --all. Of pictures that one request made together, all are "
           "checked. At most\n"
           "1,000 requests are sent; how long they take and what they cost is said before.\n\n"
           "  --difference DIR    saves what differs there as a picture, made brighter where it is faint\n"
           "  --record            lists what was found before, and runs nothing\n"
           "  --strict            near is not enough for exit code 0\n"
           "  --query TEXT        a query, also one that looks like a number or a file\n"
           "  --parallel N        up to N requests at the service at a time; 4 unless told\n\n"
           "Prints number, result, measure and file. Exit codes: 0 all are identical or near (--strict: "
           "identical),\n"
           "1 one is not, 2 bad input, 3 key, 4 refused or cancelled, 5 network, 6 disk or database, 130 "
           "interrupted.\n"_s;
}

VerifyCommand::VerifyCommand(VerifyOptions options, ServiceNames names, library::Library &library,
                             jobs::JobQueue &queue, jobs::Services &services, Console console,
                             QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_services(std::move(names))
    , m_library(library)
    , m_queue(queue)
    , m_console(console)
    , m_checking(library, queue)
    , m_foretelling(library, queue, services, console)
    , m_watch(new JobWatch(queue, console, this))
    , m_left(m_options.pictures)
{
    m_watch->leaveOutPictures();
    connect(m_watch, &JobWatch::ended, this, [this](ExitCode code) {
        m_isWatched = true;
        if (code != ExitCode::Done)
            note(code);
        endIfDone();
    });
    connect(&m_checking, &jobs::Checking::checked, this, &VerifyCommand::onChecked);
}

void VerifyCommand::run()
{
    // Readers of the library know nothing before it is open.
    m_library.database().run<void>(
        this, [](QSqlDatabase &) { return Result<void>(); },
        [this](const Result<void> &opened) {
            if (!opened)
                return fail(opened.error());
            m_left.isEmpty() ? findAll() : resolveNext();
        });
}

void VerifyCommand::resolveNext()
{
    if (m_left.isEmpty())
        return readPictures();
    const QString label = m_left.takeFirst();
    if (!isPictureNumber(label))
        return resolveFile(label);
    m_ids.push_back(label.toLongLong());
    resolveNext();
}

void VerifyCommand::resolveFile(const QString &label)
{
    m_library.idOf(QFileInfo(label).absoluteFilePath(), this, [this, label](const Result<PictureId> &id) {
        if (!id)
            return fail(id.error());
        if (*id == 0)
            return resolveCopy(label);
        m_ids.push_back(*id);
        resolveNext();
    });
}

/// A file that lies elsewhere names its picture in its recipe.
void VerifyCommand::resolveCopy(const QString &label)
{
    const auto look = [this, label](const Result<std::optional<Picture>> &found) {
        if (!found)
            return fail(found.error());
        if (!*found)
            return fail(wrongVerify(
                u"“%1” is no picture of this library; \"janus-studio library import\" takes it in."_s.arg(
                    label)));
        m_ids.push_back((*found)->id);
        resolveNext();
    };
    support::runInPool(
        *QThreadPool::globalInstance(), this,
        [path = QFileInfo(label).absoluteFilePath()] {
            return library::Recipe::fromJson(library::recipeJsonOf(path).value_or(QByteArray()));
        },
        [this, look](const Result<library::Recipe> &recipe) {
            if (!recipe)
                return look(std::optional<Picture>());
            m_library.database().run<std::optional<Picture>>(
                this,
                [files = library::PictureFiles(m_library.paths()),
                 name = PictureName{recipe->job.uuid, recipe->index}](QSqlDatabase &connection) {
                    return library::pictureNamed(connection, files, name);
                },
                look);
        });
}

void VerifyCommand::findAll()
{
    m_library.catalogue().listWhole({m_options.query, Grouping::Flat}, {}, this,
                                    [this](const Result<library::ListPart> &whole) {
                                        if (!whole)
                                            return fail(whole.error());
                                        for (const library::ListedRow &row : whole->rows)
                                            m_ids.push_back(row.id);
                                        // A query with a slip of the pen must not look like a proof.
                                        if (m_ids.empty())
                                            return fail(wrongVerify(u"No picture was found."_s));
                                        readPictures();
                                    });
}

void VerifyCommand::readPictures()
{
    m_library.catalogue().pictures(m_ids, this, [this](const Result<QList<Picture>> &pictures) {
        if (!pictures)
            return fail(pictures.error());
        QSet<PictureId> found;
        for (const Picture &picture : *pictures)
            found << picture.id;
        for (const PictureId id : m_ids) {
            if (!found.contains(id))
                return fail(wrongVerify(u"There is no picture %1 in the library."_s.arg(id)));
        }
        onPictures(*pictures);
    });
}

std::optional<Error> VerifyCommand::obstacle(const Picture &picture) const
{
    if (const Result<void> can = jobs::Checking::canCheck(picture); !can)
        return can.error();
    if (picture.service == m_services.sandbox || picture.service == m_services.real)
        return {};
    const QString how = picture.service == "fal"_L1 ? u"Start without --server"_s
                                                    : u"Start with --server %1"_s.arg(picture.service);
    return wrongVerify(u"Picture %1 was made at %2. %3 to check it there."_s.arg(QString::number(picture.id),
                                                                                 picture.service, how),
                       u"server"_s);
}

void VerifyCommand::onPictures(const QList<Picture> &pictures)
{
    if (m_options.wantsRecord) {
        m_pictures = pictures;
        return recordNext();
    }
    QList<Picture> wanted;
    std::optional<Error> first;
    int leftOut = 0;
    for (const Picture &picture : pictures) {
        const std::optional<Error> problem = obstacle(picture);
        if (!problem) {
            wanted << picture;
            continue;
        }
        ++leftOut;
        if (!first)
            first = problem;
    }
    // What was named one by one is meant; a query may find what nobody can check.
    if (first && (wanted.isEmpty() || !m_options.pictures.isEmpty()))
        return fail(*first);
    if (leftOut > 0)
        m_console.progress(u"%1 left out: %2"_s.arg(pictureCount(leftOut), first->message));
    begin(wanted);
}

void VerifyCommand::begin(const QList<Picture> &pictures)
{
    for (const Picture &picture : pictures)
        m_files[picture.id] = picture.file;
    const int requests = jobs::Checking::requestCount(pictures);
    if (const Result<void> few = checkVerifyCount(requests); !few)
        return fail(few.error());
    m_console.progress(u"Checking %1 with %2."_s.arg(
        pictureCount(pictures.size()), requests == 1 ? u"1 request"_s : u"%1 requests"_s.arg(requests)));
    m_queue.setSlots(m_options.parallel);
    foretell(pictures, [this, pictures] { send(pictures); });
}

void VerifyCommand::foretell(const QList<Picture> &pictures, const std::function<void()> &then)
{
    QMap<QString, QList<Wish>> byService;
    QSet<JobId> seen;
    for (const Picture &picture : pictures) {
        if (!seen.contains(picture.job))
            byService[picture.service] << againFrom(picture);
        seen << picture.job;
    }
    const auto left = std::make_shared<qsizetype>(byService.size());
    for (auto group = byService.cbegin(); group != byService.cend(); ++group)
        m_foretelling.tell(*group, group.key(), group.key() == m_services.sandbox, this, [left, then] {
            if (--*left == 0)
                then();
        });
}

void VerifyCommand::send(const QList<Picture> &pictures)
{
    if (m_hasEnded)
        return; // interrupted meanwhile
    m_checking.check(
        pictures, this,
        [this](const Result<jobs::Checking::Begun> &begun) {
            if (!begun)
                return fail(begun.error());
            m_jobs = {begun->jobs.begin(), begun->jobs.end()};
            m_watch->watch(begun->jobs);
        },
        [this](const jobs::Checking::Summary &summary) {
            m_isCompared = true;
            m_compared = int(summary.checks.size());
            endIfDone();
        });
}

void VerifyCommand::onChecked(const library::Check &check)
{
    if (!m_jobs.contains(check.job))
        return;
    if (check.pictureId != 0 && !m_files.contains(check.pictureId))
        return learnFile(check);
    ++m_told;
    m_summary.checks << check;
    print(check, false);
    if (check.likeness) {
        const bool isGood = library::isIdentical(check.likeness->verdict) ||
                            (check.likeness->verdict == library::Verdict::Near && !m_options.isStrict);
        m_differs = m_differs || !isGood;
        if (!library::isIdentical(check.likeness->verdict) && !m_options.differences.isEmpty())
            saveDifference(check);
    } else if (check.state == JobState::Done) { // otherwise the watch tells why
        m_console.error(u"Picture %1: %2"_s.arg(QString::number(check.pictureId), check.problem));
        note(ExitCode::Storage);
    }
    endIfDone();
}

/// Of one that was not named, but was made by the same request.
void VerifyCommand::learnFile(const library::Check &check)
{
    m_library.catalogue().pictures(
        {check.pictureId}, this, [this, check](const Result<QList<Picture>> &found) {
            m_files[check.pictureId] = found && !found->isEmpty() ? found->first().file : QString();
            onChecked(check);
        });
}

void VerifyCommand::print(const library::Check &check, bool isRecord)
{
    QStringList cells{QString::number(check.pictureId)};
    if (isRecord)
        cells.prepend(check.created.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s));
    cells << (check.likeness ? library::verdictWord(check.likeness->verdict) : u"open"_s)
          << printable(detailText(check));
    if (isRecord)
        cells << (check.other == 0 ? QString() : QString::number(check.other)) << printable(check.model);
    else
        cells << m_files.value(check.pictureId);
    m_console.result(cells.join(u'\t'));
    m_console.event(u"check"_s, fieldsOf(check));
}

void VerifyCommand::saveDifference(const library::Check &check)
{
    ++m_saving;
    m_library.catalogue().pictures(
        {check.pictureId, check.other}, this,
        [this, id = check.pictureId](const Result<QList<Picture>> &two) {
            if (!two || two->size() != 2) {
                --m_saving;
                return endIfDone();
            }
            support::runInPool(
                *QThreadPool::globalInstance(), this,
                [then = two->first().file, now = two->last().file, folder = m_options.differences] {
                    return writeDifference(then, now, folder);
                },
                [this, id](const Result<QString> &name) {
                    --m_saving;
                    if (name) {
                        const QString file = QDir(m_options.differences).filePath(*name);
                        m_console.progress(u"What differs is shown in %1"_s.arg(file));
                        m_console.event(u"difference"_s, {{u"picture"_s, id}, {u"file"_s, file}});
                    } else {
                        m_console.fail(name.error());
                        note(exitCodeFor(name.error()));
                    }
                    endIfDone();
                });
        });
}

void VerifyCommand::endIfDone()
{
    if (!m_isWatched || m_saving > 0 || m_hasEnded)
        return;
    int expected = 0;
    for (const JobId id : m_jobs) {
        if (const jobs::JobInfo *job = m_queue.find(id); job && isTerminal(job->state))
            expected += int(job->provenance.checks.size());
    }
    const bool isAllTold = m_isCompared && m_told >= m_compared;
    if (m_told < expected && !isAllTold)
        return;
    m_hasEnded = true;
    m_console.progress(u"%1 of %2 identical, %3 near, %4 different, %5 open."_s.arg(m_summary.identical())
                           .arg(m_summary.checks.size())
                           .arg(m_summary.near())
                           .arg(m_summary.different())
                           .arg(m_summary.open()));
    finish(m_worst.value_or(m_differs ? ExitCode::Differs : ExitCode::Done));
}

void VerifyCommand::recordNext()
{
    if (m_pictures.isEmpty()) {
        if (m_told == 0)
            m_console.progress(u"None of them was checked yet."_s);
        return finish(ExitCode::Done);
    }
    const Picture picture = m_pictures.takeFirst();
    m_library.catalogue().checks(picture.name(), this, [this](const Result<QList<library::Check>> &checks) {
        if (!checks)
            return fail(checks.error());
        for (const library::Check &check : *checks) {
            ++m_told;
            print(check, true);
        }
        recordNext();
    });
}

void VerifyCommand::note(ExitCode code)
{
    if (!m_worst)
        m_worst = code;
}

void VerifyCommand::fail(const Error &error)
{
    m_console.fail(error);
    finish(exitCodeFor(error));
}

void VerifyCommand::interrupt()
{
    m_watch->leave();
    m_hasEnded = true;
    finish(ExitCode::Interrupted);
}

} // namespace janus::commands
