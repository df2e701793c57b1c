#pragma once

#include "ui/compose/paramwidget.h"

class QLineEdit;
class QToolButton;

namespace janus::ui {

class IconButton;

/// The seed. Unlocked, a new one is drawn at each Generate and shown; locked, it stays. A seed that somebody
/// chose (typed, +1, taken from a picture) is locked, so that Generate does not throw it away; one drawn with
/// the dice is used once. Empty means random.
class SeedField : public ParamWidget
{
    Q_OBJECT
public:
    explicit SeedField(const ParamSpec &spec, QWidget *parent = nullptr);

    bool isLocked() const;
    /// Says nothing.
    void setLocked(bool locked);
    void toggleLock();

    /// The dice.
    void drawNew();
    /// The neighbouring seed.
    void next();
    /// What Generate does first: makes sure there is a seed, and a new one unless it is locked or fresh.
    void drawIfUnlocked();

    QLineEdit *numberEdit() const { return m_edit; }
    IconButton *diceButton() const { return m_dice; }
    IconButton *lockButton() const { return m_lock; }
    QToolButton *nextButton() const { return m_next; }

Q_SIGNALS:
    void lockChanged();

protected:
    void display(const QJsonValue &value) override;
    void changeEvent(QEvent *event) override;

private:
    void onTyped();
    void setSeed(qint64 seed);
    void refreshLock();
    void restyle();

    QLineEdit *m_edit;
    IconButton *m_dice;
    IconButton *m_lock;
    QToolButton *m_next;
    bool m_isFresh = false; // drawn with the dice and not yet sent
};

} // namespace janus::ui
