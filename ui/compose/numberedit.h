#pragma once

#include <QJsonValue>
#include <QLineEdit>

#include <optional>

namespace janus::ui {

class PlainLabel;

/// A number typed as text, right-aligned, its unit in quiet ink behind it. It never clamps what is typed:
/// judging is the schema's business, so a number out of range stays as it is and its row says why. Arrow and
/// Page keys step inside the range; the mouse wheel does nothing. Whole numbers are exact over all 64 bits.
class NumberEdit : public QLineEdit
{
    Q_OBJECT
public:
    enum class Digits { Whole, Decimal };

    /// `name` is the accessible name: "Width in pixels".
    NumberEdit(const QString &name, Digits digits, QWidget *parent = nullptr);

    void setUnit(const QString &unit);
    /// What the arrow keys do; the range bounds only them.
    void setStep(double step, std::optional<double> minimum, std::optional<double> maximum);
    /// Shows at least so many places behind the point.
    void setLeastDecimals(int decimals) { m_leastDecimals = decimals; }
    /// As wide as this many digits.
    void setWidthInDigits(int digits);

    /// What stands there: a number, or the text itself when it is none.
    QJsonValue number() const;
    /// Says nothing.
    void setNumber(const QJsonValue &number);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the artist, at each key.
    void numberEdited();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void stepBy(int steps);
    void placeUnit();
    QString shown(double number) const;

    Digits m_digits;
    double m_step = 1;
    std::optional<double> m_minimum;
    std::optional<double> m_maximum;
    int m_leastDecimals = 0;
    int m_widthInDigits = 4;
    PlainLabel *m_unit;
};

} // namespace janus::ui
