#include "ui/kit/splitbutton.h"

#include "ui/kit/icon.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QMenu>

namespace janus::ui {

using namespace Qt::StringLiterals;

SplitButton::SplitButton(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_main(new PrimaryButton(text, this))
    , m_arrow(new QPushButton(this))
{
    m_main->setProperty(look::joined, int(Qt::RightEdge));
    m_main->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_arrow->setProperty(look::joined, int(Qt::LeftEdge));
    m_arrow->setProperty(look::primary, true);
    m_arrow->setAutoDefault(false);
    m_arrow->setIcon(icon(u"chevron-down"_s));
    m_arrow->setFixedWidth(tokensOf(this).size.primary);
    m_arrow->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_arrow->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    row->addWidget(m_main);
    row->addWidget(m_arrow);
    setFocusProxy(m_main);
    connect(m_main, &QPushButton::clicked, this, &SplitButton::clicked);
}

void SplitButton::setMenu(QMenu *menu, const QString &name)
{
    m_arrow->disconnect(this);
    m_arrow->setVisible(menu);
    m_arrow->setToolTip(name);
    m_arrow->setAccessibleName(name);
    if (!menu)
        return;
    connect(m_arrow, &QPushButton::clicked, menu,
            [this, menu] { menu->popup(mapToGlobal(QPoint(0, -menu->sizeHint().height() - 4))); });
}

} // namespace janus::ui
