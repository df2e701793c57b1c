#include "ui/kit/docktitlebar.h"

#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenu>

namespace janus::ui {

using namespace Qt::StringLiterals;

DockTitleBar::DockTitleBar(QDockWidget *dock)
    : QWidget(dock)
    , m_title(new PlainLabel(dock->windowTitle(), &Fonts::smallStrong, &Colors::textMuted, this))
    , m_row(new QHBoxLayout(this))
    , m_menuButton(new IconButton(u"dots"_s, tr("%1 menu").arg(dock->windowTitle()), this))
{
    m_title->setElideMode(Qt::ElideRight);
    m_menuButton->setCompact(true);
    m_menuButton->hide();
    m_row->setContentsMargins(16, 0, 8, 0);
    m_row->setSpacing(4);
    m_row->addWidget(m_title, 1);
    m_row->addWidget(m_menuButton);
    connect(dock, &QDockWidget::windowTitleChanged, this, [this](const QString &title) {
        m_title->setText(title);
        m_menuButton->setName(tr("%1 menu").arg(title));
    });
}

void DockTitleBar::setMenu(QMenu *menu)
{
    m_menuButton->setMenu(menu);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setVisible(menu);
}

void DockTitleBar::addWidget(QWidget *widget)
{
    m_row->insertWidget(m_row->indexOf(m_menuButton), widget);
}

QSize DockTitleBar::sizeHint() const
{
    return {m_row->sizeHint().width(), tokensOf(this).size.dockTitle};
}

QSize DockTitleBar::minimumSizeHint() const
{
    return {80, tokensOf(this).size.dockTitle};
}

} // namespace janus::ui
