#pragma once

#include "ui/kit/tokens.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace janus::ui {

class IconButton;
class PlainLabel;

/// A bar across the window, 40 high, for trouble or news that concerns everything: what happened, what was
/// kept, and what to press. Tells assistive technology when it appears. Escape inside it closes it when it
/// can be closed.
class NoticeBar : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Danger, Warning, Info, Success, Practice };

    explicit NoticeBar(Kind kind, QWidget *parent = nullptr);

    void setKind(Kind kind);
    /// Empty takes the icon that belongs to the kind.
    void setIconName(const QString &name);
    /// `strong` in bold, then `text`. Either may be empty.
    void setText(const QString &strong, const QString &text = {});
    /// At most two. The button belongs to the bar; connect to its clicked().
    QPushButton *addButton(const QString &text);
    void removeButtons();
    /// Whether there is a cross; there is one unless told.
    void setClosable(bool closable);

Q_SIGNALS:
    /// The artist closed it; it is hidden already.
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void close();
    void restyle();

    Kind m_kind;
    QString m_iconName;
    PlainLabel *m_icon;
    PlainLabel *m_strong;
    PlainLabel *m_text;
    IconButton *m_close;
    QHBoxLayout *m_row;
    QList<QPushButton *> m_buttons;
};

} // namespace janus::ui
