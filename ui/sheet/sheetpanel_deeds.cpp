#include "ui/sheet/sheetpanel.h"

#include "core/paramroles.h"
#include "library/library.h"
#include "library/sheets.h"
#include "support/durablefile.h"
#include "support/pool.h"
#include "ui/kit/chip.h"
#include "ui/kit/icon.h"
#include "ui/sheet/sheetexportdialog.h"
#include "ui/sheet/sheethead.h"
#include "ui/sheet/sheetlist.h"
#include "ui/sheet/sheetview.h"
#include "ui/sheet/sheetwords.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSettings>
#include <QStandardPaths>

// What is done with sheets.

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr auto sheetFolderKey = "export/folder"_L1;
constexpr int longestSheetName = 48;

/// "Guidance and seed", "Words “dawn” and guidance": what a sheet is called until somebody names it.
QString nameFor(const QList<SweepAxis> &axes, const ModelSchema &schema)
{
    QStringList titles;
    for (const SweepAxis &axis : axes) {
        const QString title = axisTitle(axis, schema);
        const bool isFirst = titles.isEmpty();
        titles << (isFirst || axis.kind == SweepAxis::Kind::Words ? title : title.toLower());
    }
    return titles.join(u" and "_s).left(longestSheetName);
}

QString savingFolder(const QSettings &settings)
{
    const QString folder = settings.value(sheetFolderKey).toString();
    return QFileInfo(folder).isDir() ? folder
                                     : QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

QJsonArray without(const QJsonArray &values, const QJsonArray &taken)
{
    QJsonArray rest;
    for (const QJsonValue &value : values) {
        if (!taken.contains(value))
            rest.append(value);
    }
    return rest;
}

} // namespace

std::shared_ptr<const ModelSchema> SheetPanel::schemaOfForm(const GenerationRequest &form) const
{
    return m_setting.schemaOf(form.endpoint);
}

/// Something of it was sent: what varies is settled.
bool SheetPanel::isBegun() const
{
    return !m_setting.model.cells().isEmpty();
}

void SheetPanel::createSheet(const Wish &base, const QList<SweepAxis> &axes, const QString &name)
{
    const GenerationRequest &request = base.request;
    const auto schema = schemaOfForm(request);
    if (!schema)
        return;
    Sweep sweep;
    sweep.name = name.isEmpty() ? nameFor(axes, *schema) : name;
    sweep.base =
        withImageCount(seed(request) ? request : withSeed(request, drawSeed(*QRandomGenerator::global())), 1);
    sweep.parent = base.provenance.parent;
    sweep.axes = axes;
    if (const QList<Error> problems = check(sweep, *schema); !problems.isEmpty()) {
        Q_EMIT failed(problems.first());
        return;
    }
    m_setting.library.sheets().create(sweep, m_setting.service(), this, [this](const Result<qint64> &id) {
        if (!id) {
            Q_EMIT failed(id.error());
            return;
        }
        openSheet(*id);
    });
}

void SheetPanel::openSheet(qint64 id)
{
    m_wantedPage = 0;
    m_setting.model.open(id);
    m_setting.settings.setValue(currentSheetKey, id);
}

void SheetPanel::newSheet()
{
    m_setting.model.open(0);
    m_setting.settings.setValue(currentSheetKey, 0);
    refresh();
    Q_EMIT currentCellChanged({});
    m_empty->buttons().isEmpty() ? m_empty->otherButton()->setFocus()
                                 : m_empty->buttons().first()->setFocus();
}

void SheetPanel::start()
{
    m_isHeld = false;
    m_setting.model.start();
    m_view->setFocus();
}

