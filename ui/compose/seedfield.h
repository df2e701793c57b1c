#pragma once

#include "ui/compose/paramwidget.h"

class QLineEdit;
class QToolButton;

namespace janus::ui {

class SegmentedControl;

/// What Generate does with the seed. Stored by these words (core/formstate.h): do not change them.
enum class SeedMode {
    Draw,   ///< "draw": a new one is drawn at each Generate and shown
    Locked, ///< "locked": it stays
    CountUp ///< "count": what is shown is used, then the one after it, or after the set, is shown
};
QString seedModeWord(SeedMode mode);
/// Draw for a word that is none.
SeedMode seedModeFrom(const QString &word);

/// The seed, and what Generate does with it: dice, lock, +1. One of the three is chosen; pressing the chosen
/// one once more acts at once: the dice draw, the lock opens, +1 goes to the neighbour.
///
/// A seed that somebody chose (typed, taken from a picture) is not drawn over: it is locked, unless it is
/// counted up from there. One drawn with the dice is used once before another is drawn. Empty means random.
class SeedField : public ParamWidget
{
    Q_OBJECT
public:
    explicit SeedField(const ParamSpec &spec, QWidget *parent = nullptr);

    SeedMode mode() const;
    /// Says nothing.
    void setMode(SeedMode mode);
    /// Somebody has chosen the seed, or taken it away. Says nothing.
    void setChosen(bool isChosen);
    bool isLocked() const { return mode() == SeedMode::Locked; }
    /// Locks, or goes back to what was before the lock.
    void toggleLock();

    /// A new one at once; the mode stays.
    void drawNew();
    /// The neighbouring seed at once; in Draw mode it is locked.
    void next();

    /// What Generate does first: makes sure there is a seed, in Draw mode a new one unless it is fresh.
    void prepare();
    /// What Generate does last, when `seeds` seeds from the shown one on have been used.
    void advance(int seeds);

    /// In a low dock the hint goes first.
    void setLow(bool low);

    QLineEdit *numberEdit() const { return m_edit; }
    SegmentedControl *modes() const { return m_modes; }
    QToolButton *diceButton() const;
    QToolButton *lockButton() const;
    QToolButton *nextButton() const;

Q_SIGNALS:
    /// By the artist's hand.
    void modeChanged();

protected:
    void display(const QJsonValue &value) override;
    void changeEvent(QEvent *event) override;

private:
    void onPressed(int mode);
    void onTyped();
    bool hasSeed() const;
    void setSeed(qint64 seed);
    void refreshHint();
    void restyle();

    QLineEdit *m_edit;
    SegmentedControl *m_modes;
    SeedMode m_shown = SeedMode::Draw;    ///< before the press that is being handled
    SeedMode m_unlocked = SeedMode::Draw; ///< what the lock gives way to
    bool m_isLow = false;
    bool m_isFresh = false; ///< drawn with the dice and not yet sent
};

} // namespace janus::ui
