#pragma once

#include <QPushButton>

namespace janus::ui {

/// The one filled blue button of a window: 36 high, optional icon.
class PrimaryButton : public QPushButton
{
    Q_OBJECT
public:
    explicit PrimaryButton(const QString &text = {}, QWidget *parent = nullptr);

    /// Empty takes the icon away.
    void setIconName(const QString &name);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();
};

} // namespace janus::ui