void SheetPanel::onSuggestion(const SheetSuggestion &suggestion, QWidget *at)
{
    const Wish form = m_setting.form();
    const auto schema = schemaOfForm(form.request);
    if (!schema)
        return;
    const auto open =
        std::ranges::find_if(suggestion.axes, [](const SweepAxis &axis) { return axis.values.isEmpty(); });
    if (open == suggestion.axes.end())
        return createSheet(form, suggestion.axes);
    // Its values are asked for first.
    const auto asked = int(open - suggestion.axes.begin());
    AxisEditor::Question question;
    question.side = axisPlace(asked);
    question.schema = *schema;
    question.base = form.request;
    question.axis = *open;
    question.isForAdding = open->kind == SweepAxis::Kind::Words;
    for (const SweepAxis &other : suggestion.axes) {
        if (!other.values.isEmpty())
            question.others << other;
    }
    openEditor(question, at, [this, form, axes = suggestion.axes, asked](const SweepAxis &axis) {
        QList<SweepAxis> whole = axes;
        whole[asked] = axis;
        createSheet(form, whole);
    });
}

void SheetPanel::openEditor(const AxisEditor::Question &question, QWidget *at,
                            std::function<void(const SweepAxis &)> applied)
{
    m_editor = new AxisEditor(question, this);
    connect(m_editor, &AxisEditor::applied, this, applied);
    m_editor->openBelow(at);
}

void SheetPanel::editAxis(int axis, bool isForAdding)
{
    const models::SheetModel &model = m_setting.model;
    const auto schema = model.schema();
    if (!model.isOpen() || !schema || axis > model.sweep().axes.size())
        return;
    const bool isThere = axis < model.sweep().axes.size();
    if (!isThere && isBegun()) {
        return tell(tr("Pictures are there already. To vary one more thing, make a new sheet."),
                    tr("New Sheet"), [this] { newSheet(); });
    }
    AxisEditor::Question question;
    question.side = axisPlace(axis);
    question.schema = *schema;
    question.base = model.sweep().base;
    question.isBegun = isThere && isBegun();
    question.isForAdding = isForAdding;
    question.mayBeRemoved = isThere && model.sweep().axes.size() > 1;
    for (int other = 0; other < model.sweep().axes.size(); ++other) {
        if (other == axis)
            question.axis = model.sweep().axes.at(other);
        else
            question.others << model.sweep().axes.at(other);
    }
    QWidget *at = m_head->axisChip(axis);
    if (isForAdding)
        at = axis == 0 ? m_view->addColumnButton() : m_view->addRowButton();
    openEditor(question, at, [this, axis](const SweepAxis &wanted) { applyAxis(axis, wanted); });
    connect(m_editor, &AxisEditor::removed, this, [this, axis] {
        changePlan(tr("%1 removed.").arg(axisPlace(axis)),
                   [axis](Sweep &sweep) { sweep.axes.removeAt(axis); });
    });
}

/// Before anything was sent the axis is what was asked for; afterwards its values come and go one by one, so
/// that the pictures keep their places.
void SheetPanel::applyAxis(int axis, const SweepAxis &wanted)
{
    models::SheetModel &model = m_setting.model;
    if (!isBegun() || axis >= model.sweep().axes.size()) {
        return changePlan(tr("%1 changed.").arg(axisPlace(axis)), [axis, wanted](Sweep &sweep) {
            if (axis < sweep.axes.size())
                sweep.axes[axis] = wanted;
            else
                sweep.axes.append(wanted);
        });
    }
    const QJsonArray now = model.sweep().axes.at(axis).values;
    if (!without(now, wanted.values).isEmpty())
        tellOnceChanged(tr("%1 changed; the pictures stay.").arg(axisPlace(axis)));
    if (const QJsonArray added = without(wanted.values, now); !added.isEmpty())
        model.addValues(axis, added);
    for (int at = int(now.size()) - 1; at >= 0; --at) {
        if (!wanted.values.contains(now.at(at)))
            model.removeValue(axis, at);
    }
}

/// Only while nothing was sent: names of cells are made of the axes.
void SheetPanel::changePlan(const QString &news, const std::function<void(Sweep &)> &change)
{
    const models::SheetModel &model = m_setting.model;
    const auto schema = model.schema();
    if (!model.isOpen() || !schema)
        return;
    Sweep sweep = model.sweep();
    const bool isNamedByUs = model.name() == nameFor(sweep.axes, *schema);
    change(sweep);
    if (isNamedByUs)
        sweep.name = nameFor(sweep.axes, *schema);
    tellOnceChanged(news);
    m_setting.model.replan(sweep);
}

