// MainWindow: settings out of files, texts, and pictures that other programs made.
#include "ui/mainwindow.h"

#include "core/foreignrecipe.h"
#include "core/modelschema.h"
#include "core/sweep.h"
#include "library/catalogue.h"
#include "library/foundrecipe.h"
#include "library/library.h"
#include "models/pictureids.h"
#include "support/pool.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/dropcover.h"
#include "ui/compose/paramform.h"
#include "ui/noticearea.h"
#include "ui/shelf/finding.h"
#include "ui/windowactions.h"

#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonObject>
#include <QMimeData>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

const QString restoredTopic = u"restored"_s;
constexpr qsizetype mostShownLine = 2'000; ///< characters; all of it is copied

QStringList localFilesOf(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

/// "Guidance: 30 (20 is the nearest that fits). Not used: Negative prompt, Steps, Sampler, Model and 2 more"
QString leftText(const QList<UnusedSetting> &unused)
{
    constexpr qsizetype most = 4;
    QStringList names;
    QString changed;
    for (const UnusedSetting &setting : unused) {
        if (setting.isChanged)
            changed += setting.line() + u". "_s;
        else if (!names.contains(setting.name))
            names << setting.name;
    }
    if (names.isEmpty())
        return changed.trimmed();
    if (names.size() <= most)
        return changed + MainWindow::tr("Not used: %1").arg(names.join(u", "_s));
    return changed + MainWindow::tr("Not used: %1 and %2 more")
                         .arg(names.first(most).join(u", "_s), QString::number(names.size() - most));
}

QString shownLines(const QList<UnusedSetting> &unused)
{
    QStringList lines;
    for (const UnusedSetting &setting : unused) {
        QString line = setting.line().simplified();
        if (line.size() > mostShownLine)
            line = line.first(mostShownLine) + u'…';
        lines << line;
    }
    return lines.join(u'\n');
}

/// The first of the files that carries a recipe, or why none does.
Result<library::FoundRecipe> firstRecipeIn(const QStringList &files)
{
    std::optional<Error> first;
    for (const QString &file : files) {
        Result<library::FoundRecipe> found = library::recipeInFile(file);
        if (found)
            return found;
        if (!first)
            first = found.error();
    }
    return first.value_or(Error{ErrorKind::BadInput, MainWindow::tr("There is no file.")});
}

} // namespace

void MainWindow::connectRestore()
{
    m_dropCover = new DropCover(tr("Use this picture’s settings"), m_compose);
    connect(m_dropCover, &DropCover::dropped, this, &MainWindow::restoreDropped);
    connect(m_composeDock, &QDockWidget::topLevelChanged, this, &MainWindow::watchDrags,
            Qt::QueuedConnection);
    connect(m_composeDock, &QDockWidget::visibilityChanged, this, &MainWindow::watchDrags);
    connect(m_actions->openRecipe, &QAction::triggered, this, &MainWindow::chooseRecipe);
    connect(m_actions->pasteRecipe, &QAction::triggered, this, &MainWindow::pasteRecipe);
}

/// This window's drags, and those of the form's own when it floats.
void MainWindow::watchDrags()
{
    m_dropCover->watch(this);
    m_dropCover->watch(m_compose);
}

