#include "ui/compose/deliverysection.h"

#include "ui/compose/expiryfield.h"
#include "ui/compose/linefield.h"
#include "ui/compose/switchfield.h"
#include "ui/kit/collapsiblesection.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int sectionSide = 16;

ParamSpec spec(const QString &name, const QString &title, const QString &hint, ParamKind kind)
{
    ParamSpec spec;
    spec.name = name;
    spec.title = title;
    spec.hint = hint;
    spec.kind = kind;
    return spec;
}

bool isPrivate(Delivery::Access access)
{
    return access == Delivery::Access::Private || access == Delivery::Access::Hidden;
}

} // namespace

DeliverySection::DeliverySection(QWidget *parent)
    : QWidget(parent)
    , m_section(new CollapsibleSection({}, this))
    , m_privacy(new SwitchField(spec(u"private"_s, tr("Files at fal"),
                                     tr("Otherwise whoever has a picture's link at fal can see it."),
                                     ParamKind::Boolean),
                                tr("Private")))
    , m_expiry(new ExpiryField(tr("Delete at fal"), tr("The copy at fal only: what is in your library stays.")))
    , m_webhook(new LineField(spec(u"webhook"_s, tr("Webhook"),
                                   tr("fal tells this https address, too, when a picture is ready."),
                                   ParamKind::Text)))
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    for (ParamWidget *row : rows()) {
        column->addWidget(row);
        connect(row, &ParamWidget::valueChanged, this, &DeliverySection::onChanged);
    }
    m_section->setContent(content);
    m_section->setExpanded(false);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(sectionSide, 0, sectionSide, 8);
    whole->addWidget(m_section);
    setDelivery({});
}

Delivery DeliverySection::delivery() const
{
    Delivery delivery = m_kept;
    // Only a change of the box changes the rule: what was hidden stays hidden.
    const bool wantsPrivate = m_privacy->value().toBool();
    if (wantsPrivate != isPrivate(m_kept.access))
        delivery.access = wantsPrivate ? Delivery::Access::Private : Delivery::Access::AccountDefault;
    delivery.expirySeconds = m_expiry->seconds();
    delivery.webhook = QUrl(m_webhook->value().toString().trimmed(), QUrl::StrictMode);
    return delivery;
}

void DeliverySection::setDelivery(const Delivery &delivery)
{
    m_kept = delivery;
    m_privacy->setValue(isPrivate(delivery.access));
    m_expiry->setSeconds(delivery.expirySeconds);
    m_webhook->setValue(delivery.webhook.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                                                   : QJsonValue(delivery.webhook.toString()));
    refresh();
}

QList<Error> DeliverySection::problems() const
{
    const Delivery now = delivery();
    if (!m_webhook->value().toString().trimmed().isEmpty() && !now.webhook.isValid())
        return {{ErrorKind::BadInput, tr("Webhook is no address; it must look like https://example.com/hook."), {},
                 u"webhook"_s}};
    return now.check();
}

void DeliverySection::checkNow()
{
    m_section->setExpanded(true);
    m_webhook->firstField()->setFocus(Qt::OtherFocusReason);
}

QList<ParamWidget *> DeliverySection::rows() const
{
    return {m_privacy, m_expiry, m_webhook};
}

void DeliverySection::setLabelWidth(int width, bool narrow)
{
    for (ParamWidget *row : rows()) {
        row->setLabelWidth(width);
        row->setNarrow(narrow);
    }
}

void DeliverySection::onChanged()
{
    refresh();
    Q_EMIT changed();
}

void DeliverySection::refresh()
{
    const QList<Error> wrong = problems();
    const auto bad = std::ranges::find(wrong, m_webhook->spec().name, &Error::field);
    m_webhook->setError(bad == wrong.end() ? QString() : bad->message);
    m_section->setTitle(summary());
}

QString DeliverySection::summary() const
{
    const Delivery now = delivery();
    QStringList parts;
    if (isPrivate(now.access))
        parts << tr("private");
    if (now.expirySeconds == Delivery::never)
        parts << tr("kept for good");
    else if (now.expirySeconds)
        parts << tr("deleted %1").arg(m_expiry->text().toLower()).trimmed();
    if (!now.webhook.isEmpty())
        parts << tr("webhook");
    return parts.isEmpty() ? tr("Delivery") : tr("Delivery: %1").arg(parts.join(tr(", ")));
}

} // namespace janus::ui