void SheetPanel::takeAway(int axis, int value)
{
    tellOnceChanged(axis == 0 ? tr("Took the column away; its pictures stay.")
                              : tr("Took the row away; its pictures stay."));
    m_setting.model.removeValue(axis, value);
}

/// What is about to be changed is told when it is on disk, with the way back to how the plan is now.
void SheetPanel::tellOnceChanged(const QString &news)
{
    const models::SheetModel &model = m_setting.model;
    m_news = PlanNews{news, model.sheetId(), model.sweep()};
}

void SheetPanel::tellOfPlan()
{
    const models::SheetModel &model = m_setting.model;
    const auto isAsItWas = [](const Sweep &before, const Sweep &now) {
        return before.axes == now.axes && before.centre == now.centre && before.base == now.base;
    };
    if (!m_news || (m_news->sheet == model.sheetId() && isAsItWas(m_news->before, model.sweep())))
        return;
    const PlanNews news = *m_news;
    m_news.reset();
    if (news.sheet == model.sheetId())
        tell(news.text, tr("Undo"), [this, news] { bringPlanBack(news.sheet, news.before); });
}

/// The sheet is shown for it: its own model knows what may still be changed.
void SheetPanel::bringPlanBack(qint64 sheet, Sweep before)
{
    models::SheetModel &model = m_setting.model;
    if (model.sheetId() != sheet) {
        const auto go = [this, sheet, before] {
            if (m_setting.model.sheetId() == sheet)
                bringPlanBack(sheet, before);
        };
        connect(&model, &models::SheetModel::opened, this, go, Qt::SingleShotConnection);
        return openSheet(sheet);
    }
    const auto schema = model.schema();
    const bool isNamedByUs = schema && model.name() == nameFor(model.sweep().axes, *schema);
    if (!isNamedByUs)
        before.name = model.name();
    model.replan(before);
}

void SheetPanel::onTool(HoverTools::Tool tool, const QModelIndex &index)
{
    models::SheetModel &model = m_setting.model;
    const QVariant picture = index.data(models::PictureRole);
    switch (tool) {
    case HoverTools::Tool::Reroll:
        return reroll(index);
    case HoverTools::Tool::Open:
        if (const PictureId id = model.pictureAt(index))
            Q_EMIT openRequested(id);
        return;
    case HoverTools::Tool::Centre:
        if (index.data(models::IsCentreRole).toBool()) {
            tellOnceChanged(tr("No cell is the centre any more."));
            return model.setCentre({});
        }
        tellOnceChanged(tr("The sheet starts from this cell now."));
        return model.setCentre(index);
    case HoverTools::Tool::Use:
        if (picture.isValid())
            Q_EMIT useRequested(picture.value<Picture>());
        return;
    }
}

void SheetPanel::reroll(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    if (!m_setting.model.canReroll())
        return tell(tr("The seed is one of the axes: every cell has its own already."));
    m_setting.model.reroll(index, drawSeed(*QRandomGenerator::global()));
}

void SheetPanel::showSheets()
{
    m_list = new SheetList(this);
    connect(m_list, &SheetList::opened, this, &SheetPanel::openSheet);
    connect(m_list, &SheetList::newRequested, this, &SheetPanel::newSheet);
    connect(m_list, &SheetList::removeRequested, this, &SheetPanel::removeSheet);
    connect(m_list, &SheetList::renamed, this, [this](qint64 id, const QString &name) {
        if (id == m_setting.model.sheetId())
            return m_setting.model.rename(name);
        const auto rename = [name](Sweep &sweep) -> Result<void> {
            sweep.name = name;
            return {};
        };
        m_setting.library.sheets().change(id, rename, this, [this](const Result<Sweep> &changed) {
            if (!changed)
                Q_EMIT failed(changed.error());
        });
    });
    m_list->openBelow(m_head->sheetsChip());
    m_setting.library.sheets().list(m_list, [this](const Result<QList<library::SheetEntry>> &sheets) {
        if (!sheets)
            Q_EMIT failed(sheets.error());
        else if (m_list) {
            m_list->setSheets(*sheets, m_setting.model.sheetId());
            m_list->openBelow(m_head->sheetsChip());
        }
    });
}

