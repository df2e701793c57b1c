#pragma once

#include "ui/kit/tokens.h"

#include <QLabel>

namespace janus::ui {

/// A label that shows its text literally: what comes from a server, a file or an artist is never markup. It
/// keeps a type step and an ink by role, and so follows theme and text size. Use it instead of QLabel
/// everywhere.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);
    PlainLabel(const QString &text, Type type, Ink ink, QWidget *parent = nullptr);

    void setType(Type type);
    void setInk(Ink ink);

    /// Cuts a text that is too long with "…" and shows the whole of it as tool tip then. One line only;
    /// Qt::ElideNone (the default) switches it off.
    void setElideMode(Qt::TextElideMode mode);

    /// Lets the artist select and copy the text with mouse and keyboard.
    void setSelectable(bool selectable);

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void restyle();
    QString shownText() const;

    Type m_type = &Fonts::body;
    Ink m_ink = &Colors::text;
    Qt::TextElideMode m_elide = Qt::ElideNone;
};

} // namespace janus::ui
