// MainWindow: styles, lists of words, and prompts from files.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "core/paramroles.h"
#include "core/promptlist.h"
#include "core/wordfiles.h"
#include "library/wordstore.h"
#include "support/pool.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/namedtextsdialog.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/promptlistdialog.h"
#include "ui/noticearea.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using library::WordStore;

NamedTextsDialog::Kind styleKind()
{
    return {.title = u"Styles"_s,
            .intro =
                u"A style is put around the prompt when it is sent. {prompt} stands for the prompt; without "
                "it, the style follows behind a comma."_s,
            .newName = u"New style"_s,
            .textLabel = u"Text"_s,
            .placeholder = u"{prompt}, gouache on rough paper, muted colours"_s,
            .noneYet = {},
            .check = &wordfiles::checkStyleName,
            .summary =
                [](const QString &text) {
                    return u"Sends: %1"_s.arg(words::styled(u"a fox in snow"_s, text).simplified());
                },
            .checkText = &wordfiles::checkStyleText};
}

NamedTextsDialog::Kind listKind()
{
    return {.title = u"Word Lists"_s,
            .intro =
                u"__name__ in a prompt draws one line of the list of that name. Lines that begin with # are "
                "comments; lines may hold {choices|of words} and other lists."_s,
            .newName = u"list"_s,
            .textLabel = u"Entries, one a line"_s,
            .placeholder = u"dawn\nnoon\nstorm light\nnight"_s,
            .noneYet = {},
            .check = &wordfiles::checkListName,
            .summary = [](const QString &text) {
                const auto count = words::entriesOf(text).size();
                if (count > words::mostEntries)
                    return u"%1 entries; the first %2 are used"_s.arg(QLocale().toString(count),
                                                                      QLocale().toString(words::mostEntries));
                return count == 1 ? u"1 entry"_s : u"%1 entries"_s.arg(QLocale().toString(count));
            }};
}

QString importedText(const WordStore::Imported &report)
{
    QStringList sentences = report.problems;
    if (!report.added.isEmpty())
        sentences << u"Imported: %1."_s.arg(
            report.added.size() > 5 ? u"%1 and %2 more"_s.arg(report.added.mid(0, 5).join(u", "_s),
                                                              QString::number(report.added.size() - 5))
                                    : report.added.join(u", "_s));
    return (sentences + report.notes).join(u' ');
}

Result<PromptList> promptListIn(const QString &path, const ModelSchema &schema, const GenerationRequest &base)
{
    QFile file(path);
    const QString name = QFileInfo(path).fileName();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"%1 cannot be read: %2."_s.arg(name, file.errorString())};
    if (file.size() > wordfiles::largestFile)
        return Error{ErrorKind::BadInput,
                     u"%1 is too large for a list of prompts: more than 10 MB."_s.arg(name)};
    return readPromptList(file.readAll(), name, schema, base);
}

} // namespace

void MainWindow::connectWords()
{
    m_words = new WordStore(m_studio.library, this);
    connect(m_words, &WordStore::changed, this, &MainWindow::showWords);
    connect(m_words, &WordStore::styleRenamed, m_compose, &ComposePanel::renameStyle);
    m_words->load(); // waits until the library is open
    connect(m_compose, &ComposePanel::saveStyleRequested, this, [this](const QString &text) {
        stylesDialog()->open();
        stylesDialog()->addNew(text);
    });
    connect(m_compose, &ComposePanel::editStylesRequested, this, [this] { stylesDialog()->open(); });
    connect(m_compose, &ComposePanel::editListsRequested, this, [this] { listsDialog()->open(); });
    connect(m_compose, &ComposePanel::promptFileRequested, this,
            [this](const QString &file) { file.isEmpty() ? choosePromptFile() : readPromptFile(file); });
    if (auto *edit = menuBar()->findChild<QMenu *>(u"edit"_s)) {
        edit->addSeparator();
        for (QAction *action : m_compose->wordActions())
            action ? edit->addAction(action) : static_cast<void>(edit->addSeparator());
    }
}

