#include "ui/compose/deliverysection.h"

#include "ui/compose/choicefield.h"
#include "ui/compose/linefield.h"
#include "ui/compose/switchfield.h"
#include "ui/kit/collapsiblesection.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int sectionSide = 16;
constexpr qint64 day = 86'400;

struct Expiry
{
    std::optional<qint64> seconds;
    QString text;
};

QList<Expiry> expiries()
{
    return {{std::nullopt, DeliverySection::tr("As my account is set")},
            {3'600, DeliverySection::tr("After an hour")},
            {day, DeliverySection::tr("After a day")},
            {7 * day, DeliverySection::tr("After a week")},
            {30 * day, DeliverySection::tr("After 30 days")},
            {365 * day, DeliverySection::tr("After a year")},
            {Delivery::never, DeliverySection::tr("Never")}};
}

ParamSpec spec(const QString &name, const QString &title, const QString &hint, ParamKind kind)
{
    ParamSpec spec;
    spec.name = name;
    spec.title = title;
    spec.hint = hint;
    spec.kind = kind;
    return spec;
}

ParamSpec expirySpec()
{
    ParamSpec choice =
        spec(u"expiry"_s, DeliverySection::tr("Delete at fal"),
             DeliverySection::tr("The copy at fal only: what is in your library stays."), ParamKind::Choice);
    for (const Expiry &expiry : expiries())
        choice.choices << expiry.text;
    return choice;
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
    , m_expiry(new ChoiceField(expirySpec()))
    , m_webhook(new LineField(spec(u"webhook"_s, tr("Webhook"),
                                   tr("fal tells this https address, too, when a picture is ready."),
                                   ParamKind::Text)))
{
    auto *rows = new QWidget;
    auto *column = new QVBoxLayout(rows);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    for (ParamWidget *row : {m_privacy, m_expiry, m_webhook}) {
        column->addWidget(row);
        connect(row, &ParamWidget::valueChanged, this, &DeliverySection::onChanged);
    }
    m_section->setContent(rows);
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
    const QString chosen = m_expiry->value().toString();
    for (const Expiry &expiry : expiries()) {
        if (expiry.text == chosen)
            delivery.expirySeconds = expiry.seconds;
    }
    delivery.webhook = QUrl(m_webhook->value().toString().trimmed(), QUrl::StrictMode);
    return delivery;
}

void DeliverySection::setDelivery(const Delivery &delivery)
{
    m_kept = delivery;
    m_privacy->setValue(isPrivate(delivery.access));
    const QList<Expiry> known = expiries();
    const auto shown = std::ranges::find(known, delivery.expirySeconds, &Expiry::seconds);
    // A time that is not in the list is kept, with nothing chosen.
    m_expiry->setValue(shown == known.end() ? QJsonValue(QString()) : QJsonValue(shown->text));
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

void DeliverySection::setLabelWidth(int width, bool narrow)
{
    for (ParamWidget *row : {m_privacy, m_expiry, m_webhook}) {
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
        parts << tr("deleted %1").arg(m_expiry->value().toString().toLower()).trimmed();
    if (!now.webhook.isEmpty())
        parts << tr("webhook");
    return parts.isEmpty() ? tr("Delivery") : tr("Delivery: %1").arg(parts.join(tr(", ")));
}

} // namespace janus::ui
