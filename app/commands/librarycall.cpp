#include "commands/librarycall.h"

#include "library/exportnames.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

using Verb = LibraryCall::Verb;

constexpr int usualLimit = 50;

struct VerbRow
{
    QLatin1StringView word;
    Verb verb;
    QLatin1StringView options; ///< with a space before and behind each
    bool takesPictures;
};

constexpr std::array verbs{
    VerbRow{"list"_L1, Verb::List, " limit "_L1, true},
    VerbRow{"search"_L1, Verb::Search, " limit "_L1, true},
    VerbRow{"show"_L1, Verb::Show, " query "_L1, true},
    VerbRow{"collections"_L1, Verb::Collections, " "_L1, false},
    VerbRow{"export"_L1, Verb::Export, " all query to name profile "_L1, true},
    VerbRow{"import"_L1, Verb::Import, " "_L1, false},
    VerbRow{"trash"_L1, Verb::Trash, " all query "_L1, true},
    VerbRow{"restore"_L1, Verb::Restore, " all query "_L1, true},
    VerbRow{"empty-trash"_L1, Verb::EmptyTrash, " all query "_L1, true},
    VerbRow{"mark"_L1, Verb::Mark, " all query rating label pick tag untag notes "_L1, true},
    VerbRow{"undo"_L1, Verb::Undo, " "_L1, false},
    VerbRow{"redo"_L1, Verb::Redo, " "_L1, false},
    VerbRow{"rebuild"_L1, Verb::Rebuild, " "_L1, false},
    VerbRow{"verify"_L1, Verb::Verify, " "_L1, false},
};

Error wrongCall(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

/// Two dashes begin an option, unless "--" has gone before; everything else, `-night` included, is a word.
struct Words
{
    QStringList plain;
    QHash<QString, QStringList> options; ///< `all` with no value
};

Result<Words> split(const VerbRow &row, QStringList arguments)
{
    Words words;
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
        if (name.isEmpty() || !row.options.contains(' '_L1 + name + ' '_L1))
            return wrongCall(u"library %1 has no option “--%2”."_s.arg(row.word, name), name);
        if (name == "all"_L1) {
            words.options[name] << QString();
            continue;
        }
        const bool isJoined = argument.contains(u'=');
        if (!isJoined && arguments.isEmpty())
            return wrongCall(u"--%1 needs a value."_s.arg(name), name);
        words.options[name] << (isJoined ? argument.section(u'=', 1) : arguments.takeFirst());
    }
    return words;
}

bool isNumber(const QString &word)
{
    static const QRegularExpression form(u"\\A[0-9]{1,18}\\z"_s);
    return form.match(word).hasMatch();
}

/// list and search take a query only; the others numbers, too, and nothing at all only with --all.
Result<PictureChoice> readChoice(Verb verb, const Words &words)
{
    PictureChoice choice;
    const bool isAboutTrash = verb == Verb::Restore || verb == Verb::EmptyTrash;
    const bool isList = verb == Verb::List || verb == Verb::Search;
    const bool isNumbers = !isList && !words.plain.isEmpty() && std::ranges::all_of(words.plain, isNumber);
    const bool isAll = words.options.contains(u"all"_s);
    if (isNumbers) {
        for (const QString &word : words.plain)
            choice.ids.push_back(word.toLongLong());
    }
    QStringList text = isNumbers ? QStringList() : words.plain;
    text << words.options.value(u"query"_s);
    const bool asksNothing = text.join(QString()).trimmed().isEmpty();
    if (isNumbers + !asksNothing + isAll > 1)
        return wrongCall(u"Name pictures in one way: by their numbers, by a query, or --all."_s);
    if (!isNumbers && asksNothing && !isAll && verb != Verb::List)
        return wrongCall(verb == Verb::Search
                             ? u"search takes words or conditions, as in “boat -night rating:4+”."_s
                             : u"Name the pictures: their numbers, as list prints them, or a query%1."_s.arg(
                                   verb == Verb::Show ? QString() : u", or --all"_s));
    Result<Query> query = Query::fromText(text.join(u' '));
    if (!query)
        return query.error();
    choice.query = *query;
    if (isAboutTrash)
        choice.query.place = Query::Place::Trash;
    return choice;
}

