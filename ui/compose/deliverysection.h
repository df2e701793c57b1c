#pragma once

#include "core/delivery.h"

#include <QWidget>

namespace janus::ui {

class CollapsibleSection;
class ExpiryField;
class ParamWidget;

/// What becomes of the files at the service, and who is told: the part of a Delivery an artist understands. It folds
/// away and says in its title what is set. What it does not show (hint, tags …) is kept as it was set.
class DeliverySection : public QWidget
{
    Q_OBJECT
public:
    explicit DeliverySection(QWidget *parent = nullptr);

    Delivery delivery() const;
    /// Shows a delivery; says nothing.
    void setDelivery(const Delivery &delivery);
    /// What stands in the way of sending; empty when it may be sent.
    QList<Error> problems() const;
    /// Opens the section and puts the caret into what has to be mended.
    void checkNow();
    /// The same columns as the form above it.
    void setLabelWidth(int width, bool narrow);

    CollapsibleSection *section() const { return m_section; }
    ParamWidget *privacy() const { return m_privacy; }
    ExpiryField *expiry() const { return m_expiry; }
    ParamWidget *webhook() const { return m_webhook; }

Q_SIGNALS:
    /// By the artist's hand.
    void changed();

private:
    QList<ParamWidget *> rows() const;
    void onChanged();
    void refresh();
    QString summary() const;

    CollapsibleSection *m_section;
    ParamWidget *m_privacy;
    ExpiryField *m_expiry;
    ParamWidget *m_webhook;
    Delivery m_kept; ///< with the fields this section does not show
};

} // namespace janus::ui
