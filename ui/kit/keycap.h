#pragma once

#include <QKeySequence>
#include <QWidget>

namespace janus::ui {

/// A key combination drawn as a cap: Ctrl Enter.
class KeyCap : public QWidget
{
    Q_OBJECT
public:
    explicit KeyCap(const QKeySequence &keys, QWidget *parent = nullptr);
    explicit KeyCap(const QString &text, QWidget *parent = nullptr);

    void setKeys(const QKeySequence &keys);
    /// "Ctrl+Return" as it stands on a cap: "Ctrl Enter".
    static QString display(const QString &shortcut);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setText(const QString &text);

    QString m_text;
};

} // namespace janus::ui
