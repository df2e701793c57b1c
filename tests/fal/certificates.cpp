#include "tests/fal/certificates.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::StringLiterals;

Certificates::Certificates()
{
    const QStringList newKey{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
                             u"-nodes"_s};
    m_isValid = m_folder.isValid() &&
                run(QStringList{u"req"_s, u"-x509"_s} + newKey +
                    QStringList{u"-keyout"_s, u"ca.key"_s, u"-out"_s, u"ca.pem"_s, u"-subj"_s, u"/CN=Test"_s,
                                u"-days"_s, u"2"_s}) &&
                run(QStringList{u"req"_s} + newKey +
                    QStringList{u"-keyout"_s, u"server.key"_s, u"-out"_s, u"server.csr"_s, u"-subj"_s,
                                u"/CN=server"_s}) &&
                sign(Kind::Good, "IP:127.0.0.1", 2) && sign(Kind::Expired, "IP:127.0.0.1", -1) &&
                sign(Kind::OtherHost, "DNS:other.example", 2) &&
                run({u"req"_s, u"-x509"_s, u"-key"_s, u"server.key"_s, u"-out"_s,
                     certificateFile(Kind::SelfSigned), u"-subj"_s, u"/CN=127.0.0.1"_s, u"-addext"_s,
                     u"subjectAltName=IP:127.0.0.1"_s, u"-days"_s, u"2"_s});
}

bool Certificates::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s, arguments);
    return openssl.waitForFinished(30'000) && openssl.exitStatus() == QProcess::NormalExit &&
           openssl.exitCode() == 0;
}

bool Certificates::sign(Kind kind, const QByteArray &names, int days) const
{
    QFile extensions(m_folder.filePath(u"names"_s));
    if (!extensions.open(QIODevice::WriteOnly) || extensions.write("subjectAltName=" + names + "\n") < 0)
        return false;
    extensions.close();
    return run({u"x509"_s, u"-req"_s, u"-in"_s, u"server.csr"_s, u"-CA"_s, u"ca.pem"_s, u"-CAkey"_s,
                u"ca.key"_s, u"-CAcreateserial"_s, u"-extfile"_s, u"names"_s, u"-days"_s,
                QString::number(days), u"-out"_s, certificateFile(kind)});
}

QString Certificates::certificateFile(Kind kind) const
{
    return m_folder.filePath(u"server%1.pem"_s.arg(int(kind)));
}

QList<QSslCertificate> Certificates::authority() const
{
    return QSslCertificate::fromPath(m_folder.filePath(u"ca.pem"_s));
}

QSslConfiguration Certificates::server(Kind kind, const QList<QByteArray> &protocols) const
{
    QFile key(keyFile());
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (key.open(QIODevice::ReadOnly))
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    tls.setLocalCertificate(QSslCertificate::fromPath(certificateFile(kind)).value(0));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show none
    tls.setAllowedNextProtocols(protocols);
    return tls;
}
