#include "ui/settings/keyrow.h"

#include "ui/kit/iconbutton.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// As a button's text, where "&" would mark a letter.
QString asButtonText(QString name)
{
    return name.replace(u'&', "&&"_L1);
}

} // namespace

KeyRow::KeyRow(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_choice(new QRadioButton(this))
    , m_edit(new QLineEdit(this))
    , m_test(new QPushButton(tr("Test"), this))
    , m_more(new IconButton(u"dots"_s, tr("More for this key"), this))
{
    m_edit->setAccessibleName(tr("Name of the key"));
    m_edit->setMaxLength(40);
    m_edit->installEventFilter(this);
    m_edit->hide();
    m_choice->setSizePolicy(QSizePolicy::Ignored,
                            QSizePolicy::Preferred); // a long name does not widen the window
    m_test->setAutoDefault(false);
    m_test->setProperty(look::compact, true);
    auto *menu = new QMenu(this);
    m_rename = menu->addAction(tr("Rename"));
    m_replace = menu->addAction(tr("Paste another key in its place…"));
    menu->addSeparator();
    m_forget = menu->addAction(tr("Forget this key"));
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_choice, 1);
    row->addWidget(m_edit, 1);
    row->addWidget(m_test);
    row->addWidget(m_more);
    connect(m_test, &QPushButton::clicked, this, &KeyRow::testRequested);
    connect(m_rename, &QAction::triggered, this, &KeyRow::startRenaming);
    connect(m_replace, &QAction::triggered, this, &KeyRow::replaceRequested);
    connect(m_forget, &QAction::triggered, this, &KeyRow::forgetRequested);
    setName(name);
}

void KeyRow::setName(const QString &name)
{
    m_name = name;
    m_choice->setText(asButtonText(name));
    m_test->setAccessibleName(tr("Test “%1”").arg(name));
    m_more->setName(tr("More for “%1”").arg(name));
}

void KeyRow::startRenaming()
{
    m_edit->setText(m_name);
    m_choice->hide();
    m_edit->show();
    m_edit->selectAll();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void KeyRow::endRenaming(bool keep)
{
    if (m_edit->isHidden())
        return;
    const bool hadFocus = m_edit->hasFocus();
    m_edit->hide();
    m_choice->show();
    if (hadFocus)
        m_choice->setFocus(Qt::OtherFocusReason);
    if (keep && m_edit->text().trimmed() != m_name)
        Q_EMIT renamed(m_edit->text());
}

/// Return must not press the window's own button, nor Escape close it, while a name is typed.
bool KeyRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && !m_edit->isHidden())
        endRenaming(true);
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Escape)
        return QWidget::eventFilter(watched, event);
    endRenaming(key != Qt::Key_Escape);
    return true;
}

} // namespace janus::ui