void MainWindow::showWords()
{
    m_compose->setWords(words::Lists(m_words->lists()), m_words->styles());
    QList<NamedTextsDialog::Entry> entries;
    if (m_stylesDialog) {
        for (const words::Style &style : m_words->styles())
            entries << NamedTextsDialog::Entry{style.name, style.text};
        m_stylesDialog->setEntries(entries);
    }
    entries.clear();
    if (m_listsDialog) {
        for (const words::List &list : m_words->lists())
            entries << NamedTextsDialog::Entry{list.name, list.text};
        m_listsDialog->setEntries(entries);
    }
    refreshCompose();
}

NamedTextsDialog *MainWindow::stylesDialog()
{
    if (m_stylesDialog)
        return m_stylesDialog;
    auto *dialog = m_stylesDialog = new NamedTextsDialog(styleKind(), this);
    connect(dialog, &NamedTextsDialog::keepRequested, this,
            [this, dialog](const QString &name, const QString &text, const QString &before) {
                m_words->keepStyle({name, text}, before, dialog,
                                   [dialog](const Result<void> &kept) { dialog->showKept(kept); });
            });
    connect(dialog, &NamedTextsDialog::removeRequested, this, [this, dialog](const QString &name) {
        m_words->removeStyle(name, dialog, [dialog](const Result<void> &gone) { dialog->showKept(gone); });
    });
    connect(dialog, &NamedTextsDialog::failed, this, &MainWindow::tellWordsNotKept);
    connect(dialog, &NamedTextsDialog::importRequested, this, [this] { importWords(true); });
    connect(dialog, &NamedTextsDialog::exportRequested, this, [this] { exportWords(true); });
    showWords();
    return dialog;
}

NamedTextsDialog *MainWindow::listsDialog()
{
    if (m_listsDialog)
        return m_listsDialog;
    auto *dialog = m_listsDialog = new NamedTextsDialog(listKind(), this);
    connect(dialog, &NamedTextsDialog::keepRequested, this,
            [this, dialog](const QString &name, const QString &text, const QString &before) {
                m_words->keepList({name, text}, before, dialog,
                                  [dialog](const Result<void> &kept) { dialog->showKept(kept); });
            });
    connect(dialog, &NamedTextsDialog::removeRequested, this, [this, dialog](const QString &name) {
        m_words->removeList(name, dialog, [dialog](const Result<void> &gone) { dialog->showKept(gone); });
    });
    connect(dialog, &NamedTextsDialog::failed, this, &MainWindow::tellWordsNotKept);
    connect(dialog, &NamedTextsDialog::importRequested, this, [this] { importWords(false); });
    connect(dialog, &NamedTextsDialog::exportRequested, this, [this] { exportWords(false); });
    showWords();
    return dialog;
}

/// Their dialog was closed by then.
void MainWindow::tellWordsNotKept(const Error &error)
{
    m_notices->show(u"words"_s, NoticeBar::Kind::Danger, error.message, u"The last change was not kept."_s);
}

void MainWindow::importWords(bool areStyles)
{
    NamedTextsDialog *dialog = areStyles ? stylesDialog() : listsDialog();
    auto *choice = new QFileDialog(dialog, areStyles ? u"Import Styles"_s : u"Import Word Lists"_s);
    choice->setAttribute(Qt::WA_DeleteOnClose);
    choice->setFileMode(QFileDialog::ExistingFiles);
    choice->setNameFilter(areStyles ? u"Styles (*.csv *.json)"_s : u"Word lists (*.txt)"_s);
    connect(choice, &QFileDialog::filesSelected, this, [this, dialog, areStyles](const QStringList &files) {
        const auto tell = [dialog](const WordStore::Imported &report) {
            report.problems.isEmpty() ? dialog->say(importedText(report))
                                      : dialog->refuse(importedText(report));
        };
        areStyles ? m_words->importStyles(files, dialog, tell) : m_words->importLists(files, dialog, tell);
    });
    choice->open();
}

