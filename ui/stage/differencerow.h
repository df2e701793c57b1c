#pragma once

#include "core/worddifference.h"

#include <QList>
#include <QWidget>

class QTextLayout;

namespace janus::ui {

/// How words that not all prompts share are shown.
enum class OwnWords {
    Removed, ///< struck through
    Added,   ///< on a ground, underlined
};

/// One value of a difference.
struct DifferenceCell
{
    QList<WordRun> runs; ///< the value; words that are not common are marked
    OwnWords own = OwnWords::Added;
    bool isMono = false;
    QString aside = {}; ///< quiet words behind it ("+2")

    QString text() const;
};

/// One line of the difference of recipes: a quiet name, then a value for each picture in columns of equal
/// width. Two columns stand below the two panes of a comparison. Values wrap. Everything is plain text of any
/// script and direction.
class DifferenceRow : public QWidget
{
    Q_OBJECT
public:
    DifferenceRow(const QString &name, const QList<DifferenceCell> &cells, QWidget *parent = nullptr);

    /// Other cells for which the row is high enough as well, so that it keeps its height when they come.
    void setReserve(const QList<DifferenceCell> &cells) { m_reserve = cells; }

    const QString &name() const { return m_name; }
    const QList<DifferenceCell> &cells() const { return m_cells; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    int nameWidth(int width) const;
    QRectF column(int at, int width) const;
    qreal lay(QTextLayout &layout, const DifferenceCell &cell, qreal width) const;

    QString m_name;
    QList<DifferenceCell> m_cells;
    QList<DifferenceCell> m_reserve;
};

} // namespace janus::ui