Result<int> readLimit(const Words &words)
{
    const QString text = words.options.value(u"limit"_s).value(0, QString::number(usualLimit));
    bool isGood = false;
    const int limit = text.toInt(&isGood);
    return isGood && limit >= 0
               ? Result<int>(limit)
               : wrongCall(u"--limit must be a whole number, 0 for all; it is “%1”."_s.arg(text), u"limit"_s);
}

Result<library::ExportProfile> readProfile(const QString &word)
{
    if (word == "full"_L1)
        return library::ExportProfile::FullRecipe;
    if (word == "mark"_L1)
        return library::ExportProfile::MarkOnly;
    if (word == "clean"_L1)
        return library::ExportProfile::Clean;
    return wrongCall(u"--profile must be full, mark or clean; it is “%1”."_s.arg(word), u"profile"_s);
}

Result<library::ExportOptions> readExport(const Words &words)
{
    const QString target = words.options.value(u"to"_s).value(0);
    if (target.isEmpty())
        return wrongCall(u"export needs --to with a folder, or with a file that ends in .zip."_s, u"to"_s);
    library::ExportOptions options;
    options.target = QDir::cleanPath(QDir().absoluteFilePath(target));
    const bool isZip = target.endsWith(".zip"_L1, Qt::CaseInsensitive) && !QFileInfo(options.target).isDir();
    options.as = isZip ? library::ExportOptions::As::Zip : library::ExportOptions::As::Folder;
    options.nameTemplate = words.options.value(u"name"_s).value(0, library::defaultExportName);
    const auto profile = readProfile(words.options.value(u"profile"_s).value(0, u"full"_s));
    if (!profile)
        return profile.error();
    options.profile = *profile;
    if (Result<void> good = library::checkExport(options); !good)
        return good.error();
    return options;
}

/// The number of a word in a list of names.
Result<int> oneOf(const QString &option, const QString &word, const QStringList &names)
{
    const qsizetype at = names.indexOf(word.toLower());
    return at >= 0
               ? Result<int>(int(at))
               : wrongCall(u"--%1 must be one of %2; it is “%3”."_s.arg(option, names.join(u", "_s), word),
                           option);
}

Result<library::MarksPatch> readPatch(const Words &words)
{
    library::MarksPatch patch;
    if (const QStringList stars = words.options.value(u"rating"_s); !stars.isEmpty()) {
        const auto rating =
            oneOf(u"rating"_s, stars.last(), {u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s});
        if (!rating)
            return rating.error();
        patch.rating = *rating;
    }
    if (const QStringList labels = words.options.value(u"label"_s); !labels.isEmpty()) {
        const auto label = oneOf(u"label"_s, labels.last(),
                                 {u"none"_s, u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s});
        if (!label)
            return label.error();
        patch.label = Label(*label);
    }
    if (const QStringList picks = words.options.value(u"pick"_s); !picks.isEmpty()) {
        const auto pick = oneOf(u"pick"_s, picks.last(), {u"rejected"_s, u"none"_s, u"picked"_s});
        if (!pick)
            return pick.error();
        patch.pick = Pick(*pick - 1);
    }
    patch.addTags = words.options.value(u"tag"_s);
    patch.removeTags = words.options.value(u"untag"_s);
    if (const QStringList notes = words.options.value(u"notes"_s); !notes.isEmpty())
        patch.notes = notes.last();
    const bool saysSomething = patch.rating || patch.label || patch.pick || patch.notes ||
                               !patch.addTags.isEmpty() || !patch.removeTags.isEmpty();
    return saysSomething
               ? Result<library::MarksPatch>(patch)
               : wrongCall(u"mark needs one of --rating, --label, --pick, --tag, --untag and --notes."_s);
}

