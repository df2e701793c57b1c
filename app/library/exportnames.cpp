#include "library/exportnames.h"

#include "core/paramroles.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostBytes = 180; // a number and a suffix of ours come behind; 255 is the end
constexpr qsizetype mostWords = 60;

/// Letters and digits of any script, joined by hyphens.
QString wordsOf(const QString &text)
{
    QString words;
    const auto characters = text.left(4 * mostWords).normalized(QString::NormalizationForm_C).toUcs4();
    for (const char32_t c : characters) {
        if (QChar::isLetterOrNumber(c) || QChar::isMark(c))
            words += QString::fromUcs4(&c, 1).toLower();
        else if (!words.isEmpty() && !words.endsWith(u'-'))
            words += u'-';
        if (words.size() >= mostWords)
            break;
    }
    while (words.endsWith(u'-'))
        words.chop(1);
    return words.isEmpty() ? u"picture"_s : words;
}

QString padded(int number, int total)
{
    return u"%1"_s.arg(number, int(QString::number(std::max(number, total)).size()), 10, QLatin1Char('0'));
}

/// Nothing for a field there is not.
std::optional<QString> valueOf(const QString &field, const Picture &picture, int number, int total)
{
    const QDateTime made = picture.created.toLocalTime();
    if (field == "date"_L1)
        return made.toString(u"yyyy-MM-dd"_s);
    if (field == "time"_L1)
        return made.toString(u"HH-mm-ss"_s);
    if (field == "prompt"_L1)
        return wordsOf(prompt(picture.request));
    if (field == "seed"_L1)
        return QString::number(picture.seed);
    if (field == "n"_L1)
        return padded(number, total);
    if (field == "model"_L1)
        return wordsOf(picture.request.endpoint.isEmpty() ? picture.service : picture.request.endpoint);
    if (field == "width"_L1)
        return QString::number(picture.size.width());
    if (field == "height"_L1)
        return QString::number(picture.size.height());
    if (field == "rating"_L1)
        return QString::number(picture.marks.rating);
    if (field == "id"_L1)
        return QString::number(picture.id);
    return {};
}

const QRegularExpression &fieldForm()
{
    static const QRegularExpression form(u"\\{([^{}]*)\\}"_s);
    return form;
}

bool isAllowed(char32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return false;
    if (c < 0x80)
        return !QByteArrayView("<>:\"/\\|?*").contains(char(c));
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

/// CON, NUL, COM1 and the like, whatever comes behind a dot.
bool isDevice(const QString &name)
{
    static const QRegularExpression form(
        u"\\A(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return form.match(name.section(u'.', 0, 0).trimmed()).hasMatch();
}

QString trimmedEnds(QString name)
{
    const auto isEdge = [](QChar c) { return c == u'.' || c.isSpace(); };
    while (!name.isEmpty() && isEdge(name.back()))
        name.chop(1);
    while (!name.isEmpty() && (isEdge(name.front()) || name.front() == u'-')) // no hidden files, no options
        name.remove(0, 1);
    return name;
}

QString fitting(const QString &name)
{
    QString result;
    qsizetype bytes = 0;
    for (const char32_t c : name.toUcs4()) {
        const QString one = QString::fromUcs4(&c, 1);
        bytes += one.toUtf8().size();
        if (bytes > mostBytes)
            break;
        result += one;
    }
    return result;
}

} // namespace

QStringList exportNameFields()
{
    return {u"date"_s,  u"time"_s,  u"prompt"_s, u"seed"_s,   u"n"_s,
            u"model"_s, u"width"_s, u"height"_s, u"rating"_s, u"id"_s};
}

Result<void> checkExportName(const QString &nameTemplate)
{
    const auto wrong = [](const QString &sentence) {
        return Error{ErrorKind::BadInput, sentence, {}, u"name"_s};
    };
    if (nameTemplate.trimmed().isEmpty())
        return wrong(u"The files need a name, such as “%1”."_s.arg(defaultExportName));
    QString literal = nameTemplate;
    for (auto match = fieldForm().globalMatch(nameTemplate); match.hasNext();) {
        const QString field = match.next().captured(1);
        if (!exportNameFields().contains(field))
            return wrong(
                u"There is no {%1}; there are {%2}."_s.arg(field, exportNameFields().join(u"}, {"_s)));
    }
    literal.remove(fieldForm());
    if (literal.contains(u'{') || literal.contains(u'}'))
        return wrong(u"A brace in “%1” lacks its other."_s.arg(nameTemplate));
    return {};
}

QString exportName(const QString &nameTemplate, const Picture &picture, int number, int total)
{
    QString name;
    qsizetype at = 0;
    for (auto match = fieldForm().globalMatch(nameTemplate); match.hasNext();) {
        const QRegularExpressionMatch field = match.next();
        name += QStringView(nameTemplate).sliced(at, field.capturedStart() - at);
        name += valueOf(field.captured(1), picture, number, total).value_or(field.captured());
        at = field.capturedEnd();
    }
    return safeFileName(name + nameTemplate.sliced(at));
}

QString safeFileName(const QString &text)
{
    QString name;
    for (const char32_t c : text.normalized(QString::NormalizationForm_C).toUcs4()) {
        if (isAllowed(c))
            name += QString::fromUcs4(&c, 1);
        else if (!name.endsWith(u'-'))
            name += u'-';
    }
    name = trimmedEnds(fitting(trimmedEnds(name)));
    if (isDevice(name))
        name.prepend(u'_');
    return name.isEmpty() ? u"picture"_s : name;
}

} // namespace janus::library
