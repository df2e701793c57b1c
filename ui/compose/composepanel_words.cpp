// ComposePanel: words, styles and files of prompts. The panel itself: composepanel.cpp.
#include "ui/compose/composepanel.h"

#include "core/paramroles.h"
#include "core/wording.h"
#include "core/wordtokens.h"
#include "ui/compose/countfield.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/kit/icon.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QRandomGenerator>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// The file of prompts among what is dragged: a single one, by its ending.
QString promptFileIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QString file = urls.first().toLocalFile();
    for (const auto ending : {".txt"_L1, ".csv"_L1, ".tsv"_L1}) {
        if (file.endsWith(ending, Qt::CaseInsensitive))
            return file;
    }
    return {};
}

} // namespace

void ComposePanel::makeWordActions()
{
    setAcceptDrops(true);
    const auto make = [this](const QString &text, const QString &iconName, auto slot) {
        auto *action = new QAction(text, this);
        if (!iconName.isEmpty())
            action->setIcon(icon(iconName));
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        m_wordActions << action;
        return action;
    };
    QAction *comment = make(tr("Co&mment Line"), {}, [this] {
        if (m_form->promptField())
            m_form->promptField()->editor()->toggleComment();
    });
    comment->setShortcut(Qt::CTRL | Qt::Key_Slash);
    comment->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_wordActions << nullptr;
    QAction *save = make(tr("Save as &Style…"), u"brush"_s, [this] { requestStyle(); });
    save->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    make(tr("Edit St&yles…"), {}, [this] { Q_EMIT editStylesRequested(); });
    make(tr("Word &Lists…"), u"braces"_s, [this] { Q_EMIT editListsRequested(); });
    make(tr("Prompts &from File…"), u"file-text"_s, [this] { Q_EMIT promptFileRequested({}); });
}

/// The form makes a new field for each model.
void ComposePanel::connectWords()
{
    const PromptField *field = m_form->promptField();
    if (!field)
        return;
    connect(field, &PromptField::saveStyleRequested, this, &ComposePanel::requestStyle);
    connect(field, &PromptField::editStylesRequested, this, &ComposePanel::editStylesRequested);
    connect(field, &PromptField::editListsRequested, this, &ComposePanel::editListsRequested);
    connect(field, &PromptField::promptFileRequested, this, [this] { Q_EMIT promptFileRequested({}); });
}

void ComposePanel::requestStyle()
{
    const PromptField *field = m_form->promptField();
    if (!field)
        return;
    QString text = field->editor()->textCursor().selectedText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    if (text.isEmpty())
        text = field->editor()->text();
    // A style's text is sent as it stands: what of these words is. Choices are the artist's to make.
    using Kind = words::Token::Kind;
    const bool hasChoices = std::ranges::any_of(words::tokensOf(text), [](const words::Token &token) {
        return token.kind == Kind::Open || token.kind == Kind::Name;
    });
    Q_EMIT saveStyleRequested(hasChoices ? text : words::drawn(text, {}, 0));
}

void ComposePanel::usePrompt(const QString &sent)
{
    asOneStep(tr("Use the Words"), [&] {
        if (PromptField *field = m_form->promptField()) {
            field->setStyleName({});
            m_form->setParam(field->spec().name, words::escaped(sent));
        }
    });
}

void ComposePanel::takePrompt(const QString &literal)
{
    asOneStep(tr("Use the Words"), [&] {
        m_parent.reset();
        usePrompt(literal);
    });
}

void ComposePanel::setWords(const words::Lists &lists, const QList<words::Style> &styles)
{
    m_lists = lists;
    m_styles = styles;
    if (PromptField *field = m_form->promptField())
        field->setWords(lists, styles);
    if (m_stepDepth == 0) // a style that is gone is no step of the form's
        m_undo.amend(state());
    refreshButton();
}

void ComposePanel::renameStyle(const QString &before, const QString &name)
{
    PromptField *field = m_form->promptField();
    if (field && field->styleName() == before)
        field->setStyleName(name);
    m_undo.renameStyle(before, name);
}

QList<Wish> ComposePanel::wishesOf(QList<GenerationRequest> written) const
{
    const PromptField *field = m_form->promptField();
    const bool hasSeed = m_form->schema().find(ParamRole::Seed);
    const bool splits = hasSeed && m_form->countField() && m_form->countField()->isSplit();
    Wording wording = field ? field->wording() : Wording{.drawing = Wording::Drawing::Off};
    if (field)
        wording.drawing = Wording::Drawing::BySeed;
    QList<Wish> wishes;
    for (GenerationRequest &request : written) {
        if (hasSeed && !seed(request))
            request = withSeed(request, drawSeed(*QRandomGenerator::global()));
        const int count = imageCount(request);
        wishes +=
            wishesFor(splits && count > 1 ? splitIntoSingles(request, count) : QList{request}, wording, {});
    }
    return wishes;
}

Result<void> ComposePanel::checkWords(const QList<Wish> &wishes) const
{
    const PromptField *field = m_form->promptField();
    if (!field)
        return {};
    for (const Wish &wish : wishes) {
        const Result<void> checked =
            m_form->schema().check(field->spec(), wish.request.input[field->spec().name]);
        if (!checked)
            return checked.error();
    }
    return {};
}

/// The form has judged what is written; which words are drawn, only the seed knows.
bool ComposePanel::areWishesSendable(const QList<Wish> &wishes)
{
    const Result<void> checked = checkWords(wishes);
    if (!checked)
        m_form->showErrors({checked.error()});
    return checked && !wishes.isEmpty();
}

void ComposePanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (promptFileIn(*event->mimeData()).isEmpty())
        event->ignore(); // the window knows what to do with pictures
    else
        event->acceptProposedAction();
}

void ComposePanel::dropEvent(QDropEvent *event)
{
    const QString file = promptFileIn(*event->mimeData());
    if (file.isEmpty())
        return event->ignore();
    event->acceptProposedAction();
    Q_EMIT promptFileRequested(file);
}

} // namespace janus::ui
