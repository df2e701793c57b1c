#include "tests/canary/keysearch.h"

#include <QDirIterator>
#include <QFile>
#include <QSet>

namespace {

/// What stays of `text` in base64 whatever stands before and behind it.
QByteArray base64At(const QByteArray &text, int shift)
{
    const QByteArray before(shift, '.');
    // The first characters mix with what stands before, the last with what follows.
    const qsizetype lead = shift == 0 ? 0 : shift == 1 ? 2 : 3;
    const QByteArray whole = (before + text).toBase64(QByteArray::OmitTrailingEquals);
    const qsizetype rest = (text.size() + shift) % 3;
    return whole.sliced(lead, whole.size() - lead - (rest == 0 ? 0 : 1));
}

QByteArray utf16(const QByteArray &text, bool bigEndian)
{
    QByteArray wide;
    for (const char c : text) {
        wide += bigEndian ? '\0' : c;
        wide += bigEndian ? c : '\0';
    }
    return wide;
}

QByteArray percentAll(const QByteArray &text)
{
    QByteArray encoded;
    for (const char c : text)
        encoded += '%' + QByteArray(1, c).toHex();
    return encoded;
}

} // namespace

KeySearch::KeySearch(const QByteArray &key)
{
    add("raw", key);
    add("percent-encoded", key.toPercentEncoding());
    add("percent-encoded whole", percentAll(key));
    for (int shift = 0; shift < 3; ++shift)
        add("base64 at " + QByteArray::number(shift), base64At(key, shift));
    for (int shift = 0; shift < 3; ++shift)
        add("base64 of the header at " + QByteArray::number(shift), base64At("Key " + key, shift));
    add("hex", key.toHex());
    add("HEX", key.toHex().toUpper());
    add("UTF-16LE", utf16(key, false));
    add("UTF-16BE", utf16(key, true));
    const QByteArray secret = key.sliced(key.indexOf(':') + 1);
    add("the secret in base64", base64At(secret, 0));
    add("the secret in hex", secret.toHex());
    // Half overlapping, so that wherever a line or a page ends, a whole one is left.
    constexpr qsizetype piece = 16;
    for (qsizetype at = 0; at + piece <= key.size(); at += piece / 2)
        add("a piece", key.sliced(at, piece));
    for (qsizetype at = 0; at + piece <= key.size(); at += piece / 2)
        add("a piece in UTF-16", utf16(key.sliced(at, piece), false));
}

void KeySearch::add(const QByteArray &name, const QByteArray &bytes)
{
    m_forms << Form{name, bytes};
    m_matchers << QByteArrayMatcher(bytes);
}

QByteArray KeySearch::find(const QByteArray &where) const
{
    for (qsizetype form = 0; form < m_forms.size(); ++form) {
        if (m_matchers.at(form).indexIn(where) >= 0)
            return m_forms.at(form).name;
    }
    return {};
}

QStringList KeySearch::findBelow(const QString &folder)
{
    QStringList hits;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = files.next();
        const QByteArray nameHit = find(name.toUtf8());
        if (!nameHit.isEmpty())
            hits << name + QStringLiteral(" (its name): ") + QString::fromLatin1(nameHit);
        QFile file(name);
        if (!files.fileInfo().isFile() || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.readAll();
        ++filesRead;
        bytesRead += content.size();
        const QByteArray hit = find(content);
        if (!hit.isEmpty())
            hits << name + QStringLiteral(": ") + QString::fromLatin1(hit);
    }
    return hits;
}

int KeySearch::encodings() const
{
    QSet<QByteArray> kinds;
    for (const Form &form : m_forms)
        kinds << form.name;
    return int(kinds.size());
}
