#pragma once

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace janus::ui {

class KeyCap;
class PlainLabel;

/// What stands where nothing is yet: an icon, a title, a sentence, perhaps buttons, and round them a dashed
/// frame in the shape of the picture that will come.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setIconName(const QString &name);
    void setTitle(const QString &title);
    void setText(const QString &text);
    /// A key cap behind the text: "Press Generate, or [Ctrl Enter]".
    void setKeys(const QKeySequence &keys);
    /// Connect to its clicked().
    QPushButton *addButton(const QString &text);
    /// The proportion of the dashed frame, which takes as much of the widget as `longestSide` allows. Empty:
    /// no frame.
    void setShape(QSize proportion, int longestSide = 360);
    /// The frame, in this widget; empty without one.
    QRect frameRect() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void restyle();
    void fitTexts();

    QString m_iconName;
    QSize m_shape;
    int m_longestSide = 360;
    PlainLabel *m_icon;
    PlainLabel *m_title;
    PlainLabel *m_text;
    KeyCap *m_keys;
    QHBoxLayout *m_buttons;
};

} // namespace janus::ui
