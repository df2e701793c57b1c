#pragma once

#include <QByteArray>
#include <QByteArrayMatcher>
#include <QList>
#include <QString>
#include <QStringList>

/// Looks for a key in bytes, in every form in which it could have got there by accident: as it is, base64 at
/// each of the three alignments, hexadecimal in both cases, UTF-16 in both byte orders, percent-encoded in
/// part and whole, escaped for JSON, and cut into pieces of 16 characters, of which one is enough.
class KeySearch
{
public:
    explicit KeySearch(const QByteArray &key);

    /// The name of the first form that is in there; empty: none is.
    QByteArray find(const QByteArray &where) const;
    /// As find(), in every file below a folder, hidden ones and those of links left alone included; "FILE:
    /// FORM" for each hit. Counts what was read.
    QStringList findBelow(const QString &folder);

    struct Form
    {
        QByteArray name;
        QByteArray bytes; ///< the whole key, or an example, in this form
    };
    const QList<Form> &forms() const { return m_forms; }
    int encodings() const; ///< forms of different kind

    int filesRead = 0;
    qint64 bytesRead = 0;

private:
    void add(const QByteArray &name, const QByteArray &bytes);

    QList<Form> m_forms;
    QList<QByteArrayMatcher> m_matchers;
};