void MainWindow::chooseRecipe()
{
    auto *dialog = new QFileDialog(this, tr("Open Picture or Recipe"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Pictures and recipes (*.jpg *.jpeg *.png *.webp *.json *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this,
            [this](const QStringList &files) { restoreFirst(files); });
    dialog->open();
}

void MainWindow::pasteRecipe()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (const QStringList files = data ? localFilesOf(*data) : QStringList(); !files.isEmpty())
        return restoreFirst(files);
    const QString text = data ? data->text() : QString();
    support::runInPool(
        *QThreadPool::globalInstance(), this, [text] { return library::recipeInText(text); },
        [this](const Result<library::FoundRecipe> &found) {
            if (!found)
                return m_notices->show(
                    restoredTopic, NoticeBar::Kind::Info, tr("There is no recipe in the clipboard."),
                    tr("Copy a recipe here, or generation data in another program, and paste again."));
            if (const auto *recipe = std::get_if<library::Recipe>(&*found))
                return useRecipe(*recipe);
            useForeignRecipe(std::get<ForeignRecipe>(*found), {});
        });
}

void MainWindow::restoreFirst(const QStringList &files, const QString &lead)
{
    support::runInPool(
        *QThreadPool::globalInstance(), this, [files] { return firstRecipeIn(files); },
        [this, files, lead](const Result<library::FoundRecipe> &found) {
            if (!found)
                return tellNothingRestored(files, lead, found.error());
            if (const auto *recipe = std::get_if<library::Recipe>(&*found))
                return useRecipe(*recipe);
            useForeignRecipe(std::get<ForeignRecipe>(*found), {});
        });
}

void MainWindow::restoreDropped(const QMimeData &data)
{
    if (const library::PictureIds ids = models::pictureIdsOf(data); !ids.empty())
        return restorePicture(ids.front());
    restoreFirst(localFilesOf(data));
}

void MainWindow::restorePicture(PictureId id)
{
    m_studio.library.catalogue().pictures({id}, this, [this](const Result<QList<Picture>> &pictures) {
        if (pictures && !pictures->isEmpty())
            usePicture(pictures->first());
    });
}

/// An imported picture: its file says what its row cannot hold. `role`: only that.
void MainWindow::useForeign(const Picture &picture, std::optional<ParamRole> role)
{
    support::runInPool(
        *QThreadPool::globalInstance(), this, [file = picture.file] { return library::recipeInFile(file); },
        [this, picture, role](const Result<library::FoundRecipe> &found) {
            const auto *recipe = found ? std::get_if<ForeignRecipe>(&*found) : nullptr;
            if (!recipe) {
                return m_notices->show(restoredTopic, NoticeBar::Kind::Info,
                                       found ? tr("The file has become another one.") : found.error().message,
                                       tr("There is nothing to take into the form."));
            }
            if (!role)
                return useForeignRecipe(*recipe, picture.name());
            const ModelSchema &schema = m_compose->form()->schema();
            const ParamSpec *param = schema.find(*role);
            const RestoredSettings settings = appliedTo(*recipe, schema);
            if (param && settings.used.contains(param->name))
                return useParam(param->name, settings.request.input[param->name]);
            m_notices->show(restoredTopic, NoticeBar::Kind::Info,
                            tr("%1 does not say this.").arg(QFileInfo(picture.file).fileName()),
                            tr("There is nothing to take into the form."));
        });
}

void MainWindow::useRecipe(const library::Recipe &recipe)
{
    const Picture picture = library::pictureOf(recipe);
    setWorkspace(Workspace::Create);
    m_composeDock->show();
    m_notices->hide(restoredTopic);
    usePicture(picture);
    if (picture.request.endpoint.isEmpty() || schemaOf(picture.request.endpoint)) // else that was said
        m_notices->show(restoredTopic, NoticeBar::Kind::Success,
                        tr("All settings of the picture are in the form."), QString());
}

/// Settings of a model that is not on the list stand in the form of another one, which does not go unsaid.
void MainWindow::tellOfUnknownModel(const GenerationRequest &request)
{
    const ModelSchema &schema = m_compose->form()->schema();
    if (request.endpoint.isEmpty() || request.endpoint == schema.endpoint() || schemaOf(request.endpoint))
        return;
    QList<UnusedSetting> left;
    for (auto it = request.input.constBegin(); it != request.input.constEnd(); ++it) {
        if (!schema.find(it.key()))
            left << UnusedSetting{it.key(), plainValueText(it.value()), {}};
    }
    const QString strong = left.isEmpty() ? tr("All settings are in the form of %1.").arg(schema.title())
                                          : tr("Some settings are in the form of %1.").arg(schema.title());
    QString text = tr("They were made for %1, which is not among your models.").arg(request.endpoint);
    if (left.isEmpty())
        return m_notices->show(restoredTopic, NoticeBar::Kind::Warning, strong, text);
    text += u' ' + leftText(left);
    RestoredSettings all;
    all.unused = left;
    m_notices->show(
        restoredTopic, NoticeBar::Kind::Warning, strong, text,
        QList<NoticeArea::Button>{{tr("Copy All"), [this, lines = all.unusedText()] { copyText(lines); }}});
    m_notices->setDetails(restoredTopic, shownLines(left));
}

void MainWindow::useForeignRecipe(const ForeignRecipe &recipe, const std::optional<PictureName> &parent)
{
    const ModelSchema &schema = m_compose->form()->schema();
    const RestoredSettings settings = appliedTo(recipe, schema);
    const QString program = programText(recipe);
    const bool isAny = !settings.used.isEmpty();
    if (isAny) {
        QJsonObject said; // what it does not say stays as it is: words that are being written above all
        for (const QString &name : settings.used)
            said[name] = settings.request.input[name];
        setWorkspace(Workspace::Create);
        m_composeDock->show();
        m_compose->asOneStep(tr("Use the Settings of %1").arg(recipe.program),
                             [&] { m_compose->useSettings(said, parent); });
    }
    const QString verb = settings.used.size() == 1 ? tr("is in the form.") : tr("are in the form.");
    m_notices->show(restoredTopic, isAny ? NoticeBar::Kind::Success : NoticeBar::Kind::Info,
                    isAny ? tr("From %1: %2 %3").arg(program, settings.usedText(), verb)
                          : tr("From %1: nothing of it applies to %2.").arg(program, schema.title()),
                    leftText(settings.unused),
                    settings.unused.isEmpty()
                        ? QList<NoticeArea::Button>()
                        : QList<NoticeArea::Button>{
                              {tr("Copy All"), [this, text = settings.unusedText()] { copyText(text); }}});
    if (!settings.unused.isEmpty())
        m_notices->setDetails(restoredTopic, shownLines(settings.unused));
}

void MainWindow::tellNothingRestored(const QStringList &files, const QString &lead, const Error &why)
{
    const bool isImportable = std::ranges::any_of(files, [](const QString &file) {
        return QFileInfo(file).isFile() && !file.endsWith(".json"_L1) && !file.endsWith(".txt"_L1);
    });
    const QString reason = files.size() > 1 ? tr("None of these files says how it was made.") : why.message;
    QStringList rest;
    if (!lead.isEmpty())
        rest << reason;
    if (isImportable)
        rest << (files.size() > 1 ? tr("Import them to keep them in the library.")
                                  : tr("Import it to keep it in the library."));
    QList<NoticeArea::Button> buttons;
    if (isImportable)
        buttons << NoticeArea::Button{tr("Import"), [this, files] {
                                          m_notices->hide(restoredTopic);
                                          importFiles(files);
                                      }};
    m_notices->show(restoredTopic, NoticeBar::Kind::Info, lead.isEmpty() ? reason : lead, rest.join(u' '),
                    buttons);
}

} // namespace janus::ui
