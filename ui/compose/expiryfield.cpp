#include "ui/compose/expiryfield.h"

#include "core/delivery.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr qint64 day = 86'400;

struct Expiry
{
    std::optional<qint64> seconds;
    QString text;
};

QList<Expiry> expiries()
{
    return {{std::nullopt, ExpiryField::tr("As my account is set")},
            {3'600, ExpiryField::tr("After an hour")},
            {day, ExpiryField::tr("After a day")},
            {7 * day, ExpiryField::tr("After a week")},
            {30 * day, ExpiryField::tr("After 30 days")},
            {365 * day, ExpiryField::tr("After a year")},
            {Delivery::never, ExpiryField::tr("Never")}};
}

ParamSpec expirySpec(const QString &title, const QString &hint)
{
    ParamSpec spec;
    spec.name = u"expiry"_s;
    spec.title = title;
    spec.hint = hint;
    spec.kind = ParamKind::Choice;
    for (const Expiry &expiry : expiries())
        spec.choices << expiry.text;
    return spec;
}

} // namespace

ExpiryField::ExpiryField(const QString &title, const QString &hint, QWidget *parent)
    : ChoiceField(expirySpec(title, hint), parent)
{
    setSeconds({});
}

std::optional<qint64> ExpiryField::seconds() const
{
    const QList<Expiry> known = expiries();
    const auto chosen = std::ranges::find(known, text(), &Expiry::text);
    return chosen == known.end() ? m_unlisted : chosen->seconds;
}

void ExpiryField::setSeconds(std::optional<qint64> seconds)
{
    const QList<Expiry> known = expiries();
    const auto shown = std::ranges::find(known, seconds, &Expiry::seconds);
    m_unlisted = seconds;
    setValue(shown == known.end() ? QString() : shown->text);
}

} // namespace janus::ui
