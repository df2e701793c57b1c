#include "core/wordfiles.h"

#include "core/csv.h"
#include "core/wordtokens.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace janus::wordfiles {

namespace {

Error noStyles(const QString &fileName)
{
    return {ErrorKind::BadInput,
            u"%1 holds no styles: a table with the columns “name” and “prompt”, or JSON, is needed."_s.arg(
                fileName)};
}

class StyleReader
{
public:
    void add(const QString &name, const QString &text, const QString &negative)
    {
        const QString trimmed = name.simplified().left(longestName);
        m_negatives += !negative.trimmed().isEmpty();
        if (trimmed.isEmpty() || text.trimmed().isEmpty())
            ++m_empty;
        else
            m_read.styles << words::Style{trimmed, text};
    }

    Result<Styles> finished(const QString &fileName)
    {
        if (m_read.styles.isEmpty())
            return noStyles(fileName);
        if (m_empty > 0)
            m_read.notes << (m_empty == 1
                                 ? u"One style without a name or text was left out."_s
                                 : u"%1 styles without a name or text were left out."_s.arg(m_empty));
        if (m_negatives > 0)
            m_read.notes
                << (m_negatives == 1
                        ? u"One has a negative prompt, which Janus does not know; it is not used."_s
                        : u"%1 have negative prompts, which Janus does not know; they are not used."_s.arg(
                              m_negatives));
        return std::move(m_read);
    }

private:
    Styles m_read;
    int m_empty = 0;
    int m_negatives = 0;
};

Result<Styles> stylesOfTable(const QString &text, const QString &fileName)
{
    Result<QList<CsvRow>> table = readCsv(text);
    if (!table)
        return Error{ErrorKind::BadInput, u"%1: %2"_s.arg(fileName, table.error().message)};
    if (table->isEmpty())
        return noStyles(fileName);
    QStringList header;
    for (const QString &column : table->takeFirst().cells)
        header << column.trimmed().toLower();
    const auto name = header.indexOf("name"_L1);
    auto prompt = header.indexOf("prompt"_L1);
    if (prompt < 0)
        prompt = header.indexOf("text"_L1);
    const auto negative = header.indexOf("negative_prompt"_L1);
    if (name < 0 || prompt < 0)
        return noStyles(fileName);
    StyleReader reader;
    for (const CsvRow &row : std::as_const(*table))
        reader.add(undefused(row.cells.value(name)), undefused(row.cells.value(prompt)),
                   negative < 0 ? QString() : row.cells.value(negative));
    return reader.finished(fileName);
}

Result<Styles> stylesOfJson(const QJsonDocument &json, const QString &fileName)
{
    const QJsonArray array = json.isArray() ? json.array() : json["styles"_L1].toArray();
    StyleReader reader;
    for (const QJsonValue &style : array)
        reader.add(style["name"_L1].toString(),
                   style["text"_L1].isString() ? style["text"_L1].toString() : style["prompt"_L1].toString(),
                   style["negative_prompt"_L1].toString());
    return reader.finished(fileName);
}

} // namespace

Result<Styles> readStyles(const QByteArray &content, const QString &fileName)
{
    const Result<QString> text = textOfFile(content, fileName);
    if (!text)
        return text.error();
    const QString start = text->left(1000).trimmed();
    if (!start.startsWith(u'{') && !start.startsWith(u'['))
        return stylesOfTable(*text, fileName);
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(text->toUtf8(), &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{ErrorKind::BadInput,
                     u"%1 is no whole JSON: %2 at byte %3."_s.arg(fileName, problem.errorString(),
                                                                  QString::number(problem.offset))};
    return stylesOfJson(json, fileName);
}

QByteArray stylesAsCsv(const QList<words::Style> &styles)
{
    QString text = csvLine({u"name"_s, u"prompt"_s, u"negative_prompt"_s}, Formulas::Keep);
    for (const words::Style &style : styles)
        text += csvLine({style.name, style.text, QString()}, Formulas::Defuse);
    return text.toUtf8();
}

QByteArray stylesAsJson(const QList<words::Style> &styles)
{
    QJsonArray array;
    for (const words::Style &style : styles)
        array << QJsonObject{{u"name"_s, style.name}, {u"text"_s, style.text}};
    return QJsonDocument(QJsonObject{{u"styles"_s, array}}).toJson();
}

Result<words::List> readList(const QByteArray &content, const QString &fileName)
{
    Result<QString> text = textOfFile(content, fileName);
    if (!text)
        return text.error();
    const QString file = fileName.mid(fileName.lastIndexOf(u'/') + 1);
    const auto ending = file.lastIndexOf(u'.');
    const QString name = ending > 0 ? file.left(ending) : file;
    if (Result<void> checked = checkListName(name); !checked)
        return checked.error();
    text->replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    if (words::entriesOf(*text).isEmpty())
        return Error{ErrorKind::BadInput, u"There is no entry in %1."_s.arg(fileName)};
    return words::List{name, *text};
}

QString fileNameOf(const words::List &list)
{
    return QString(list.name).replace(u'/', u'-') + ".txt"_L1;
}

QByteArray contentOf(const words::List &list)
{
    QString text = list.text;
    if (!text.endsWith(u'\n'))
        text += u'\n';
    return text.toUtf8();
}

Result<void> checkStyleName(const QString &name)
{
    if (name.trimmed().isEmpty())
        return Error{ErrorKind::BadInput, u"A style needs a name."_s};
    if (name.size() > longestName)
        return Error{ErrorKind::BadInput,
                     u"The name of a style may have %1 characters; this one has %2."_s.arg(
                         QString::number(longestName), QString::number(name.size()))};
    return {};
}

Result<void> checkStyleText(const QString &text)
{
    using Kind = words::Token::Kind;
    for (const words::Token &token : words::tokensOf(text)) {
        if (token.kind == Kind::Open)
            return Error{
                ErrorKind::BadInput,
                u"A style is sent as it stands, and {choices|of words} draw nothing in it. Write the "
                "words you mean."_s};
        if (token.kind == Kind::Name)
            return Error{ErrorKind::BadInput,
                         u"A style is sent as it stands, and __%1__ draws nothing in it. Write the words you "
                         "mean."_s.arg(words::nameIn(text, token))};
        if (token.kind == Kind::Comment)
            return Error{ErrorKind::BadInput,
                         u"A style is sent as it stands, lines that begin with # as well."_s};
    }
    return {};
}

Result<void> checkListName(const QString &name)
{
    if (words::isListName(name))
        return {};
    if (name.trimmed().isEmpty())
        return Error{ErrorKind::BadInput, u"A list needs a name."_s};
    return Error{
        ErrorKind::BadInput,
        u"“%1” cannot be the name of a list: it begins with a letter or digit, has at most %2 characters, "
        "and none of { } | # \\ or two underscores together."_s.arg(name.left(words::longestListName),
                                                                    QString::number(words::longestListName))};
}

} // namespace janus::wordfiles
