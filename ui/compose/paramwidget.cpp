#include "ui/compose/paramwidget.h"

#include "ui/compose/sentenceline.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>

#include <algorithm>

namespace janus::ui {

ParamWidget::ParamWidget(const ParamSpec &spec, QWidget *parent)
    : QWidget(parent)
    , m_spec(spec)
    , m_rows(new QVBoxLayout)
    , m_below(new QVBoxLayout)
    , m_hint(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_sentence(new SentenceLine(this))
{
    m_hint->setElideMode(Qt::ElideRight);
    m_hint->hide();
    m_rows->setSpacing(8);
    m_below->setSpacing(0);
    m_below->addWidget(m_hint);
    m_below->addWidget(m_sentence);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_rows);
    column->addLayout(m_below);
}

void ParamWidget::setValue(const QJsonValue &value)
{
    m_value = value;
    m_isShowing = true;
    display(value);
    m_isShowing = false;
}

void ParamWidget::edit(const QJsonValue &value)
{
    if (m_isShowing)
        return;
    m_value = value;
    Q_EMIT valueChanged();
}

QJsonValue ParamWidget::shownValue(const QJsonValue &value) const
{
    return value.isUndefined() || value.isNull() ? m_spec.defaultValue : value;
}

void ParamWidget::setError(const QString &sentence)
{
    m_sentence->refuse(sentence);
    for (QWidget *field : m_fields) {
        look::set(field, look::refused, !sentence.isEmpty());
        field->setAccessibleDescription(sentence.isEmpty() ? m_spec.hint : sentence);
    }
}

QString ParamWidget::error() const
{
    return m_sentence->text();
}

QString ParamWidget::partInError() const
{
    return m_spec.title.toLower();
}

QWidget *ParamWidget::firstField() const
{
    return m_fields.value(0);
}

int ParamWidget::labelWidthHint() const
{
    int widest = 0;
    for (const PlainLabel *label : m_labels)
        widest = std::max(widest, label->fontMetrics().horizontalAdvance(label->text()));
    return widest;
}

void ParamWidget::setLabelWidth(int width)
{
    m_labelWidth = width;
    m_hint->setFixedHeight(
        tokensOf(this).scaled(16)); // also in fonts with more air, or the form would not fit
    for (PlainLabel *label : m_labels)
        label->setFixedWidth(width);
    placeBelow();
}

void ParamWidget::setNarrow(bool narrow)
{
    m_isNarrow = narrow;
    m_hint->setVisible(!narrow && !m_hint->text().isEmpty());
}

QHBoxLayout *ParamWidget::addRow(const QString &title)
{
    auto *label = new PlainLabel(title, &Fonts::body, &Colors::textSecondary, this);
    label->setElideMode(Qt::ElideRight);
    label->setFixedWidth(m_labelWidth);
    m_labels << label;
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(label);
    m_rows->addLayout(row);
    return row;
}

void ParamWidget::addWide(QWidget *widget)
{
    m_rows->addWidget(widget);
}

void ParamWidget::addField(QWidget *field)
{
    m_fields << field;
    field->setAccessibleDescription(m_spec.hint);
}

void ParamWidget::setBuddy(QWidget *buddy)
{
    m_labels.last()->setBuddy(buddy);
}

void ParamWidget::setHintText(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!m_isNarrow && !hint.isEmpty());
}

void ParamWidget::setSentenceIndented(bool indented)
{
    m_isIndented = indented;
    placeBelow();
}

void ParamWidget::placeBelow()
{
    m_below->setContentsMargins(m_isIndented ? m_labelWidth : 0, 0, 0, 0);
}

} // namespace janus::ui
