#pragma once

#include "ui/kit/tokens.h"

#include <QTimer>
#include <QWidget>

namespace janus::ui {

class IconButton;

/// One line of a recipe: a quiet name and its value. A click, Enter or Space copies the value and says so for
/// a moment; a small button at the right does what else can be done with it. Up and Down walk between rows.
/// Name and value are plain text.
class RecipeRow : public QWidget
{
    Q_OBJECT
public:
    static constexpr int padding = 6; ///< Between the row's ground and its text.

    RecipeRow(const QString &name, const QString &value, QWidget *parent = nullptr);

    QString name() const { return m_name; }
    QString value() const { return m_value; }
    /// What a click copies, where it is not what is shown.
    void setCopiedText(const QString &text) { m_copied = text; }
    /// Seeds and ids.
    void setMono(bool mono);
    /// Values that say something about the value ("differs").
    void setQuiet(bool quiet);
    /// Where a value that is too long is cut.
    void setElideMode(Qt::TextElideMode mode) { m_elide = mode; }
    /// A button at the right; connect to its clicked(). At most one.
    IconButton *addButton(const QString &iconName, const QString &name);
    IconButton *button() const { return m_button; }

    void copy();
    /// True for the moment in which "Copied" stands there.
    bool isSayingCopied() const { return m_said.isActive(); }

    QSize sizeHint() const override;

Q_SIGNALS:
    void copied(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    void placeButton();
    QRect valueRect() const;
    QFont valueFont() const;
    int nameWidth() const;

    QString m_name;
    QString m_value;
    QString m_copied;
    bool m_isMono = false;
    bool m_isQuiet = false;
    Qt::TextElideMode m_elide = Qt::ElideRight;
    IconButton *m_button = nullptr;
    QTimer m_said;
};

} // namespace janus::ui
