#pragma once

#include "core/modelschema.h"
#include "core/sweep.h"
#include "models/sheetmodel.h"

#include <QList>
#include <QWidget>

class QBoxLayout;
class QLineEdit;
class QPushButton;

namespace janus::ui {

class Chip;
class FlowLayout;
class PlainLabel;

/// What stands above a sheet: its name, which can be edited in place, what it varies, how far it is, and the
/// buttons for all of it.
class SheetHead : public QWidget
{
    Q_OBJECT
public:
    explicit SheetHead(QWidget *parent = nullptr);

    /// `mayGrow`: one more thing may be varied.
    void setSheet(const Sweep &sweep, const ModelSchema &schema, bool mayGrow);
    /// `isHeld`: what is not sent was held back by the artist.
    void setProgress(const library::SheetProgress &progress, bool isHeld);
    /// No sheet is open: only the saved ones can be reached.
    void clear();

    QLineEdit *nameEdit() const { return m_name; }
    Chip *sheetsChip() const { return m_sheets; }
    /// Columns, rows, pages.
    Chip *axisChip(int axis) const { return m_axes.at(axis).chip; }
    QPushButton *holdButton() const { return m_hold; }
    QPushButton *exportButton() const { return m_export; }
    QPushButton *retryButton() const { return m_retry; }
    QString progressLine() const;

Q_SIGNALS:
    void renamed(const QString &name);
    void sheetsRequested();
    void axisRequested(int axis);
    /// Nothing more is sent, or it goes on.
    void holdRequested(bool hold);
    void exportRequested();
    void retryRequested();
    void seedRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Axis
    {
        QWidget *box;
        PlainLabel *label;
        Chip *chip;
    };
    class SeedPill;

    QWidget *makeTop();
    QWidget *makeLine();
    void fitName();
    void fold();
    void restyle();

    QLineEdit *m_name;
    QString m_shownName;
    PlainLabel *m_saved;
    Chip *m_sheets;
    QPushButton *m_hold;
    QPushButton *m_export;
    QList<Axis> m_axes;
    QWidget *m_axisBox = nullptr;
    QWidget *m_seedBox = nullptr;
    SeedPill *m_seed = nullptr;
    QWidget *m_line = nullptr;
    QWidget *m_state = nullptr; ///< the row of progress and Retry
    QBoxLayout *m_lineLayout = nullptr;
    PlainLabel *m_progress;
    QPushButton *m_retry;
    bool m_isHeld = false;
    bool m_hasSheet = false;
};

} // namespace janus::ui
