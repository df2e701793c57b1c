#pragma once

#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/sweep.h"

#include <QList>
#include <QWidget>

class QPushButton;

namespace janus::ui {

class EmptyState;
class FlowLayout;

/// A pair of things to vary, ready to be made a sheet of.
struct SheetSuggestion
{
    QString title;         ///< "Guidance × seed"
    QList<SweepAxis> axes; ///< one without values asks for them first
};

/// The suggestions for a form: guidance, temperature and words, each against the seed.
QList<SheetSuggestion> sheetSuggestions(const ModelSchema &schema, const GenerationRequest &request);

/// What stands in place of a sheet while there is none: what it is for, and ways to begin one.
class SheetEmpty : public QWidget
{
    Q_OBJECT
public:
    explicit SheetEmpty(QWidget *parent = nullptr);

    void setSuggestions(const QList<SheetSuggestion> &suggestions);
    QList<QPushButton *> buttons() const { return m_buttons; }
    /// "Something else…"
    QPushButton *otherButton() const { return m_other; }

Q_SIGNALS:
    void chosen(const janus::ui::SheetSuggestion &suggestion, QWidget *at);
    void otherRequested(QWidget *at);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    EmptyState *m_state;
    QWidget *m_buttonBox;
    FlowLayout *m_flow;
    QList<QPushButton *> m_buttons;
    QPushButton *m_other;
};

} // namespace janus::ui
