#pragma once

#include "core/picture.h"
#include "library/checkrows.h"

#include <QWidget>

namespace janus::ui {

class CollapsibleSection;

/// Whether the shown picture was made again: a line for each time it was asked, the newest first, each with
/// its day. Those that came out otherwise can be laid beside the original. Hidden while there is nothing to
/// say.
class ChecksSection : public QWidget
{
    Q_OBJECT
public:
    explicit ChecksSection(QWidget *parent = nullptr);

    /// Nothing is said until show() knows more.
    void clear();
    void show(const QList<library::Check> &checks);

    /// "25 Nov 2026 · identical, bit for bit".
    static QString textOf(const library::Check &check);

Q_SIGNALS:
    /// The picture and what its request made that day.
    void compareRequested(janus::PictureId then, janus::PictureId now);

private:
    void addLine(const library::Check &check);
    void addText(const QString &text);

    CollapsibleSection *m_section;
    QWidget *m_lines = nullptr;
};

} // namespace janus::ui
