#pragma once

#include "ui/compose/paramwidget.h"

#include <QSize>

namespace janus::ui {

class IconButton;
class NumberEdit;
class SizeChips;

/// The picture's shape: chips for the model's named sizes, and width × height in pixels with swap and a lock
/// that keeps the proportion. Typed pixels that equal a named size choose it and send its name.
class SizeField : public ParamWidget
{
    Q_OBJECT
public:
    explicit SizeField(const ParamSpec &spec, QWidget *parent = nullptr);

    SizeChips *chips() const { return m_chips; }
    NumberEdit *widthEdit() const { return m_width; }
    NumberEdit *heightEdit() const { return m_height; }
    IconButton *swapButton() const { return m_swap; }
    IconButton *lockButton() const { return m_lock; }

    /// Exchanges width and height.
    void swapSides();

    void setError(const QString &sentence) override;
    QString partInError() const override;
    QWidget *firstField() const override;

protected:
    void display(const QJsonValue &value) override;

private:
    void onChip(int index);
    void onSide(NumberEdit *edited);
    void onTyped();
    void onLocked(bool locked);
    void showPixels(QSize pixels);
    QJsonValue typedValue() const;
    QSize pixels() const;
    QString presetOf(QSize pixels) const;

    SizeChips *m_chips;
    NumberEdit *m_width;
    NumberEdit *m_height;
    IconButton *m_swap;
    IconButton *m_lock;
    QSize m_proportion; // what the lock keeps
};

} // namespace janus::ui
