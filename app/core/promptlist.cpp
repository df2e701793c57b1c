#include "core/promptlist.h"

#include "core/csv.h"
#include "core/paramroles.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

QString plain(const QString &name)
{
    QString word = name.trimmed().toLower();
    return word.replace(u' ', u'_').replace(u'-', u'_');
}

/// A column's parameter: by what we call it, or by what the tables of other programs do.
const ParamSpec *paramCalled(const ModelSchema &schema, const QString &column)
{
    if (const ParamSpec *param = schema.findByAnyName(column))
        return param;
    static const QHash<QString, QString> others{
        {u"prompts"_s, u"prompt"_s},      {u"text"_s, u"prompt"_s},
        {u"words"_s, u"prompt"_s},        {u"image_size"_s, u"size"_s},
        {u"resolution"_s, u"size"_s},     {u"cfg_scale"_s, u"guidance"_s},
        {u"cfg_weight"_s, u"guidance"_s}, {u"guidance_scale"_s, u"guidance"_s},
        {u"temp"_s, u"temperature"_s},    {u"num_images"_s, u"count"_s},
        {u"batch_size"_s, u"count"_s},
    };
    const QString ours = others.value(plain(column));
    return ours.isEmpty() ? nullptr : schema.findByAnyName(ours);
}

class ListReader
{
public:
    ListReader(const ModelSchema &schema, const GenerationRequest &base)
        : m_schema(schema)
        , m_base(base)
        , m_prompt(schema.find(ParamRole::Prompt))
    {
        if (m_prompt)
            m_base.input.remove(m_prompt->name);
        if (const ParamSpec *seed = schema.find(ParamRole::Seed))
            m_base.input.remove(seed->name);
    }

    Result<PromptList> readLines(const QString &text)
    {
        int line = 0;
        for (const QStringView row : QStringView(text).split(u'\n')) {
            ++line;
            const QString prompt = row.trimmed().toString();
            if (!prompt.isEmpty() && !prompt.startsWith(u'#') && hasRoom(line))
                add(line, withPrompt(m_base, prompt));
        }
        return finished();
    }

    Result<PromptList> readTable(const QString &text, const QString &fileName)
    {
        Result<QList<CsvRow>> table = readCsv(text);
        if (!table)
            return Error{ErrorKind::BadInput, u"%1: %2"_s.arg(fileName, table.error().message)};
        if (table->isEmpty())
            return finished();
        const QStringList header = table->takeFirst().cells;
        if (Result<void> read = readHeader(header, fileName); !read)
            return read.error();
        for (const CsvRow &row : std::as_const(*table)) {
            if (!hasRoom(row.line))
                continue;
            if (row.cells.size() > header.size()) {
                refuse(row.line,
                       u"It has %1 values for %2. Words with commas want quotes around them."_s.arg(
                           QString::number(row.cells.size()),
                           header.size() == 1 ? u"1 column"_s : u"%1 columns"_s.arg(header.size())));
                continue;
            }
            readRow(row);
        }
        return finished();
    }

private:
    Result<void> readHeader(const QStringList &header, const QString &fileName)
    {
        QStringList unused;
        bool hasPrompt = false;
        for (const QString &column : header) {
            const QString word = plain(column);
            const bool isSide = word == "width"_L1 || word == "height"_L1;
            const ParamSpec *param = isSide ? m_schema.find(ParamRole::Size) : paramCalled(m_schema, column);
            hasPrompt = hasPrompt || (param && param == m_prompt);
            m_columns << Column{param, isSide ? word : QString()};
            if (!param && !word.isEmpty())
                unused << u"“%1”"_s.arg(column.trimmed().left(40));
        }
        if (!hasPrompt)
            return Error{ErrorKind::BadInput, u"%1 has no column “prompt” in its first row."_s.arg(fileName)};
        if (!unused.isEmpty())
            m_list.notes << (unused.size() == 1 ? u"The column %1 is not used."_s
                                                : u"The columns %1 are not used."_s)
                                .arg(unused.join(u", "_s));
        return {};
    }

    void readRow(const CsvRow &row)
    {
        GenerationRequest request = m_base;
        QJsonObject sides;
        for (qsizetype k = 0; k < row.cells.size(); ++k) {
            const Column &column = m_columns[k];
            const QString cell = column.param == m_prompt ? row.cells[k] : row.cells[k].trimmed();
            if (!column.param || cell.trimmed().isEmpty())
                continue;
            if (!column.side.isEmpty()) {
                bool isNumber = false;
                const int side = cell.toInt(&isNumber);
                sides[column.side] = isNumber ? QJsonValue(side) : QJsonValue(cell);
                request.input[column.param->name] = sides;
                continue;
            }
            const Result<QJsonValue> value = m_schema.parse(*column.param, cell);
            if (!value)
                return refuse(row.line, value.error().message);
            request.input[column.param->name] = *value;
        }
        add(row.line, request);
    }

    void add(int line, const GenerationRequest &request)
    {
        const QList<Error> errors = m_schema.check(request);
        if (errors.isEmpty())
            m_list.rows << PromptList::Row{line, request};
        else
            refuse(line, errors.first().message);
    }

    void refuse(int line, const QString &sentence) { m_list.problems << PromptList::Problem{line, sentence}; }

    bool hasRoom(int line)
    {
        if (m_list.rows.size() < mostListedPrompts)
            return true;
        if (!m_isFull)
            refuse(line, u"A list may hold %1 prompts; what follows is left out."_s.arg(mostListedPrompts));
        m_isFull = true;
        return false;
    }

    Result<PromptList> finished() { return std::move(m_list); }

    struct Column
    {
        const ParamSpec *param;
        QString side; ///< "width" or "height" of a size
    };

    const ModelSchema &m_schema;
    GenerationRequest m_base;
    const ParamSpec *m_prompt;
    QList<Column> m_columns;
    PromptList m_list;
    bool m_isFull = false;
};

} // namespace

Result<PromptList> readPromptList(const QByteArray &content, const QString &fileName,
                                  const ModelSchema &schema, const GenerationRequest &base)
{
    const Result<QString> text = textOfFile(content, fileName);
    if (!text)
        return text.error();
    ListReader reader(schema, {schema.endpoint(), base.input});
    const bool isTable = fileName.endsWith(".csv"_L1, Qt::CaseInsensitive) ||
                         fileName.endsWith(".tsv"_L1, Qt::CaseInsensitive);
    Result<PromptList> list = isTable ? reader.readTable(*text, fileName) : reader.readLines(*text);
    if (list && list->rows.isEmpty() && list->problems.isEmpty())
        return Error{ErrorKind::BadInput, u"There is no prompt in %1."_s.arg(fileName)};
    return list;
}

} // namespace janus
