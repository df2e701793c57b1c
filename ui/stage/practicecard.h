#pragma once

#include "ui/kit/card.h"

class QBoxLayout;

namespace janus::ui {

class PlainLabel;

/// The calm card on top of the stage while the program practises: what practice means, and the way to a key.
class PracticeCard : public Card
{
    Q_OBJECT
public:
    explicit PracticeCard(QWidget *parent = nullptr);

    /// The width it has where there is room, with its shadow.
    int widest() const;
    /// Arranges the buttons for a width and gives the height that needs, both with the shadow.
    int fitTo(int width);

Q_SIGNALS:
    void addKeyRequested();
    void keepPractisingRequested();
    void keyHelpRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void restyle();

    PlainLabel *m_flask;
    QBoxLayout *m_buttons = nullptr; ///< a column where they do not fit side by side
};

} // namespace janus::ui
