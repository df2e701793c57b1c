#pragma once

#include "ui/kit/noticebar.h"

#include <QToolBar>

#include <functional>
#include <map>

class QPlainTextEdit;

namespace janus::ui {

/// The place under the tool bar where bars appear that concern everything. One bar a topic: a new one
/// replaces the old one of its topic.
class NoticeArea : public QToolBar
{
    Q_OBJECT
public:
    struct Button
    {
        QString text;
        std::function<void()> pressed;
    };

    explicit NoticeArea(QWidget *parent);

    void show(const QString &topic, NoticeBar::Kind kind, const QString &strong, const QString &text,
              const QList<Button> &buttons = {});
    void hide(const QString &topic);
    /// A text below a bar that is there, of many lines, which a button of the bar's shows and hides.
    void setDetails(const QString &topic, const QString &text);
    /// Says something else in a bar that is there; one that was closed stays closed.
    void reword(const QString &topic, const QString &strong, const QString &text);

private:
    struct Entry
    {
        NoticeBar *bar = nullptr;
        QPlainTextEdit *details = nullptr; ///< none unless asked for
    };
    std::map<QString, Entry> m_bars;
    QWidget *m_box;
};

} // namespace janus::ui