Result<LibraryCall> complete(const VerbRow &row, const Words &words)
{
    LibraryCall call;
    call.verb = row.verb;
    if (row.takesPictures) {
        const Result<PictureChoice> choice = readChoice(row.verb, words);
        if (!choice)
            return choice.error();
        call.choice = *choice;
    } else if (row.verb == Verb::Import) {
        call.paths = words.plain;
        if (call.paths.isEmpty())
            return wrongCall(u"import takes the files or folders to import, one or more."_s);
    } else if (!words.plain.isEmpty()) {
        return wrongCall(u"library %1 takes nothing; it got “%2”."_s.arg(row.word, words.plain.join(u' ')));
    }
    if (row.verb == Verb::Export) {
        const auto options = readExport(words);
        if (!options)
            return options.error();
        call.exporting = *options;
    } else if (row.verb == Verb::Mark) {
        const auto patch = readPatch(words);
        if (!patch)
            return patch.error();
        call.patch = *patch;
    } else if (row.verb == Verb::List || row.verb == Verb::Search) {
        const Result<int> limit = readLimit(words);
        if (!limit)
            return limit.error();
        call.limit = *limit;
    }
    return call;
}

} // namespace

Result<LibraryCall> readLibraryCall(const QStringList &arguments)
{
    const QString word = arguments.value(0);
    const auto row = std::ranges::find(verbs, word, &VerbRow::word);
    if (row == verbs.end()) {
        QStringList words;
        for (const VerbRow &known : verbs)
            words << known.word;
        return wrongCall(u"library takes one of %1; it got “%2”."_s.arg(words.join(u", "_s), word));
    }
    const Result<Words> words = split(*row, arguments.mid(1));
    return words ? complete(*row, *words) : words.error();
}

QString libraryHelp()
{
    return u"Usage: janus-studio library VERB [ARGUMENT...]\n\n"
           "Looks:\n"
           "  list [QUERY]                 number, date, size, stars, prompt and file, newest first\n"
           "  search QUERY                 the same; a query is a must\n"
           "  show PICTURES                everything about them, tags and notes included\n"
           "  collections                  their names and how many pictures they hold\n"
           "      --limit N                list and search: at most N rows, 0 for all; 50\n\n"
           "Files:\n"
           "  import PATH...               takes files and folders in; a picture that is here already stays "
           "one\n"
           "  export PICTURES --to DIR|FILE.zip\n"
           "      --name TEMPLATE          of {date} {time} {prompt} {seed} {n} {model} {width} {height} "
           "{rating}\n"
           "                               {id} and any text; \"{date} {prompt} {seed}\"\n"
           "      --profile full|mark|clean   what the files say: all, IPTC's mark of a made picture, "
           "nothing\n"
           "  rebuild                      gives every picture its place again, from the picture files "
           "alone\n"
           "  verify                       names files that are missing, damaged or strange\n\n"
           "Order:\n"
           "  mark PICTURES [--rating 0-5] [--label COLOUR] [--pick picked|rejected|none]\n"
           "                [--tag NAME] [--untag NAME] [--notes TEXT]\n"
           "  trash PICTURES               into the studio's trash; nothing happens to the files\n"
           "  restore PICTURES             out of it\n"
           "  empty-trash PICTURES         their files go to the system's trash, and they are forgotten\n"
           "  undo, redo                   the last mark, trash, restore, import or change of a "
           "collection\n\n"
           "PICTURES are numbers, as list prints them, or a query, or --all. --query TEXT asks for words "
           "that are\n"
           "numbers. A QUERY is words and conditions, all of which must hold:\n"
           "  boat \"at night\" -sky         words by their beginnings, phrases whole, - for not\n"
           "  rating:4+ label:red pick:picked tag:\"old things\" in:Portfolio model:fal-ai/janus\n"
           "  size:512x768 guidance:3..7 temperature:1 seed:42 date:2026-03 flagged:no practice:no\n"
           "  file:missing                 or changed: by other programs\n"
           "  sort:oldest                  or rating, seed, prompt; trash:yes looks into the trash\n"_s;
}

} // namespace janus::commands
