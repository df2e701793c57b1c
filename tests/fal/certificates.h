#pragma once

#include <QSslConfiguration>
#include <QTemporaryDir>

/// An authority of the test's own and server certificates, made by the openssl program for one test run. The
/// tests' clients are told to trust that authority; nothing else ever does.
class Certificates
{
public:
    enum class Kind {
        Good,       ///< for 127.0.0.1
        Expired,    ///< the same, until yesterday
        OtherHost,  ///< for other.example
        SelfSigned, ///< for 127.0.0.1, by nobody
    };

    /// Makes everything; isValid() tells whether there is an openssl that could.
    Certificates();

    bool isValid() const { return m_isValid; }
    QString whyNot() const
    {
        return QStringLiteral("the openssl program is missing or could not make certificates");
    }

    QList<QSslCertificate> authority() const;
    /// What a server that shows this certificate needs; `protocols` is what it offers by ALPN.
    QSslConfiguration server(Kind kind, const QList<QByteArray> &protocols = {}) const;
    QString certificateFile(Kind kind) const;
    QString keyFile() const { return m_folder.filePath(QStringLiteral("server.key")); }

private:
    bool run(const QStringList &arguments) const;
    bool sign(Kind kind, const QByteArray &names, int days) const;

    QTemporaryDir m_folder;
    bool m_isValid = false;
};