void MainWindow::exportWords(bool areStyles)
{
    NamedTextsDialog *dialog = areStyles ? stylesDialog() : listsDialog();
    auto *choice = new QFileDialog(dialog, areStyles ? u"Export Styles"_s : u"Folder for the Word Lists"_s);
    choice->setAttribute(Qt::WA_DeleteOnClose);
    if (areStyles) {
        choice->setAcceptMode(QFileDialog::AcceptSave);
        choice->setNameFilters({u"Table for the web UIs (*.csv)"_s, u"JSON (*.json)"_s});
        choice->setDefaultSuffix(u"csv"_s);
        choice->selectFile(u"styles.csv"_s);
    } else {
        choice->setFileMode(QFileDialog::Directory);
        choice->setOption(QFileDialog::ShowDirsOnly);
    }
    connect(choice, &QFileDialog::fileSelected, this, [this, dialog, areStyles](const QString &path) {
        if (areStyles)
            return m_words->exportStyles(path, dialog, [dialog, path](const Result<void> &written) {
                written ? dialog->say(u"Written to %1."_s.arg(QDir::toNativeSeparators(path)))
                        : dialog->refuse(written.error().message);
            });
        m_words->exportLists(path, dialog, [dialog, path](const Result<QStringList> &names) {
            names ? dialog->say(
                        u"%1 written to %2."_s.arg(names->join(u", "_s), QDir::toNativeSeparators(path)))
                  : dialog->refuse(names.error().message);
        });
    });
    choice->open();
}

void MainWindow::choosePromptFile()
{
    if (m_session.needsKey())
        return openKeyDialog(); // before anything is chosen and read in vain
    auto *choice = new QFileDialog(this, u"Prompts from File"_s);
    choice->setAttribute(Qt::WA_DeleteOnClose);
    choice->setFileMode(QFileDialog::ExistingFile);
    choice->setNameFilters({u"Text and tables (*.txt *.csv *.tsv)"_s, u"All files (*)"_s});
    connect(choice, &QFileDialog::fileSelected, this, &MainWindow::readPromptFile);
    choice->open();
}

void MainWindow::readPromptFile(const QString &file)
{
    if (m_session.needsKey())
        return openKeyDialog();
    const ModelSchema schema = m_compose->form()->schema();
    support::runInPool(
        *QThreadPool::globalInstance(), this,
        [file, schema, base = m_compose->request()] { return promptListIn(file, schema, base); },
        [this, file](const Result<PromptList> &list) {
            if (!list) {
                m_notices->show(u"promptfile"_s, NoticeBar::Kind::Danger, list.error().message,
                                u"A text file with one prompt a line, or a table with a column “prompt”."_s);
                return;
            }
            m_notices->hide(u"promptfile"_s);
            if (!m_promptList) {
                m_promptList = new PromptListDialog(this);
                connect(m_promptList, &PromptListDialog::generateRequested, this,
                        [this](const QList<PromptList::Row> &rows) {
                            QList<GenerationRequest> written;
                            for (const PromptList::Row &row : rows)
                                written << row.request;
                            sendPromptList(written);
                        });
            }
            QList<GenerationRequest> written;
            int pictures = 0;
            for (const PromptList::Row &row : list->rows) {
                written << row.request;
                pictures += imageCount(row.request);
            }
            const PromptField *field = m_compose->form()->promptField();
            const std::optional<words::Style> style = field ? field->wording().style : std::nullopt;
            QString note = u"Settings that are not in the file are those of the form."_s;
            if (style)
                note += u" The style “%1” is put around each prompt."_s.arg(style->name);
            m_promptList->setList(QFileInfo(file).fileName(), *list,
                                  static_cast<int>(m_compose->wishesOf(written).size()), pictures,
                                  m_session.isPractice(), note);
            m_promptList->open();
        });
}

void MainWindow::sendPromptList(const QList<GenerationRequest> &written)
{
    if (m_session.needsKey())
        return openKeyDialog();
    const QList<Wish> wishes = m_compose->wishesOf(written);
    if (const Result<void> checked = m_compose->checkWords(wishes); !checked) {
        m_notices->show(u"promptfile"_s, NoticeBar::Kind::Danger, checked.error().message,
                        u"Nothing was sent."_s);
        return;
    }
    m_hasGenerated = true;
    m_session.generate(wishes, m_compose->delivery());
    refreshCompose();
}

} // namespace janus::ui
