#include "sandbox/jsonplace.h"

#include <QByteArrayView>

namespace janus::sandbox {

namespace {

/// Walks over valid JSON without building anything.
class Walker
{
public:
    explicit Walker(QByteArrayView text)
        : m_text(text)
    {
        skipSpace();
    }

    qsizetype offset() const { return m_at; }

    /// Goes to the start of that member or element of the container that begins here.
    bool enter(const JsonStep &step)
    {
        const auto *name = std::get_if<QString>(&step);
        if (!isAt(name ? '{' : '['))
            return false;
        advance();
        for (int i = 0; !isAt('}') && !isAt(']'); ++i) {
            if (name && readMemberName() == name->toUtf8())
                return true;
            if (!name && i == std::get<int>(step))
                return true;
            skipValue();
            if (isAt(','))
                advance();
        }
        return false;
    }

private:
    bool isAt(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }

    void skipSpace()
    {
        while (isAt(' ') || isAt('\t') || isAt('\n') || isAt('\r'))
            ++m_at;
    }

    void advance()
    {
        ++m_at;
        skipSpace();
    }

    QByteArrayView readText()
    {
        const qsizetype start = ++m_at;
        while (m_at < m_text.size() && !isAt('"'))
            m_at += isAt('\\') ? 2 : 1;
        const QByteArrayView text = m_text.sliced(start, m_at - start);
        advance();
        return text;
    }

    QByteArrayView readMemberName()
    {
        const QByteArrayView name = readText();
        advance(); // The colon.
        return name;
    }

    void skipValue()
    {
        int depth = 0;
        do {
            if (isAt('"')) {
                readText();
                continue;
            }
            if (isAt('{') || isAt('['))
                ++depth;
            else if (isAt('}') || isAt(']'))
                --depth;
            advance();
        } while (m_at < m_text.size() && (depth > 0 || (!isAt(',') && !isAt('}') && !isAt(']'))));
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace

TextPlace placeAt(const QByteArray &text, qsizetype offset)
{
    const QByteArray before = text.left(offset);
    return {int(before.count('\n')) + 1, int(before.size() - before.lastIndexOf('\n'))};
}

TextPlace placeOf(const QByteArray &json, std::initializer_list<JsonStep> path)
{
    Walker walker(json);
    qsizetype offset = walker.offset();
    for (const JsonStep &step : path) {
        if (!walker.enter(step))
            break;
        offset = walker.offset();
    }
    return placeAt(json, offset);
}

} // namespace janus::sandbox
