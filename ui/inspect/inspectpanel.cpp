#include "ui/inspect/inspectpanel.h"

#include "core/paramroles.h"
#include "models/sharedmarks.h"
#include "ui/compose/paramform.h"
#include "ui/compose/sentenceline.h"
#include "ui/inspect/checkssection.h"
#include "ui/inspect/familysection.h"
#include "ui/inspect/previewbox.h"
#include "ui/inspect/promptview.h"
#include "ui/inspect/reciperow.h"
#include "ui/inspect/tagsandnotes.h"
#include "ui/inspect/valuetext.h"
#include "ui/kit/announce.h"
#include "ui/kit/collapsiblesection.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"
#include "ui/stage/marksbar.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int inspectSide = 16;

/// A widget with a line at its upper edge.
class InspectLine : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paint::edgeLine(&painter, rect(), Qt::TopEdge, tokensOf(this).color.border);
    }
};

QVBoxLayout *rowColumn(QWidget *content)
{
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

QString serviceText(const Picture &picture)
{
    return picture.isSandbox()    ? InspectPanel::tr("Practice (sandbox)")
           : picture.isImported() ? InspectPanel::tr("None: it was imported")
                                  : picture.service;
}

QString timeText(const Picture &picture)
{
    QStringList parts;
    if (const QString queue = secondsText(picture.queueSeconds); !queue.isEmpty())
        parts << InspectPanel::tr("%1 in queue").arg(queue);
    if (const QString run = secondsText(picture.runSeconds); !run.isEmpty())
        parts << InspectPanel::tr("%1 run").arg(run);
    return parts.join(u" · "_s);
}

/// Shown at once: a layout would show it only later, and until then it takes no focus.
void addShown(QVBoxLayout *column, QWidget *row)
{
    column->addWidget(row);
    row->show();
}

void emptyColumn(QVBoxLayout *column)
{
    while (QLayoutItem *item = column->takeAt(0)) {
        // A row may be the one whose signal brought us here.
        item->widget()->hide();
        item->widget()->setParent(nullptr);
        item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

InspectPanel::InspectPanel(QWidget *parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea(this))
    , m_empty(
          new PlainLabel(tr("Choose a picture to see its recipe."), &Fonts::small, &Colors::textMuted, this))
    , m_foot(makeFoot())
{
    setAccessibleName(tr("Inspect"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(makeBody());
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->widget()->setAutoFillBackground(false);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(inspectSide, 8, inspectSide, 8);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_empty, 0, Qt::AlignTop);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_foot);
    setMinimumWidth(tokensOf(this).scaled(240));
    refresh();
}

QWidget *InspectPanel::makeBody()
{
    auto *body = new QWidget;
    m_preview = new PreviewBox(body);
    m_several = new PlainLabel({}, &Fonts::strong, &Colors::text, body);
    m_marks = new MarksBar(MarksBar::Kind::Control, body);
    m_marks->setObjectName(u"marks"_s);
    m_mixed = new PlainLabel({}, &Fonts::micro, &Colors::textMuted, body);
    m_flagged = new SentenceLine(body);
    m_promptSection = new CollapsibleSection(tr("Prompt"), body);
    m_prompt = new PromptView;
    m_prompt->setAccessibleName(tr("Prompt of the picture"));
    auto *copy = new IconButton(u"copy"_s, tr("Copy the prompt"));
    auto *usePrompt = new IconButton(u"arrow-left"_s, tr("Use this prompt"));
    for (IconButton *button : {copy, usePrompt}) {
        button->setCompact(true);
        button->setGlyph(&Measures::iconSmall);
        m_promptSection->addHeaderWidget(button);
    }
    connect(copy, &IconButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(prompt(m_pictures.first().request));
        announce(m_prompt, tr("Copied"));
    });
    connect(usePrompt, &IconButton::clicked, this, [this] {
        if (const ParamSpec *spec = m_schema.find(ParamRole::Prompt))
            Q_EMIT useParamRequested(spec->name, prompt(m_pictures.first().request));
    });
    m_promptSection->setContent(m_prompt);
    m_family = new FamilySection(body);
    connect(m_family, &FamilySection::pictureRequested, this, &InspectPanel::pictureRequested);
    connect(m_family, &FamilySection::childrenRequested, this, &InspectPanel::childrenRequested);
    m_checks = new ChecksSection(body);
    connect(m_checks, &ChecksSection::compareRequested, this, &InspectPanel::compareRequested);

    m_recipeSection = new CollapsibleSection(tr("Recipe"), body);
    m_useAll = m_recipeSection->addAction(tr("Use all"));
    m_useAll->setAccessibleName(tr("Use all settings of the picture"));
    connect(m_useAll, &QPushButton::clicked, this, [this] { Q_EMIT useRequested(m_pictures.first()); });
    m_tagsSection = new CollapsibleSection(tr("Tags and notes"), body);
    m_tags = new TagsAndNotes;
    m_tagsSection->setContent(m_tags);
    connectMarks();
    m_fileSection = new CollapsibleSection(tr("File and request"), body);
    // The rows stand beside their sections, not in them: their grounds reach beyond the column of text.
    m_recipeRows = new QWidget(body);
    m_recipe = rowColumn(m_recipeRows);
    m_fileRows = new QWidget(body);
    m_file = rowColumn(m_fileRows);
    connect(m_recipeSection, &CollapsibleSection::toggled, m_recipeRows, &QWidget::setVisible);
    connect(m_fileSection, &CollapsibleSection::toggled, m_fileRows, &QWidget::setVisible);

    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(0);
    const auto inset = [&](QWidget *widget, int side) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(side, 0, side, 0);
        row->addWidget(widget);
        column->addLayout(row);
    };
    const auto line = [&] {
        auto *rule = new InspectLine(body);
        rule->setFixedHeight(9);
        column->addSpacing(8);
        inset(rule, inspectSide);
        return rule;
    };
    inset(m_preview, inspectSide);
    inset(m_several, inspectSide);
    column->addSpacing(6);
    auto *marks = new QHBoxLayout;
    marks->setContentsMargins(inspectSide, 0, inspectSide, 0);
    marks->addWidget(m_marks);
    marks->addStretch(1);
    column->addLayout(marks);
    inset(m_mixed, inspectSide);
    inset(m_flagged, inspectSide);
    line();
    inset(m_promptSection, inspectSide);
    inset(m_family, inspectSide);
    line();
    inset(m_recipeSection, inspectSide);
    inset(m_recipeRows, inspectSide - RecipeRow::padding);
    m_checksRule = line();
    m_checksRule->hide();
    inset(m_checks, inspectSide);
    line();
    inset(m_tagsSection, inspectSide);
    m_fileRule = line();
    inset(m_fileSection, inspectSide);
    inset(m_fileRows, inspectSide - RecipeRow::padding);
    column->addStretch(1);
    return body;
}

QWidget *InspectPanel::makeFoot()
{
    auto *foot = new InspectLine(this);
    auto *use = new QPushButton(icon(u"arrow-left"_s), tr("Use these settings"), foot);
    auto *same = new QPushButton(icon(u"repeat"_s), tr("Run again"), foot);
    auto *fresh = new QPushButton(icon(u"dice-5"_s), tr("New seed"), foot);
    use->setToolTip(tr("Put prompt, settings and seed into Compose"));
    fresh->setAccessibleName(tr("Run again with a new seed"));
    same->setAccessibleName(tr("Run again with the same seed"));
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(inspectSide, 12, inspectSide, 12);
    column->setSpacing(8);
    column->addWidget(use);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(same, 1);
    row->addWidget(fresh, 1);
    column->addLayout(row);
    for (QPushButton *button : {use, same, fresh})
        button->setAutoDefault(false);
    m_runSame = same;
    m_runNew = fresh;
    connect(use, &QPushButton::clicked, this, [this] { Q_EMIT useRequested(m_pictures.first()); });
    connect(same, &QPushButton::clicked, this, [this] { Q_EMIT runAgainRequested(SeedChoice::Same); });
    connect(fresh, &QPushButton::clicked, this, [this] { Q_EMIT runAgainRequested(SeedChoice::New); });
    return foot;
}

void InspectPanel::setSchema(const ModelSchema &schema)
{
    m_schema = schema;
    refresh();
}

void InspectPanel::setPicture(const Picture &picture, const QPixmap &thumb)
{
    m_pictures = {picture};
    m_chosen = 1;
    m_thumb = thumb;
    refresh();
}

void InspectPanel::setThumb(const QPixmap &thumb)
{
    m_thumb = thumb;
    if (m_pictures.size() == 1)
        m_preview->setPicture(m_thumb);
}

void InspectPanel::setPictures(const QList<Picture> &pictures, qsizetype chosen)
{
    m_pictures = pictures;
    m_chosen = std::max(chosen, pictures.size());
    m_thumb = {};
    refresh();
}

void InspectPanel::clear()
{
    setPictures({});
}

QString InspectPanel::whyNotAgain()
{
    return tr("This picture was imported: another program made it. Use its settings, then Generate.");
}

void InspectPanel::setPreviewShown(bool shown)
{
    m_previewShown = shown;
    refresh();
}

void InspectPanel::connectMarks()
{
    connect(m_marks, &MarksBar::wished, this, [this](const MarkWish &wish) {
        library::MarksPatch patch;
        if (const Stars *stars = std::get_if<Stars>(&wish))
            patch.rating = stars->count;
        else if (const Pick *pick = std::get_if<Pick>(&wish))
            patch.pick = *pick;
        else
            patch.label = std::get<Label>(wish);
        Q_EMIT markRequested(patch);
    });
    connect(m_tags, &TagsAndNotes::patched, this, &InspectPanel::markRequested);
    connect(m_tags, &TagsAndNotes::tagNamesWanted, this, &InspectPanel::tagNamesWanted);
}

void InspectPanel::setTagNames(const QStringList &names)
{
    m_tags->setTagNames(names);
}

void InspectPanel::finishWriting()
{
    m_tags->finish();
}

QList<RecipeRow *> InspectPanel::rows() const
{
    return findChildren<RecipeRow *>();
}

RecipeRow *InspectPanel::row(const QString &name) const
{
    const QList<RecipeRow *> all = rows();
    const auto it = std::ranges::find(all, name, &RecipeRow::name);
    return it == all.end() ? nullptr : *it;
}

/// The seed the service reported counts, also where none was sent.
GenerationRequest InspectPanel::wholeRequest() const
{
    const Picture &picture = m_pictures.first();
    if (picture.isImported() && !seed(picture.request))
        return picture.request; // nobody knows it
    return withSeed(picture.request, picture.seed);
}

bool InspectPanel::isShared(const QString &name) const
{
    const QJsonValue first = withSeed(m_pictures.first().request, m_pictures.first().seed).input.value(name);
    return std::ranges::all_of(m_pictures, [&](const Picture &picture) {
        return withSeed(picture.request, picture.seed).input.value(name) == first;
    });
}

void InspectPanel::refresh()
{
    const qsizetype count = m_pictures.isEmpty() ? 0 : m_chosen;
    emptyColumn(m_recipe);
    emptyColumn(m_file);
    m_empty->setVisible(count == 0);
    m_scroll->setVisible(count > 0);
    m_foot->setVisible(count == 1);
    if (count == 0) {
        m_familyOf = {};
        return;
    }
    m_preview->setVisible(count == 1 && m_previewShown);
    m_several->setVisible(count > 1);
    m_fileRule->setVisible(count == 1);
    m_fileSection->setVisible(count == 1);
    m_fileRows->setVisible(count == 1 && m_fileSection->isExpanded());
    m_useAll->setVisible(count == 1);
    const Picture &first = m_pictures.first();
    m_preview->setPicture(m_thumb);
    m_several->setText(tr("%1 pictures selected").arg(QLocale().toString(count)));
    const bool flagged = count == 1 && first.flagged.value_or(false);
    m_flagged->say(flagged ? tr("The safety checker flagged this picture.") : QString(), u"shield"_s,
                   &Colors::warning);
    const bool isImported = count == 1 && first.isImported();
    m_runSame->setToolTip(isImported ? whyNotAgain() : tr("Run again with the same seed"));
    m_runNew->setToolTip(isImported ? whyNotAgain() : tr("Run again with a new seed"));
    for (QPushButton *button : {m_runSame, m_runNew})
        button->setEnabled(!isImported);
    showCommon();
    showFamily();
    showMarks();
    fillRecipe();
    if (count == 1)
        fillFile();
}

void InspectPanel::showCommon()
{
    const ParamSpec *spec = m_schema.find(ParamRole::Prompt);
    const bool shared = m_pictures.size() == 1 || isShared(spec ? spec->name : u"prompt"_s);
    m_prompt->setQuiet(!shared);
    m_prompt->setText(shared ? prompt(m_pictures.first().request) : tr("Different prompts"));
    for (IconButton *button : m_promptSection->findChildren<IconButton *>())
        button->setVisible(shared);
}

/// What is shown stays while the same picture is shown anew.
void InspectPanel::showFamily()
{
    const PictureName name = m_chosen == 1 ? m_pictures.first().name() : PictureName();
    if (name == m_familyOf)
        return;
    m_familyOf = name;
    m_family->clear();
    m_checks->clear();
    m_checksRule->hide();
    if (name.job.isEmpty())
        return;
    Q_EMIT familyWanted(name);
    Q_EMIT checksWanted(name);
}

void InspectPanel::setChecks(const PictureName &picture, const QList<library::Check> &checks)
{
    if (m_chosen != 1 || picture != m_pictures.first().name())
        return;
    m_checks->show(checks);
    m_checksRule->setVisible(!checks.isEmpty());
}

void InspectPanel::setFamily(const library::Family &family)
{
    if (m_chosen == 1 && family.of == m_pictures.first().name())
        m_family->show(m_pictures.first(), family, m_schema);
}

/// What all of them have; what differs is named, and setting it sets it for all.
void InspectPanel::showMarks()
{
    QList<Marks> all;
    QList<PictureId> ids;
    for (const Picture &picture : std::as_const(m_pictures)) {
        all << picture.marks;
        ids << picture.id;
    }
    const auto shared = models::SharedMarks::of(all);
    m_marks->setMarks(shared.marks);
    QStringList mixed;
    if (shared.isRatingMixed)
        mixed << tr("stars");
    if (shared.isPickMixed)
        mixed << tr("flags");
    if (shared.isLabelMixed)
        mixed << tr("labels");
    m_mixed->setText(tr("Mixed: %1").arg(mixed.join(u", "_s)));
    m_mixed->setVisible(!mixed.isEmpty());
    m_marks->setName(mixed.isEmpty() ? tr("Marks") : tr("Marks, mixed %1").arg(mixed.join(u", "_s)));
    m_tags->setMarks(shared, std::exchange(m_marked, ids) != ids);
}

void InspectPanel::fillRecipe()
{
    const GenerationRequest request = wholeRequest();
    QStringList left = request.input.keys();
    for (const ParamSpec &spec : inFormOrder(m_schema)) {
        left.removeAll(spec.name);
        if (spec.role != ParamRole::Prompt && request.input.contains(spec.name))
            addParamRow(spec.name, request.input[spec.name]);
    }
    for (const QString &name : left) {
        if (roleOf(name) != ParamRole::Prompt)
            addParamRow(name, request.input[name]);
    }
    const Picture &first = m_pictures.first();
    if (m_pictures.size() == 1 && first.count > 1) {
        addShown(m_recipe,
                 new RecipeRow(tr("Set"), tr("%1 of %2, one request").arg(first.index + 1).arg(first.count),
                               m_recipeRows));
    }
    if (m_pictures.size() == 1 && !first.provenance.style.isEmpty())
        addShown(m_recipe, new RecipeRow(tr("Style"), first.provenance.style, m_recipeRows));
    if (m_pictures.size() == 1 && !first.provenance.words.isEmpty()) {
        auto *row = new RecipeRow(tr("Written as"), first.provenance.words.simplified(), m_recipeRows);
        row->setCopiedText(first.provenance.words);
        addShown(m_recipe, row);
    }
    if (m_pictures.size() == 1 && first.isImported() && !first.program.isEmpty())
        addShown(m_recipe, new RecipeRow(tr("From"), first.program, m_recipeRows));
    if (!request.endpoint.isEmpty())
        addShown(m_recipe, new RecipeRow(tr("Model"), request.endpoint, m_recipeRows));
}

void InspectPanel::addParamRow(const QString &name, const QJsonValue &value)
{
    const ParamSpec *spec = m_schema.find(name);
    const bool shared = isShared(name);
    const QString title = spec ? spec->title : name;
    auto *row = new RecipeRow(title, shared ? valueText(spec, value) : tr("differs"), m_recipeRows);
    row->setQuiet(!shared);
    row->setMono(shared && spec && spec->role == ParamRole::Seed);
    if (spec && shared) {
        IconButton *use = row->addButton(u"arrow-left"_s, tr("Use this: %1").arg(title));
        connect(use, &IconButton::clicked, this,
                [this, name, value] { Q_EMIT useParamRequested(name, value); });
    }
    addShown(m_recipe, row);
}

void InspectPanel::fillFile()
{
    const Picture &picture = m_pictures.first();
    const auto add = [this](const QString &name, const QString &value) -> RecipeRow * {
        if (value.isEmpty())
            return nullptr;
        auto *row = new RecipeRow(name, value, m_fileRows);
        addShown(m_file, row);
        return row;
    };
    if (RecipeRow *id = add(tr("Request"), picture.requestId)) {
        id->setMono(true);
        id->setElideMode(Qt::ElideMiddle);
    }
    add(tr("Service"), serviceText(picture));
    if (RecipeRow *file = add(tr("File"), QFileInfo(picture.file).fileName())) {
        file->setElideMode(Qt::ElideMiddle);
        file->setCopiedText(picture.file);
        IconButton *reveal = file->addButton(u"folder"_s, tr("Show the file in its folder"));
        connect(reveal, &IconButton::clicked, this,
                [this, path = picture.file] { Q_EMIT revealRequested(path); });
    }
    if (!picture.size.isEmpty())
        add(tr("Pixels"), u"%1 × %2"_s.arg(picture.size.width()).arg(picture.size.height()));
    if (picture.bytes > 0)
        add(tr("Size on disk"), bytesText(picture.bytes));
    if (picture.created.isValid())
        add(tr("Created"), QLocale().toString(picture.created.toLocalTime(), QLocale::ShortFormat));
    add(tr("Time"), timeText(picture));
}

} // namespace janus::ui
