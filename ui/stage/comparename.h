#pragma once

#include "ui/stage/comparecanvas.h"

#include <QWidget>

class QBoxLayout;

namespace janus::ui {

class MarksBar;
class PlainLabel;

/// The line over one picture of a comparison: which of the two it is, its seed, its marks. The side that has
/// the focus is underlined. Where it is narrow the marks stand in a second line.
class CompareName : public QWidget
{
    Q_OBJECT
public:
    explicit CompareName(Side side, QWidget *parent = nullptr);

    /// `title`: "Keeper", "Challenger 3 of 9".
    void show(const CulledPicture &picture, const QString &title);
    void setCurrent(bool current);
    MarksBar *marks() const { return m_marks; }
    QString title() const;

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    QSize minimumSizeHint() const override { return {80, 0}; }

private:
    void restyle();

    Side m_side;
    bool m_isCurrent = false;
    QBoxLayout *m_lines;
    QWidget *m_sign; ///< the place of the glyph
    PlainLabel *m_title;
    PlainLabel *m_seed;
    MarksBar *m_marks;
};

} // namespace janus::ui
