#pragma once

#include "core/wording.h"
#include "ui/compose/paramwidget.h"

class QComboBox;
class QMenu;

namespace janus::ui {

class IconButton;
class NameCompletion;
class PromptColours;
class PromptEdit;
class SegmentedControl;

/// The prompt: the editor, and in the same frame a foot row with buttons, and with the count of characters
/// and words or of the prompts that the text stands for. Below it, where there is something to choose: the
/// style, and whether the seed draws among the words or all of them are sent. The value is the text as it is
/// written.
class PromptField : public ParamWidget
{
    Q_OBJECT
public:
    explicit PromptField(const ParamSpec &spec, QWidget *parent = nullptr);

    PromptEdit *editor() const { return m_editor; }
    void setError(const QString &sentence) override;
    void setNarrow(bool narrow) override;
    QString footText() const;
    /// One of the prompts that the text stands for, with the style.
    QJsonValue judgedValue() const override;

    /// What the text draws from, and the styles there are. A style that is gone is not chosen any more.
    void setWords(const words::Lists &lists, const QList<words::Style> &styles);
    /// Empty: no style. Says nothing; so does setTakesAll().
    QString styleName() const { return m_style; }
    void setStyleName(const QString &name);
    bool takesAll() const { return m_takesAll; }
    void setTakesAll(bool all);
    Wording wording() const;
    /// How many sets of requests one press of Generate sends.
    int setCount() const;

    /// The history of the form opens below it.
    IconButton *historyButton() const { return m_history; }
    IconButton *styleButton() const { return m_styleButton; }
    IconButton *listsButton() const { return m_listsButton; }
    QComboBox *styleCombo() const { return m_styleCombo; }
    SegmentedControl *drawing() const { return m_drawing; }
    IconButton *previewButton() const { return m_preview; }

    /// Puts words at the caret, in place of what is selected.
    void insert(const QString &words);

Q_SIGNALS:
    /// The artist chose another style, or another way to draw.
    void wordingChanged();
    void saveStyleRequested();
    void editStylesRequested();
    void editListsRequested();
    void promptFileRequested();
    void historyRequested();

protected:
    void display(const QJsonValue &value) override;
    void changeEvent(QEvent *event) override;

private:
    void makeFoot(QLayout *column);
    void makeRows();
    void restyle();
    void onEdited();
    void read();
    void count();
    void showStyles();
    void showWords();
    void chooseStyle(const QString &name);
    void openStyleMenu();
    void openListsMenu();
    void openPreview();
    void popup(QMenu *menu, const QWidget *button);

    class Box;
    Box *m_box;
    PromptEdit *m_editor;
    PromptColours *m_colours;
    NameCompletion *m_completion;
    IconButton *m_history = nullptr;
    IconButton *m_styleButton = nullptr;
    IconButton *m_listsButton = nullptr;
    PlainLabel *m_foot;
    QList<QWidget *> m_styleRow; ///< shown together
    QComboBox *m_styleCombo = nullptr;
    QList<QWidget *> m_wordsRow; ///< shown together
    SegmentedControl *m_drawing = nullptr;
    IconButton *m_preview = nullptr;

    QString m_shown; ///< what stands in the editor
    words::Lists m_lists;
    QList<words::Style> m_styles;
    QString m_style;
    bool m_takesAll = false;
    quint64 m_combinations = 1;
    QString m_sample; ///< one of the prompts the text stands for
};

} // namespace janus::ui
