#pragma once

#include <QList>
#include <QWidget>

class QAbstractButton;

namespace janus::ui {

/// The four buttons on a picture of a sheet, on a dark plate: new seed, open, make it the centre, use its
/// settings. The keyboard has keys for them, so they take no focus.
class HoverTools : public QWidget
{
    Q_OBJECT
public:
    enum class Tool { Reroll, Open, Centre, Use };
    Q_ENUM(Tool)

    explicit HoverTools(QWidget *parent);

    QAbstractButton *button(Tool tool) const { return m_buttons.at(int(tool)); }
    /// The picture is the centre already: the lock opens.
    void setCentre(bool isCentre);
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(janus::ui::HoverTools::Tool tool);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QList<QAbstractButton *> m_buttons;
};

} // namespace janus::ui
