#pragma once

#include "core/result.h"

#include <QDialog>
#include <QUrl>

#include <optional>

class QCheckBox;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace janus::ui {

class ExpiryField;
class PlainLabel;
class PrimaryButton;
class SentenceLine;

/// "Publish…": a copy of one picture on the service, and a link to it. It only asks and shows; the window does the
/// work. Show it with open(). Closing it stops an upload that has not ended.
class PublishDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PublishDialog(QWidget *parent = nullptr);

    /// A new picture: `name` is its file name, `service` in words ("fal", "the practice server").
    void setPicture(const QString &name, const QString &service, bool isPractice);
    /// The picture has been published before; `note` says until when the link works, or is empty.
    void showKnownLink(const QUrl &link, const QString &note);
    /// Bytes; a total of 0 is not known yet.
    void showProgress(qint64 sent, qint64 total);
    void showTrouble(const Error &error);
    void showResult(const Result<QUrl> &link);

    PrimaryButton *publishButton() const { return m_publish; }
    QPushButton *copyButton() const { return m_copy; }
    QLineEdit *linkEdit() const { return m_link; }
    SentenceLine *sentence() const { return m_sentence; }

    void done(int result) override;

Q_SIGNALS:
    /// Seconds as in ExpiryField.
    void publishRequested(std::optional<qint64> expirySeconds, bool isPrivate);
    /// Closed, or another picture came, while an upload was under way.
    void stopped();

private:
    QWidget *makeLink();
    QWidget *makeButtons();
    void setBusy(bool busy);
    void showLink(const QUrl &link);
    void copyLink();

    PlainLabel *m_intro;
    ExpiryField *m_expiry;
    QCheckBox *m_private;
    QProgressBar *m_progress;
    SentenceLine *m_sentence;
    QWidget *m_linkRow = nullptr;
    QLineEdit *m_link = nullptr;
    QPushButton *m_copy = nullptr;
    PrimaryButton *m_publish = nullptr;
    bool m_isBusy = false;
};

} // namespace janus::ui
