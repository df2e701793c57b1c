#include "ui/shelf/exportdialog.h"

#include "library/catalogue.h"
#include "library/exportnames.h"
#include "library/library.h"
#include "support/setting.h"
#include "ui/compose/sentenceline.h"
#include "ui/inspect/valuetext.h"
#include "ui/kit/announce.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"

#include <QButtonGroup>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using library::ExportOptions;
using library::ExportProfile;

constexpr auto exportAsKey = "export/as"_L1;
constexpr auto exportFolderKey = "export/folder"_L1;
constexpr auto exportNameKey = "export/name"_L1;
constexpr auto exportProfileKey = "export/profile"_L1;
constexpr std::size_t namesShown = 3;
constexpr int exportLabel = 76;

QString countText(qsizetype count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(QLocale().toString(count));
}

/// A label in its column, and a field beside it.
QHBoxLayout *exportRow(const QString &label, QWidget *field, QWidget *parent)
{
    auto *name = new PlainLabel(label, &Fonts::small, &Colors::textSecondary, parent);
    name->setFixedSize(tokensOf(parent).scaled(exportLabel), tokensOf(parent).size.control);
    name->setBuddy(field);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(name, 0, Qt::AlignTop);
    const bool isFixed = field->sizePolicy().horizontalPolicy() == QSizePolicy::Fixed;
    row->addWidget(field, isFixed ? 0 : 1);
    if (isFixed)
        row->addStretch(1);
    return row;
}

} // namespace

ExportDialog::ExportDialog(library::Library &library, QSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_library(library)
    , m_settings(settings)
    , m_kinds(new SegmentedControl(tr("Save as"), this))
    , m_target(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_names(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_nameProblem(new SentenceLine(this))
    , m_profiles(new QButtonGroup(this))
    , m_inside(new QListWidget(this))
    , m_progress(new QProgressBar(this))
    , m_progressText(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_outcome(new SentenceLine(this))
    , m_export(new QPushButton(tr("Export"), this))
    , m_cancel(new QPushButton(tr("Close"), this))
    , m_show(new QPushButton(icon(u"folder-open"_s), tr("Show"), this))
{
    setObjectName(u"exportDialog"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(16);
    column->addWidget(makeWhere());
    column->addWidget(makeNames());
    column->addWidget(makeInside(), 1);
    column->addWidget(makeFoot());
    setMinimumWidth(tokensOf(this).scaled(560));
    const support::Setting<int> as(settings, exportAsKey, 0);
    m_kinds->setCurrentIndex(as == 1 ? 1 : 0);
    m_name->setText(settings.value(exportNameKey, library::defaultExportName).toString());
    setProfile(ExportProfile(std::clamp(settings.value(exportProfileKey, 0).toInt(), 0, 2)));
    setBusy(false);
}

ExportDialog::~ExportDialog()
{
    m_cancelling.cancel();
}

QWidget *ExportDialog::makeWhere()
{
    auto *box = new QWidget(this);
    m_kinds->addSegment(tr("Folder"), u"folder"_s);
    m_kinds->addSegment(tr("Zip file"), u"archive"_s);
    m_kinds->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_target->setAccessibleName(tr("Where to"));
    m_target->setObjectName(u"exportTarget"_s);
    auto *choose = new QPushButton(tr("Choose…"), box);
    choose->setAutoDefault(false);
    auto *place = new QWidget(box);
    auto *line = new QHBoxLayout(place);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(m_target, 1);
    line->addWidget(choose);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(exportRow(tr("Save as"), m_kinds, box));
    column->addLayout(exportRow(tr("Where to"), place, box));
    connect(choose, &QPushButton::clicked, this, &ExportDialog::chooseTarget);
    connect(m_target, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    connect(m_kinds, &SegmentedControl::activated, this, [this](int index) {
        // The same place, as a file or as a folder.
        QString target = m_target->text();
        if (index == 1 && !target.isEmpty() && !target.endsWith(".zip"_L1))
            target += u".zip"_s;
        else if (index == 0 && target.endsWith(".zip"_L1))
            target.chop(4);
        m_target->setText(target);
        refresh();
    });
    return box;
}

QWidget *ExportDialog::makeNames()
{
    auto *box = new QWidget(this);
    m_name->setAccessibleName(tr("Names of the files"));
    m_name->setObjectName(u"exportName"_s);
    m_names->setObjectName(u"exportNames"_s);
    auto *fields = new QPushButton(tr("Insert"), box);
    fields->setAutoDefault(false);
    fields->setAccessibleName(tr("Insert a field into the names"));
    auto *menu = new QMenu(fields);
    for (const QString &field : library::exportNameFields())
        menu->addAction(u'{' + field + u'}', this, [this, field] { m_name->insert(u'{' + field + u'}'); });
    fields->setMenu(menu);
    auto *field = new QWidget(box);
    auto *column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 1);
    line->addWidget(fields);
    column->addLayout(line);
    column->addWidget(m_nameProblem);
    column->addWidget(m_names);
    auto *all = new QVBoxLayout(box);
    all->setContentsMargins(0, 0, 0, 0);
    all->addLayout(exportRow(tr("Names"), field, box));
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        showNames();
        refresh();
    });
    return box;
}

QWidget *ExportDialog::makeInside()
{
    auto *box = new QWidget(this);
    auto *field = new QWidget(box);
    auto *column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    const QStringList names{tr("Full recipe: everything needed to make it again"),
                            tr("Mark only: that it was made by a model, and nothing else"),
                            tr("Clean: only the picture")};
    for (int profile = 0; profile < names.size(); ++profile) {
        auto *button = new QRadioButton(names[profile], field);
        m_profiles->addButton(button, profile);
        column->addWidget(button);
    }
    m_inside->setAccessibleName(tr("What the first file will say besides its picture"));
    m_inside->setObjectName(u"exportInside"_s);
    m_inside->setSelectionMode(QAbstractItemView::NoSelection);
    m_inside->setWordWrap(true);
    m_inside->setFont(tokensOf(this).font.small);
    m_inside->setResizeMode(QListView::Adjust);
    m_inside->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_inside->setMinimumHeight(tokensOf(this).scaled(120));
    m_inside->setMaximumHeight(tokensOf(this).scaled(170));
    column->addSpacing(4);
    column->addWidget(new PlainLabel(tr("In the first file, besides the picture:"), &Fonts::small,
                                     &Colors::textMuted, field));
    column->addWidget(m_inside, 1);
    auto *all = new QVBoxLayout(box);
    all->setContentsMargins(0, 0, 0, 0);
    all->addLayout(exportRow(tr("Files carry"), field, box));
    connect(m_profiles, &QButtonGroup::idClicked, this, &ExportDialog::askInside);
    return box;
}

QWidget *ExportDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Export"));
    m_progressText->setElideMode(Qt::ElideMiddle);
    m_export->setObjectName(u"exportStart"_s);
    m_export->setDefault(true);
    m_show->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    m_show->hide();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_show);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_export);
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_progress);
    column->addWidget(m_progressText);
    column->addWidget(m_outcome);
    column->addSpacing(4);
    column->addLayout(buttons);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (!m_isBusy) {
            close();
            return;
        }
        m_cancelling.cancel();
        setBusy(false);
    });
    connect(m_show, &QPushButton::clicked, this, [this] {
        const QFileInfo target(m_target->text());
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(target.isDir() ? target.absoluteFilePath() : target.absolutePath()));
    });
    return foot;
}

