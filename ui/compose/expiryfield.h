#pragma once

#include "ui/compose/choicefield.h"

#include <optional>

namespace janus::ui {

/// How long a file stays at the service: some usual times, for good, or as the account is set.
class ExpiryField : public ChoiceField
{
    Q_OBJECT
public:
    ExpiryField(const QString &title, const QString &hint, QWidget *parent = nullptr);

    /// Seconds, Delivery::never, or nothing: as the account is set.
    std::optional<qint64> seconds() const;
    /// Shows a time; one that is not on the list is kept, with nothing chosen. Says nothing.
    void setSeconds(std::optional<qint64> seconds);
    /// The chosen words.
    QString text() const { return value().toString(); }

private:
    std::optional<qint64> m_unlisted;
};

} // namespace janus::ui
