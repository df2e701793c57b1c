// PromptField: styles, and what is made of choices and lists. The field itself: promptfield.cpp.
#include "ui/compose/promptfield.h"

#include "ui/compose/namecompletion.h"
#include "ui/compose/promptcolours.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/wordspreview.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/segmentedcontrol.h"

#include <QActionGroup>
#include <QComboBox>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int mostListsInMenu = 40;
constexpr int mostPreviewed = 100;

QString asMenuText(const QString &name)
{
    return QString(name).replace(u'&', "&&"_L1);
}

} // namespace

void PromptField::setWords(const words::Lists &lists, const QList<words::Style> &styles)
{
    m_lists = lists;
    m_styles = styles;
    m_colours->setLists(lists);
    m_completion->setNames(lists.names());
    const auto isChosen = [this](const words::Style &style) { return style.name == m_style; };
    // Before the library is open there are no styles at all; the draft's own must last until then.
    if (!styles.isEmpty() && std::none_of(styles.begin(), styles.end(), isChosen))
        m_style.clear();
    showStyles();
    read();
}

void PromptField::setStyleName(const QString &name)
{
    m_style = name;
    showStyles();
}

void PromptField::setTakesAll(bool all)
{
    m_takesAll = all;
    read();
}

Wording PromptField::wording() const
{
    Wording wording{.drawing = m_takesAll ? Wording::Drawing::All : Wording::Drawing::BySeed,
                    .lists = m_lists,
                    .style = {}};
    const auto chosen = std::find_if(m_styles.begin(), m_styles.end(),
                                     [this](const words::Style &style) { return style.name == m_style; });
    if (chosen != m_styles.end())
        wording.style = *chosen;
    return wording;
}

int PromptField::setCount() const
{
    return m_takesAll ? static_cast<int>(std::min<quint64>(m_combinations, quint64(words::mostCombinations)))
                      : 1;
}

void PromptField::showStyles()
{
    m_styleCombo->clear();
    m_styleCombo->addItem(tr("No style"));
    for (const words::Style &style : std::as_const(m_styles)) {
        m_styleCombo->addItem(style.name);
        if (style.name == m_style)
            m_styleCombo->setCurrentIndex(m_styleCombo->count() - 1);
    }
    for (QWidget *widget : std::as_const(m_styleRow))
        widget->setVisible(!m_styles.isEmpty());
    m_styleButton->setInk(m_styleCombo->currentIndex() > 0 ? &Colors::choice : nullptr);
    m_styleButton->setName(m_styleCombo->currentIndex() > 0 ? tr("Style: %1").arg(m_style) : tr("Style"));
}

void PromptField::showWords()
{
    const bool isChoice = m_combinations > 1;
    for (QWidget *widget : std::as_const(m_wordsRow))
        widget->setVisible(isChoice);
    const QLocale locale;
    const bool isTooMany = m_combinations > quint64(words::mostCombinations);
    const QString most = locale.toString(words::mostCombinations);
    QToolButton *all = m_drawing->segment(1);
    all->setText(!isTooMany                ? tr("All %1").arg(locale.toString(m_combinations))
                 : m_combinations > 99'999 ? tr("First %1").arg(most)
                                           : tr("%1 of %2").arg(most, locale.toString(m_combinations)));
    all->setToolTip(
        isTooMany ? tr("The first %1 prompts, all with the same seeds: only the words differ.").arg(most)
                  : tr("Every prompt once, all with the same seeds: only the words differ."));
    m_drawing->setCurrentIndex(m_takesAll ? 1 : 0);
    setSentenceIndented(isChoice);
    setHintText(!isChoice    ? QString()
                : m_takesAll ? tr("Same seeds: only the words differ")
                             : tr("Each picture's seed draws its words"));
}

void PromptField::chooseStyle(const QString &name)
{
    setStyleName(name);
    Q_EMIT wordingChanged();
}

void PromptField::openStyleMenu()
{
    auto *menu = new QMenu(this);
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &text, const QString &name) {
        QAction *action = menu->addAction(text, this, [this, name] { chooseStyle(name); });
        action->setCheckable(true);
        action->setChecked(name == m_style);
        group->addAction(action);
    };
    if (!m_styles.isEmpty()) {
        add(tr("No Style"), {});
        for (const words::Style &style : std::as_const(m_styles))
            add(asMenuText(style.name), style.name);
        menu->addSeparator();
    }
    menu->addAction(tr("&Save as Style…"), this, &PromptField::saveStyleRequested);
    menu->addAction(tr("&Edit Styles…"), this, &PromptField::editStylesRequested);
    popup(menu, m_styleButton);
}

void PromptField::openListsMenu()
{
    auto *menu = new QMenu(this);
    const QString chosen = m_editor->textCursor().selectedText();
    menu->addAction(tr("&Choice: {one|another}"), this, [this, chosen] {
        insert(u"{%1|}"_s.arg(chosen.isEmpty() ? tr("one") : chosen));
        m_editor->moveCursor(QTextCursor::PreviousCharacter);
    });
    menu->addAction(tr("C&omment Line"), m_editor, &PromptEdit::toggleComment);
    const QStringList names = m_lists.names();
    if (!names.isEmpty())
        menu->addSeparator();
    for (const QString &name : names.mid(0, mostListsInMenu))
        menu->addAction(asMenuText(u"__%1__"_s.arg(name)), this,
                        [this, name] { insert(u"__%1__"_s.arg(name)); });
    menu->addSeparator();
    if (m_combinations > 1)
        menu->addAction(icon(u"eye"_s), tr("Show the &Prompts"), this, &PromptField::openPreview);
    menu->addAction(tr("&Word Lists…"), this, &PromptField::editListsRequested);
    menu->addAction(icon(u"file-text"_s), tr("Prompts from &File…"), this, &PromptField::promptFileRequested);
    popup(menu, m_listsButton);
}

void PromptField::openPreview()
{
    const QLocale locale;
    const QString note =
        m_takesAll && m_combinations > quint64(words::mostCombinations)
            ? tr("One press of Generate sends the first %1.").arg(locale.toString(words::mostCombinations))
        : m_takesAll ? tr("Generate sends each of them, all with the same seeds.")
                     : tr("The seed of each picture draws one of them.");
    QStringList prompts = words::all(m_shown, m_lists, mostPreviewed);
    const std::optional<words::Style> style = wording().style;
    for (QString &prompt : prompts)
        prompt = words::styled(prompt, style ? style->text : QString());
    auto *preview = new WordsPreview(prompts, m_combinations, note, this);
    preview->openAt(m_preview->isVisible() ? static_cast<QWidget *>(m_drawing) : m_listsButton);
}

void PromptField::popup(QMenu *menu, const QWidget *button)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

} // namespace janus::ui