void ExportDialog::openFor(std::vector<PictureId> pictures, const QString &name)
{
    m_ids = std::move(pictures);
    m_collection = name;
    m_first.clear();
    setWindowTitle(name.isEmpty() ? tr("Export %1").arg(countText(qsizetype(m_ids.size())))
                                  : tr("Export “%1”, %2").arg(name, countText(qsizetype(m_ids.size()))));
    m_outcome->clear();
    m_show->hide();
    const QString folder =
        m_settings.value(exportFolderKey, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
            .toString();
    const QString leaf = name.isEmpty() ? tr("Janus export") : library::safeFileName(name);
    m_target->setText(QDir(folder).filePath(leaf) + (m_kinds->currentIndex() == 1 ? u".zip"_s : QString()));
    const std::vector<PictureId> first(m_ids.begin(),
                                       m_ids.begin() + std::ptrdiff_t(std::min(namesShown, m_ids.size())));
    m_library.catalogue().pictures(first, this, [this](const Result<QList<Picture>> &found) {
        m_first = found ? *found : QList<Picture>();
        showNames();
    });
    askInside();
    refresh();
    show();
    raise();
    m_target->setFocus();
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.target = m_target->text().trimmed();
    options.as = m_kinds->currentIndex() == 1 ? ExportOptions::As::Zip : ExportOptions::As::Folder;
    options.nameTemplate = m_name->text();
    options.profile = ExportProfile(m_profiles->checkedId());
    return options;
}

void ExportDialog::setTarget(const QString &target)
{
    m_target->setText(target);
}

void ExportDialog::setProfile(ExportProfile profile)
{
    m_profiles->button(int(profile))->setChecked(true);
    askInside();
}

/// The names that the first files will have; what is taken there gets a number when it comes to it.
void ExportDialog::showNames()
{
    const Result<void> checked = library::checkExportName(m_name->text());
    checked ? m_nameProblem->clear() : m_nameProblem->refuse(checked.error().message);
    look::set(m_name, look::refused, !checked);
    QStringList names;
    for (qsizetype at = 0; at < m_first.size(); ++at)
        names << library::exportName(m_name->text(), m_first[at], int(at) + 1, int(m_ids.size())) + u'.' +
                     QFileInfo(m_first[at].file).suffix();
    if (m_ids.size() > std::size_t(names.size()) && !names.isEmpty())
        names << tr("… and %1 more").arg(QLocale().toString(qlonglong(m_ids.size()) - names.size()));
    m_names->setText(checked ? names.join(u'\n') : QString());
    m_names->setVisible(!m_names->text().isEmpty());
}

void ExportDialog::askInside()
{
    m_inside->clear();
    if (m_ids.empty())
        return;
    const int asked = ++m_asked;
    m_library.exchange().previewExport(
        m_ids.front(), ExportProfile(m_profiles->checkedId()), this,
        [this, asked](const Result<QList<library::Carried>> &carried) {
            if (asked != m_asked)
                return; // another profile was chosen meanwhile
            m_inside->clear();
            if (!carried) {
                m_inside->addItem(carried.error().message);
                return;
            }
            for (const library::Carried &part : *carried)
                m_inside->addItem(
                    u"%1 · %2\n%3"_s.arg(part.name, bytesText(part.bytes), part.text.trimmed().left(2000)));
            if (carried->isEmpty())
                m_inside->addItem(tr("Nothing."));
        });
}

void ExportDialog::refresh()
{
    const bool isWhole = !m_target->text().trimmed().isEmpty() && !m_ids.empty() &&
                         library::checkExportName(m_name->text()).hasValue();
    m_export->setEnabled(isWhole && !m_isBusy);
}

void ExportDialog::chooseTarget()
{
    const bool isZip = m_kinds->currentIndex() == 1;
    auto *dialog = new QFileDialog(this, isZip ? tr("Zip File") : tr("Folder"),
                                   QFileInfo(m_target->text()).absolutePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(isZip ? QFileDialog::AnyFile : QFileDialog::Directory);
    if (isZip) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"zip"_s);
        dialog->selectFile(QFileInfo(m_target->text()).fileName());
    }
    connect(dialog, &QFileDialog::fileSelected, m_target, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    m_progress->setVisible(busy);
    m_progressText->setVisible(busy);
    m_cancel->setText(busy ? tr("Stop") : tr("Close"));
    for (QWidget *input :
         {static_cast<QWidget *>(m_kinds), static_cast<QWidget *>(m_target), static_cast<QWidget *>(m_name)})
        input->setEnabled(!busy);
    for (QAbstractButton *profile : m_profiles->buttons())
        profile->setEnabled(!busy);
    refresh();
}

void ExportDialog::start()
{
    const ExportOptions chosen = options();
    m_settings.setValue(exportAsKey, m_kinds->currentIndex());
    m_settings.setValue(exportFolderKey, QFileInfo(chosen.target).absolutePath());
    m_settings.setValue(exportNameKey, chosen.nameTemplate);
    m_settings.setValue(exportProfileKey, m_profiles->checkedId());
    m_outcome->clear();
    m_show->hide();
    m_progress->setRange(0, int(m_ids.size()));
    m_progress->setValue(0);
    m_progressText->setText({});
    setBusy(true);
    m_cancelling = library::Cancelling::make();
    m_library.exchange().exportPictures(
        m_ids, chosen, m_cancelling, this,
        [this](const Result<library::ExportReport> &report) { onDone(report); },
        [this](const library::ExportProgress &progress) {
            m_progress->setRange(0, progress.total);
            m_progress->setValue(progress.done);
            m_progressText->setText(
                tr("%1 of %2 · %3").arg(progress.done).arg(progress.total).arg(progress.name));
        });
}

void ExportDialog::onDone(const Result<library::ExportReport> &report)
{
    setBusy(false);
    if (!report) {
        m_outcome->refuse(report.error().message);
        announce(this, report.error().message);
        return;
    }
    QString said = report->isCancelled
                       ? tr("Stopped after %1.").arg(countText(report->exported))
                       : tr("Exported %1, %2.").arg(countText(report->exported), bytesText(report->bytes));
    if (!report->left.isEmpty())
        said += u' ' + tr("Left out: %1, the first because: %2")
                           .arg(countText(report->left.size()), report->left.first().message);
    const bool isGood = report->left.isEmpty() && !report->isCancelled;
    m_outcome->say(said, isGood ? u"circle-check"_s : u"alert-triangle"_s,
                   isGood ? &Colors::success : &Colors::warning);
    m_show->setVisible(report->exported > 0);
    announce(this, said);
    Q_EMIT exported(*report);
}

QString ExportDialog::outcome() const
{
    return m_outcome->text();
}

/// Closing stops what is under way.
void ExportDialog::closeEvent(QCloseEvent *event)
{
    m_cancelling.cancel();
    setBusy(false);
    QDialog::closeEvent(event);
}

} // namespace janus::ui
