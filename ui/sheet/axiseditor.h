#pragma once

#include "core/modelschema.h"
#include "core/sweep.h"

#include <QFrame>
#include <QHash>
#include <QPointer>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace janus::ui {

class PlainLabel;
class SentenceLine;

/// Asks what varies along one side of a sheet and through which values, typed as a list or a range, and says
/// at every letter what that means. Opens under a chip; Enter applies, Esc leaves all as it was.
class AxisEditor : public QFrame
{
    Q_OBJECT
public:
    /// What is being asked.
    struct Question
    {
        QString side; ///< "Columns"
        ModelSchema schema;
        GenerationRequest base;  ///< whose prompt and seed are varied
        SweepAxis axis;          ///< as it is now; without a name: none yet
        QList<SweepAxis> others; ///< what varies along the other sides
        bool isBegun = false;    ///< pictures are there: what varies stays, its values may change
        bool mayBeRemoved = false;
        bool isForAdding = false; ///< the caret stands behind the last value
    };

    AxisEditor(const Question &question, QWidget *parent);

    void openBelow(const QWidget *chip);

    QComboBox *choice() const { return m_choice; }
    QLineEdit *words() const { return m_words; }
    QLineEdit *values() const { return m_values; }
    QPushButton *applyButton() const { return m_apply; }
    QPushButton *removeButton() const { return m_remove; }
    /// "8 values: 2, 4, 6, …", or why the values cannot be.
    QString reading() const;

Q_SIGNALS:
    void applied(const janus::SweepAxis &axis);
    void removed();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillChoice();
    SweepAxis chosen() const;
    void onChoice();
    void read();
    void apply();
    void fit();
    void suggest();
    QString suggestion() const;

    Question m_question;
    QComboBox *m_choice;
    QWidget *m_wordsRow = nullptr;
    QLineEdit *m_words;
    QLineEdit *m_values;
    SentenceLine *m_reading;
    PlainLabel *m_hint;
    QPushButton *m_apply;
    QPushButton *m_remove;
    QJsonArray m_read;               ///< the values as they were understood
    QString m_suggested;             ///< what suggest() put into the values
    QHash<QString, QString> m_typed; ///< values that are the artist's own, by what was chosen
    QString m_shownChoice;           ///< whose values are in sight
};

} // namespace janus::ui
