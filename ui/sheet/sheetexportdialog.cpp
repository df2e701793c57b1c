#include "ui/sheet/sheetexportdialog.h"

#include "support/pool.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/announce.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/sheet/sheetwords.h"

#include <array>

#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr std::array sheetCellWidths{128, 256, 512};
constexpr int sheetDialogWide = 440;

} // namespace

SheetExportDialog::SheetExportDialog(Kind kind, SheetPrint sheet, const QString &folder, QWidget *parent)
    : QDialog(parent)
    , m_kind(kind)
    , m_sheet(std::move(sheet))
    , m_paper(Tokens::load(Scheme::Light, 1.0, tokensOf(parent).font.body.family()))
    , m_folder(folder)
    , m_sizes(new SegmentedControl(kind == Kind::Picture ? tr("Width of a cell") : tr("Paper"), this))
    , m_size(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_progress(new QProgressBar(this))
    , m_outcome(new SentenceLine(this))
    , m_cancel(new QPushButton(tr("Close"), this))
    , m_save(new QPushButton(tr("Save…"), this))
{
    setWindowTitle(kind == Kind::Picture ? tr("Sheet as a Picture") : tr("Sheet as a PDF"));
    if (kind == Kind::Picture) {
        for (const int width : sheetCellWidths)
            m_sizes->addSegment(QString::number(width));
        m_sizes->addSegment(tr("Full size"));
        m_sizes->setCurrentIndex(1);
    } else {
        m_sizes->addSegment(tr("A4"));
        m_sizes->addSegment(tr("A3"));
    }
    m_sizes->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *label =
        new PlainLabel(kind == Kind::Picture ? tr("Width of a cell, in pixels") : tr("Paper, landscape"),
                       &Fonts::small, &Colors::textSecondary, this);
    m_size->setWordWrap(true);
    auto *choice = new QHBoxLayout;
    choice->setSpacing(12);
    choice->addWidget(label);
    choice->addStretch(1);
    choice->addWidget(m_sizes);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch(0);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addLayout(choice);
    column->addWidget(m_size);
    column->addWidget(m_outcome);
    column->addStretch(1);
    column->addLayout(buttons);
    setMinimumWidth(tokensOf(this).scaled(sheetDialogWide));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false);
    m_save->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    connect(m_sizes, &SegmentedControl::currentChanged, this, &SheetExportDialog::showSize);
    connect(m_save, &QPushButton::clicked, this, &SheetExportDialog::chooseTarget);
    connect(m_cancel, &QPushButton::clicked, this, &QWidget::close);
    setBusy(false);
    showSize();
}

SheetExportDialog::~SheetExportDialog()
{
    m_cancelling.cancel();
}

/// Of a cell, in pixels of the file.
int SheetExportDialog::wantedWidth() const
{
    const int chosen = m_sizes->currentIndex();
    return chosen < int(sheetCellWidths.size()) ? sheetCellWidths.at(size_t(chosen))
                                                : std::max(64, m_sheet.shape.width());
}

void SheetExportDialog::showSize()
{
    if (m_kind == Kind::Pdf) {
        m_size->setText(tr("Pictures, values, prompt and seed; words stay text one can select and search."));
        return;
    }
    const int wanted = wantedWidth();
    const int width = printedCellWidth(m_sheet, m_paper, wanted);
    const QSize size = printedSize(m_sheet, m_paper, width);
    const QLocale locale;
    QString text = tr("%1 × %2 pixels").arg(locale.toString(size.width()), locale.toString(size.height()));
    if (width < wanted)
        text += u" · "_s + tr("cells %1 wide, so that the whole stays usable").arg(width);
    m_size->setText(text);
}

QString SheetExportDialog::sizeText() const
{
    return m_size->text();
}

QString SheetExportDialog::outcome() const
{
    return m_outcome->text();
}

void SheetExportDialog::chooseTarget()
{
    const QString suffix = m_kind == Kind::Picture ? u"png"_s : u"pdf"_s;
    auto *dialog = new QFileDialog(this, windowTitle(), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(m_kind == Kind::Picture ? tr("PNG picture (*.png)") : tr("PDF (*.pdf)"));
    dialog->selectFile(sheetFileStem(m_sheet.name) + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &SheetExportDialog::saveAs);
    dialog->open();
}

void SheetExportDialog::saveAs(const QString &target)
{
    if (m_isBusy)
        return;
    m_folder = QFileInfo(target).absolutePath();
    m_outcome->clear();
    m_progress->setRange(0, 0);
    setBusy(true);
    m_cancelling = library::Cancelling::make();
    const auto tell = [cancelling = m_cancelling, self = QPointer<QObject>(this),
                       bar = m_progress](int done, int total) {
        support::callInApplication(self, [bar, done, total] {
            bar->setRange(0, total);
            bar->setValue(done);
        });
        return !cancelling.isCancelled();
    };
    const auto work = [kind = m_kind, sheet = m_sheet, paper = m_paper, width = wantedWidth(),
                       leaf = m_sizes->currentIndex() == 1 ? SheetPaper::A3 : SheetPaper::A4, target,
                       tell]() -> Result<void> {
        return kind == Kind::Picture ? writeSheetPicture(sheet, paper, width, target, tell)
                                     : writeSheetPdf(sheet, paper, leaf, target, tell);
    };
    support::runInPool(*QThreadPool::globalInstance(), this, work,
                       [this, target](const Result<void> &written) { onDone(written, target); });
}

void SheetExportDialog::onDone(const Result<void> &written, const QString &target)
{
    setBusy(false);
    const QString said =
        written ? tr("Saved as %1.").arg(QFileInfo(target).fileName()) : written.error().message;
    if (written)
        m_outcome->say(said, u"circle-check"_s, &Colors::success);
    else if (written.error().kind == ErrorKind::Cancelled)
        m_outcome->say(said, u"alert-triangle"_s, &Colors::warning);
    else
        m_outcome->refuse(said);
    announce(this, said);
    if (written)
        Q_EMIT saved(target);
}

void SheetExportDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    m_progress->setVisible(busy);
    m_sizes->setEnabled(!busy);
    m_save->setEnabled(!busy);
    m_cancel->setText(busy ? tr("Stop") : tr("Close"));
}

/// The first press stops what is under way, the next one closes.
void SheetExportDialog::closeEvent(QCloseEvent *event)
{
    m_cancelling.cancel();
    if (m_isBusy)
        return event->ignore();
    QDialog::closeEvent(event);
}

} // namespace janus::ui
