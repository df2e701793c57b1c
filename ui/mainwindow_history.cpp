// MainWindow: what the form was before. Its history and past prompts, undo and redo, and neighbouring seeds.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "core/paramroles.h"
#include "library/library.h"
#include "models/formhistorymodel.h"
#include "models/stagemodel.h"
#include "support/setting.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/historypopup.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/promptrecall.h"
#include "ui/compose/seedfield.h"
#include "ui/kit/iconbutton.h"
#include "ui/noticearea.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"
#include "ui/windowactions.h"

#include <QApplication>
#include <QDockWidget>
#include <QJsonDocument>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int neighbourCount = 4;

} // namespace

void MainWindow::connectHistory()
{
    new PromptRecall(m_studio.library.formHistory(), m_compose);
    connect(m_compose, &ComposePanel::historyRequested, this, &MainWindow::openHistory);
    connect(m_compose, &ComposePanel::modelWanted, this, [this](const QString &endpoint) {
        setFormModel(endpoint);
        if (endpoint != m_model)
            m_notices->show(u"restored"_s, NoticeBar::Kind::Warning,
                            tr("%1 is not among your models.").arg(endpoint),
                            tr("Its settings are in the form of %1, without what that does not have.")
                                .arg(m_compose->form()->schema().title()));
    });
    connect(m_actions->history, &QAction::triggered, this, &MainWindow::openHistory);
    connect(m_actions->neighbours, &QAction::triggered, this, &MainWindow::runNeighbours);

    // Where the focus is decides what is undone: the form's edits in Compose, elsewhere the library's deeds.
    // What was just taken into the form from elsewhere (use all, the seed) can be undone from there as well.
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, QWidget *now) {
        // Menus and other windows take the focus for a while: it is still about what it was about.
        const bool isInForm = now && m_compose->isAncestorOf(now);
        if (!isInForm && (!now || now->window() != this || qobject_cast<QMenuBar *>(now)))
            return;
        m_isInForm = isInForm;
        refreshUndo();
    });
    connect(m_compose, &ComposePanel::stepsChanged, this, [this](bool isEdit) {
        if (isEdit) {
            m_undoesForm = !m_isInForm;
            m_redoesForm = false;
        }
        refreshUndo();
    });
    connect(&m_studio.library.deeds(), &library::Deeds::topsChanged, this, [this] {
        m_undoesForm = false;
        m_redoesForm = false;
        refreshUndo();
    });
    connect(m_libraryActions->undo, &QAction::triggered, this, [this] { turnForm(true); });
    connect(m_libraryActions->redo, &QAction::triggered, this, [this] { turnForm(false); });
    m_compose->forgetSteps();
    refreshUndo();
}

void MainWindow::refreshUndo()
{
    const bool undoes = m_isInForm || m_undoesForm;
    const bool redoes = m_isInForm || m_redoesForm;
    const library::Deeds &deeds = m_studio.library.deeds();
    m_keeping->lendUndo(undoes, redoes);
    m_libraryActions->setUndoNames(undoes ? m_compose->undoName() : deeds.undoName(),
                                   redoes ? m_compose->redoName() : deeds.redoName());
}

/// The library's deeds are turned by Keeping.
void MainWindow::turnForm(bool isUndo)
{
    if (!m_isInForm && !(isUndo ? m_undoesForm : m_redoesForm))
        return;
    if (isUndo)
        m_compose->undo();
    else
        m_compose->redo();
    m_undoesForm = !m_isInForm && !isUndo;
    m_redoesForm = !m_isInForm && isUndo;
    refreshUndo();
}

void MainWindow::openHistory()
{
    setWorkspace(Workspace::Create);
    m_composeDock->show();
    if (!m_historyPopup) {
        m_historyPopup = new HistoryPopup(new models::FormHistoryModel(m_studio.library), this);
        connect(m_historyPopup, &HistoryPopup::stateChosen, this, [this](const QJsonObject &state) {
            QJsonObject kept = state; // like every seed that somebody chose
            const GenerationRequest past{state["model"_L1].toString(), state["input"_L1].toObject()};
            if (seed(past) && seedModeFrom(kept["seedMode"_L1].toString()) == SeedMode::Draw)
                kept[u"seedMode"_s] = seedModeWord(SeedMode::Locked);
            m_compose->setState(kept, tr("Bring Back"));
            tellOfUnknownModel(past);
            m_compose->focusPrompt();
        });
        connect(m_historyPopup, &HistoryPopup::wordsChosen, this, [this](const QJsonObject &state) {
            const GenerationRequest past{state["model"_L1].toString(), state["input"_L1].toObject()};
            if (const ParamSpec *words = m_compose->form()->schema().find(ParamRole::Prompt))
                m_compose->asOneStep(tr("Past Prompt"),
                                     [&] { m_compose->form()->setParam(words->name, prompt(past)); });
            m_compose->focusPrompt();
        });
    }
    const PromptField *field = m_compose->form()->promptField();
    m_historyPopup->openAt(field ? static_cast<const QWidget *>(field->historyButton()) : m_compose);
}

/// The other model's own draft stays where it is: a state of the form is about to be shown.
void MainWindow::setFormModel(const QString &endpoint)
{
    const std::shared_ptr<const ModelSchema> schema = schemaOf(endpoint);
    if (!schema || endpoint == m_model)
        return;
    saveDraft();
    m_model = endpoint;
    support::Setting<QString>(m_studio.settings, "compose/model"_L1, {}) = endpoint;
    m_compose->setSchema(*schema);
    showModel();
}

/// The next seeds after the picture's, everything else as it was: one batch.
void MainWindow::runNeighbours()
{
    const std::optional<Picture> picture = currentPicture();
    if (!picture || picture->isImported())
        return;
    QList<Wish> wishes;
    for (int step = 1; step <= neighbourCount; ++step) {
        Wish wish = againFrom(*picture);
        wish.request = withSeed(wish.request, nextSeed(picture->seed, step));
        if (imageCount(wish.request) > 1) // of a set that was one request: a neighbour each all the same
            wish.request = withImageCount(wish.request, 1);
        wishes << wish;
    }
    m_session.generate(wishes, m_compose->delivery());
}

} // namespace janus::ui