void SheetPanel::removeSheet(qint64 id, const QString &name)
{
    m_setting.library.deeds().removeSheet(id);
    if (id == m_setting.model.sheetId())
        newSheet();
    Q_EMIT removed(id, name);
}

QMenu *SheetPanel::makeCellMenu(QWidget *parent)
{
    auto *menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex index = currentCell();
    const SheetCell cell = readSheetCell(index);
    if (cell.hasPicture()) {
        menu->addAction(icon(u"zoom-in"_s), tr("&Open"), this,
                        [this, index] { onTool(HoverTools::Tool::Open, index); });
        menu->addAction(icon(u"refresh"_s), tr("New Seed in This Cell"), this,
                        [this, index] { reroll(index); })
            ->setEnabled(m_setting.model.canReroll());
        menu->addAction(icon(u"lock"_s),
                        cell.isCentre ? tr("No Longer the Centre") : tr("Make It the Centre"), this,
                        [this, index] { onTool(HoverTools::Tool::Centre, index); });
    } else if (cell.isToRetry()) {
        menu->addAction(icon(u"refresh"_s), tr("Try Again"), this,
                        [this, index] { m_setting.model.retry(index); });
    }
    const bool isTall = m_setting.model.sweep().valueCount(1) > 1;
    const bool isWide = m_setting.model.sweep().valueCount(0) > 1;
    menu->addSeparator();
    menu->addAction(tr("Take This Column Away"), this, [this, index] { takeAway(0, index.column()); })
        ->setEnabled(isWide && index.isValid());
    menu->addAction(tr("Take This Row Away"), this, [this, index] { takeAway(1, index.row()); })
        ->setEnabled(isTall && index.isValid());
    return menu;
}

void SheetPanel::showExportMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"photo"_s), tr("Picture…"), this, &SheetPanel::exportPicture);
    menu->addAction(icon(u"file-text"_s), tr("PDF…"), this, &SheetPanel::exportPdf);
    menu->addAction(icon(u"table"_s), tr("CSV…"), this, &SheetPanel::exportCsv);
    const QPushButton *button = m_head->exportButton();
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

/// What stands on paper for one page of the sheet, whichever is shown.
SheetPrintPage SheetPanel::printedPage(int page) const
{
    const models::SheetModel &model = m_setting.model;
    const Sweep &sweep = model.sweep();
    const auto schema = model.schema();
    const auto named = [&](int axis, int value) {
        const SweepAxis &of = sweep.axes.at(axis);
        return schema ? valueText(of, of.values.at(value), *schema) : plainValueText(of.values.at(value));
    };
    SheetPrintPage printed;
    if (sweep.axes.size() > 2)
        printed.title =
            schema ? u"%1: %2"_s.arg(axisTitle(sweep.axes.at(2), *schema), named(2, page)) : named(2, page);
    for (int column = 0; column < sweep.valueCount(0); ++column)
        printed.columns << named(0, column);
    for (int row = 0; sweep.axes.size() > 1 && row < sweep.valueCount(1); ++row)
        printed.rows << named(1, row);
    for (int row = 0; row < sweep.valueCount(1); ++row) {
        for (int column = 0; column < sweep.valueCount(0); ++column) {
            const QString key = cellKey(sweep, QList<int>{column, row, page}.mid(0, sweep.axes.size()));
            const library::SheetCell cell = model.cells().value(key);
            SheetPrintCell shown;
            shown.isCentre = !sweep.centre.isEmpty() && key == sweep.centre;
            switch (library::cellState(cell)) {
            case library::CellState::Done:
                shown.file = cell.file;
                break;
            case library::CellState::Failed:
                shown.note = tr("Failed");
                break;
            case library::CellState::Removed:
                shown.note = tr("Removed");
                break;
            case library::CellState::Empty:
                break;
            default:
                shown.note = tr("On its way");
                break;
            }
            printed.cells << shown;
        }
    }
    return printed;
}

