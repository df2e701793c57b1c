#pragma once

#include "library/sheets.h"

#include <QFrame>

class QListWidget;
class QPushButton;

namespace janus::ui {

class IconButton;
class PlainLabel;

/// The saved sheets, the newest first: name, how far, when. Opens under a chip. Enter and click open, F2
/// renames in place, Delete takes one away; a last row makes a new one.
class SheetList : public QFrame
{
    Q_OBJECT
public:
    explicit SheetList(QWidget *parent);

    void setSheets(const QList<library::SheetEntry> &sheets, qint64 current);
    void openBelow(const QWidget *chip);

    QListWidget *list() const { return m_list; }
    QPushButton *newButton() const { return m_new; }
    /// "20 of 20 · 14:02".
    static QString metaOf(const library::SheetEntry &sheet);

Q_SIGNALS:
    void opened(qint64 sheet);
    void renamed(qint64 sheet, const QString &name);
    void removeRequested(qint64 sheet, const QString &name);
    void newRequested();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();
    qint64 current() const;
    void removeCurrent();

    QListWidget *m_list;
    PlainLabel *m_none;
    QPushButton *m_new;
    IconButton *m_rename;
    IconButton *m_remove;
    bool m_isFilling = false;
};

} // namespace janus::ui
