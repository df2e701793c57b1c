#include "ui/noticearea.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

NoticeArea::NoticeArea(QWidget *parent)
    : QToolBar(u"Notices"_s, parent)
    , m_box(new QWidget)
{
    setObjectName(u"notices"_s);
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    auto *layout = new QVBoxLayout(m_box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addWidget(m_box);
    setVisible(false);
}

void NoticeArea::show(const QString &topic, NoticeBar::Kind kind, const QString &strong, const QString &text,
                      const QList<Button> &buttons)
{
    hide(topic);
    auto *bar = new NoticeBar(kind, m_box);
    bar->setText(strong, text);
    for (const Button &button : buttons)
        connect(bar->addButton(button.text), &QPushButton::clicked, bar, button.pressed);
    // A button may end its own bar: that waits until the click is over.
    connect(
        bar, &NoticeBar::closed, this, [this, topic] { hide(topic); }, Qt::QueuedConnection);
    m_box->layout()->addWidget(bar);
    m_bars[topic] = {bar};
    setVisible(true);
}

void NoticeArea::hide(const QString &topic)
{
    const auto found = m_bars.find(topic);
    if (found == m_bars.end())
        return;
    for (QWidget *widget :
         {static_cast<QWidget *>(found->second.bar), static_cast<QWidget *>(found->second.details)}) {
        if (widget) {
            widget->hide();
            widget->deleteLater();
        }
    }
    m_bars.erase(found);
    setVisible(!m_bars.empty());
}

void NoticeArea::reword(const QString &topic, const QString &strong, const QString &text)
{
    if (const auto found = m_bars.find(topic); found != m_bars.end())
        found->second.bar->setText(strong, text);
}

void NoticeArea::setDetails(const QString &topic, const QString &text)
{
    const auto found = m_bars.find(topic);
    if (found == m_bars.end())
        return;
    constexpr int mostLines = 8;
    auto *view = new QPlainTextEdit(m_box);
    view->setPlainText(text);
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    view->setAccessibleName(tr("Details"));
    view->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    const int lines = std::clamp(int(view->document()->blockCount()), 2, mostLines);
    view->setFixedHeight(lines * QFontMetrics(view->font()).lineSpacing() + 2 * (view->frameWidth() + 6));
    view->hide();
    auto *layout = static_cast<QVBoxLayout *>(m_box->layout());
    layout->insertWidget(layout->indexOf(found->second.bar) + 1, view);
    found->second.details = view;
    auto *toggle = found->second.bar->addButton(tr("Show All"));
    connect(toggle, &QPushButton::clicked, view, [view, toggle] {
        view->setVisible(!view->isVisible());
        toggle->setText(view->isVisible() ? tr("Show Less") : tr("Show All"));
    });
}

} // namespace janus::ui
