#include "ui/noticearea.h"

#include <QPushButton>
#include <QVBoxLayout>

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
    m_bars[topic] = bar;
    setVisible(true);
}

void NoticeArea::hide(const QString &topic)
{
    const auto found = m_bars.find(topic);
    if (found == m_bars.end())
        return;
    found->second->hide();
    found->second->deleteLater();
    m_bars.erase(found);
    setVisible(!m_bars.empty());
}

void NoticeArea::reword(const QString &topic, const QString &strong, const QString &text)
{
    if (const auto found = m_bars.find(topic); found != m_bars.end())
        found->second->setText(strong, text);
}

} // namespace janus::ui
