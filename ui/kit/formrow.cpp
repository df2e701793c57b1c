#include "ui/kit/formrow.h"

#include "ui/kit/announce.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

FormRow::FormRow(const QString &label, QWidget *field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_label(new PlainLabel(label, &Fonts::body, &Colors::textSecondary, this))
    , m_notice(new QWidget(this))
    , m_mark(new PlainLabel({}, m_notice))
    , m_message(new PlainLabel({}, &Fonts::small, &Colors::danger, m_notice))
{
    m_label->setBuddy(field);
    m_label->setElideMode(Qt::ElideRight);
    m_message->setWordWrap(true);
    m_mark->setAlignment(Qt::AlignTop);
    auto *line = new QHBoxLayout(m_notice);
    line->setContentsMargins(0, 4, 0, 0);
    line->setSpacing(6);
    line->addWidget(m_mark);
    line->addWidget(m_message, 1);
    m_notice->hide();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_label, 0, 0, Qt::AlignTop);
    grid->addWidget(field, 0, 1);
    grid->addWidget(m_notice, 1, 1);
    grid->setColumnStretch(1, 1);
    restyle();
}

void FormRow::setLabelWidth(int width)
{
    m_labelWidth = width;
    restyle();
}

void FormRow::setMessage(const QString &sentence)
{
    const bool news = !sentence.isEmpty() && sentence != m_message->text();
    m_message->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty());
    if (news)
        announce(m_field, sentence);
    else if (sentence.isEmpty())
        m_field->setAccessibleDescription({});
}

QString FormRow::message() const
{
    return m_message->text();
}

void FormRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void FormRow::restyle()
{
    const Tokens &tokens = tokensOf(this);
    m_label->setFixedWidth(tokens.scaled(m_labelWidth));
    m_label->setMinimumHeight(tokens.size.controlSmall); // stands level with the first line of the field
    m_mark->setPixmap(
        pixmap(u"alert-circle"_s, tokens.size.iconSmall, tokens.color.danger, devicePixelRatioF()));
}

} // namespace janus::ui
