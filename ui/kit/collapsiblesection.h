#pragma once

#include <QWidget>

class QAbstractButton;
class QHBoxLayout;
class QPushButton;

namespace janus::ui {

/// A titled part of a panel that folds away: chevron and title, optionally something to press at the right,
/// and the content below.
class CollapsibleSection : public QWidget
{
    Q_OBJECT
public:
    explicit CollapsibleSection(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Takes ownership; the content before it is deleted.
    void setContent(QWidget *content);
    QWidget *content() const { return m_content; }

    bool isExpanded() const;
    void setExpanded(bool expanded);

    /// A word in accent ink at the right ("Use all"); connect to its clicked().
    QPushButton *addAction(const QString &text);
    /// Any other small widget at the right, such as an IconButton. Takes ownership.
    void addHeaderWidget(QWidget *widget);
    /// The part that carries the title; a tab stop, Space and Enter fold.
    QAbstractButton *header() const { return m_header; }

Q_SIGNALS:
    void toggled(bool expanded);

private:
    QAbstractButton *m_header;
    QHBoxLayout *m_head;
    QWidget *m_content = nullptr;
};

} // namespace janus::ui