SheetPrint SheetPanel::print(bool allPages) const
{
    const models::SheetModel &model = m_setting.model;
    const Sweep &sweep = model.sweep();
    const auto schema = model.schema();
    SheetPrint sheet;
    sheet.name = sweep.name;
    QStringList axes;
    for (int axis = 0; axis < sweep.axes.size(); ++axis)
        axes << u"%1: %2"_s.arg(axisPlace(axis),
                                schema ? axisTitle(sweep.axes.at(axis), *schema) : sweep.axes.at(axis).name);
    sheet.axes = axes.join(u" · "_s);
    sheet.prompt = prompt(sweep.base);
    QStringList foot;
    const ParamSpec *seeds = schema ? schema->find(ParamRole::Seed) : nullptr;
    if (const std::optional<Seed> shared = seed(sweep.base);
        shared && (!seeds || sweep.axisOf(seeds->name) < 0))
        foot << tr("Seed %1").arg(*shared);
    foot << sweep.base.endpoint
         << QLocale().toString(model.sheet().created.toLocalTime().date(), QLocale::LongFormat);
    sheet.foot = foot.join(u" · "_s);
    sheet.shape = sheetShape(sweep);
    if (sheet.shape == QSize(1, 1)) // pictures of several shapes: as wide as they were asked for
        sheet.shape = QSize(1024, 1024);
    if (allPages) {
        for (int page = 0; page < model.pageCount(); ++page)
            sheet.pages << printedPage(page);
    } else {
        sheet.pages << printedPage(model.page());
    }
    return sheet;
}

void SheetPanel::exportPicture()
{
    openExport(int(SheetExportDialog::Kind::Picture));
}

void SheetPanel::exportPdf()
{
    openExport(int(SheetExportDialog::Kind::Pdf));
}

void SheetPanel::openExport(int kind)
{
    if (!m_setting.model.isOpen())
        return;
    const auto wanted = SheetExportDialog::Kind(kind);
    auto *dialog = new SheetExportDialog(wanted, print(wanted == SheetExportDialog::Kind::Pdf),
                                         savingFolder(m_setting.settings), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SheetExportDialog::saved, this, [this](const QString &file) {
        m_setting.settings.setValue(sheetFolderKey, QFileInfo(file).absolutePath());
    });
    dialog->open();
}

void SheetPanel::exportCsv()
{
    if (!m_setting.model.isOpen())
        return;
    auto *dialog = new QFileDialog(this, tr("Sheet as CSV"), savingFolder(m_setting.settings));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setNameFilter(tr("CSV table (*.csv)"));
    dialog->selectFile(sheetFileStem(m_setting.model.name()) + u".csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &SheetPanel::writeCsv);
    dialog->open();
}

void SheetPanel::writeCsv(const QString &target)
{
    const models::SheetModel &model = m_setting.model;
    const auto schema = model.schema();
    if (!model.isOpen())
        return;
    const auto work = [sheet = model.sheet(), cells = model.cells(),
                       schema = schema ? *schema : ModelSchema(), target]() -> Result<void> {
        return support::writeDurably(target, library::sheetCsv(sheet, cells, schema),
                                     QFileInfo(target).absolutePath(), support::IfExists::Replace);
    };
    support::runInPool(*QThreadPool::globalInstance(), this, work,
                       [this, target](const Result<void> &written) {
                           if (!written) {
                               Q_EMIT failed(written.error());
                               return;
                           }
                           m_setting.settings.setValue(sheetFolderKey, QFileInfo(target).absolutePath());
                           tell(tr("Saved as %1.").arg(QFileInfo(target).fileName()));
                       });
}

} // namespace janus::ui
