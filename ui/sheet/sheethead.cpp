#include "ui/sheet/sheethead.h"

#include "core/paramroles.h"
#include "ui/kit/chip.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/sheet/sheetwords.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int headSide = 20;
constexpr int foldsBelow = 820; ///< the progress gets a line of its own
constexpr int dropsSavedBelow = 560;
constexpr int dropsWordsBelow = 480; ///< of the buttons
constexpr int mostSheetName = 120;   ///< letters

QWidget *pair(QWidget *label, QWidget *field, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(field);
    return box;
}

} // namespace

/// The seed all cells share, with its lock: digits are never cut.
class SheetHead::SeedPill : public QAbstractButton
{
public:
    explicit SeedPill(QWidget *parent)
        : QAbstractButton(parent)
    {
        setToolTip(tr("All cells have this seed. Click to use it in the form."));
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setProperty(look::ring, true);
        setProperty(look::radius, tokensOf(this).size.chip / 2);
    }

    QSize sizeHint() const override
    {
        const Tokens &tokens = tokensOf(this);
        return {QFontMetrics(tokens.font.mono).horizontalAdvance(text()) + 2 * 10 + 6 + tokens.scaled(12) + 1,
                tokens.size.chip};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        const Colors &color = tokens.color;
        QPainter painter(this);
        paint::box(&painter, rect(),
                   {.ground = isDown()       ? color.pressed
                              : underMouse() ? color.hover
                                             : color.raised,
                    .line = color.border,
                    .radius = height() / 2.0});
        const int lock = tokens.scaled(12);
        const bool isMirrored = layoutDirection() == Qt::RightToLeft;
        const QRect mark(isMirrored ? 10 : width() - 10 - lock, 0, lock, height());
        paint::glyph(&painter, mark, u"lock"_s, lock, color.textSecondary);
        painter.setFont(tokens.font.mono);
        painter.setPen(color.text);
        painter.drawText(isMirrored ? rect().adjusted(10 + lock + 6, 0, -10, 0)
                                    : rect().adjusted(10, 0, -10 - lock - 6, 0),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    }
};

SheetHead::SheetHead(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(this))
    , m_saved(new PlainLabel(tr("saved in the library"), &Fonts::small, &Colors::textMuted, this))
    , m_sheets(new Chip(tr("Sheets"), this))
    , m_hold(new QPushButton(this))
    , m_export(new QPushButton(icon(u"download"_s), tr("Export sheet"), this))
    , m_progress(new PlainLabel({}, &Fonts::small, &Colors::textSecondary, this))
    , m_retry(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(headSide, 8, headSide, 6);
    column->setSpacing(10);
    column->addWidget(makeTop());
    column->addWidget(makeLine());
    restyle();
    clear();
}

QWidget *SheetHead::makeTop()
{
    auto *top = new QWidget(this);
    m_name->setAccessibleName(tr("Name of the sheet"));
    m_name->setToolTip(tr("Click to rename"));
    m_name->setProperty(look::bare, true);
    m_name->setMaxLength(mostSheetName);
    m_name->setTextMargins(-2, 0, 0, 0); // its first letter stands over those below
    m_name->installEventFilter(this);
    m_sheets->setOpensMenu(true);
    m_sheets->setToolTip(tr("Saved sheets, and a new one"));
    for (QPushButton *button : {m_hold, m_export, m_retry}) {
        button->setAutoDefault(false);
        look::set(button, look::compact);
    }
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_name);
    row->addWidget(m_sheets);
    row->addWidget(m_saved);
    row->addStretch(1);
    row->addWidget(m_hold);
    row->addWidget(m_export);
    connect(m_name, &QLineEdit::textChanged, this, &SheetHead::fitName);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        const QString name = m_name->text().trimmed();
        if (name.isEmpty() || name == m_shownName)
            return m_name->setText(m_shownName);
        m_shownName = name;
        Q_EMIT renamed(name);
    });
    connect(m_sheets, &Chip::clicked, this, &SheetHead::sheetsRequested);
    connect(m_hold, &QPushButton::clicked, this, [this] { Q_EMIT holdRequested(!m_isHeld); });
    connect(m_export, &QPushButton::clicked, this, &SheetHead::exportRequested);
    connect(m_retry, &QPushButton::clicked, this, &SheetHead::retryRequested);
    return top;
}

QWidget *SheetHead::makeLine()
{
    m_line = new QWidget(this);
    m_axisBox = new QWidget(m_line);
    auto *flow = new FlowLayout(6, false, m_axisBox);
    for (const QString &side : {tr("Columns"), tr("Rows"), tr("Pages")}) {
        auto *label = new PlainLabel(side, &Fonts::small, &Colors::textMuted, m_axisBox);
        auto *chip = new Chip({}, m_axisBox);
        chip->setOpensMenu(true);
        chip->setCheckable(true);
        const auto axis = int(m_axes.size());
        connect(chip, &Chip::clicked, this, [this, axis] {
            Chip *pressed = m_axes.at(axis).chip;
            pressed->setChecked(!pressed->isChecked()); // it is on while there is an axis, not by the click
            Q_EMIT axisRequested(axis);
        });
        QWidget *box = pair(label, chip, m_axisBox);
        flow->addWidget(box);
        m_axes.append({box, label, chip});
    }
    m_seed = new SeedPill(m_axisBox);
    connect(m_seed, &QAbstractButton::clicked, this, &SheetHead::seedRequested);
    m_seedBox =
        pair(new PlainLabel(tr("Seed"), &Fonts::small, &Colors::textMuted, m_axisBox), m_seed, m_axisBox);
    flow->addWidget(m_seedBox);
    m_lineLayout = new QBoxLayout(QBoxLayout::LeftToRight, m_line);
    m_lineLayout->setContentsMargins(0, 0, 0, 0);
    m_lineLayout->setSpacing(6);
    m_lineLayout->addWidget(m_axisBox, 1);
    auto *state = new QWidget(m_line);
    auto *row = new QHBoxLayout(state);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_progress);
    row->addWidget(m_retry);
    m_state = state;
    m_lineLayout->addWidget(state, 0, Qt::AlignLeft | Qt::AlignTop);
    m_progress->setElideMode(Qt::ElideRight);
    m_progress->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    return m_line;
}

void SheetHead::clear()
{
    m_hasSheet = false;
    m_shownName = tr("New sheet");
    m_name->setText(m_shownName);
    m_name->setReadOnly(true);
    m_name->setFocusPolicy(Qt::NoFocus);
    m_line->hide();
    m_hold->hide();
    m_export->hide();
    fold();
}

void SheetHead::setSheet(const Sweep &sweep, const ModelSchema &schema, bool mayGrow)
{
    m_hasSheet = true;
    m_name->setReadOnly(false);
    m_name->setFocusPolicy(Qt::StrongFocus);
    m_line->show();
    m_export->show();
    if (!m_name->hasFocus() || m_shownName != sweep.name) {
        m_shownName = sweep.name;
        m_name->setText(sweep.name);
        m_name->setCursorPosition(0);
    }
    bool isSeedVaried = false;
    for (int axis = 0; axis < m_axes.size(); ++axis) {
        const bool isThere = axis < sweep.axes.size();
        const QString side = m_axes.at(axis).label->text();
        Chip *chip = m_axes.at(axis).chip;
        m_axes.at(axis).box->setVisible(isThere || (mayGrow && axis == sweep.axes.size()));
        chip->setChecked(isThere);
        const QString title = isThere ? chipTitle(sweep.axes.at(axis), schema) : tr("none");
        chip->setText(title);
        chip->setAccessibleName(tr("%1: %2").arg(side, title));
        chip->setToolTip(isThere ? readingOf(sweep.axes.at(axis), schema, 12).toHtmlEscaped()
                                 : tr("Vary one more thing"));
        const ParamSpec *param = isThere ? schema.find(sweep.axes.at(axis).name) : nullptr;
        isSeedVaried = isSeedVaried || (param && param->role == ParamRole::Seed);
    }
    const std::optional<Seed> shared = seed(sweep.base);
    m_seedBox->setVisible(shared && !isSeedVaried);
    m_seed->setText(shared ? QString::number(*shared) : QString());
    m_seed->setAccessibleName(tr("Seed %1, of all cells").arg(m_seed->text()));
    m_seed->updateGeometry();
    fold();
}

void SheetHead::setProgress(const library::SheetProgress &progress, bool isHeld)
{
    m_progress->setText(progressText(progress));
    m_retry->setVisible(progress.failed > 0);
    m_retry->setText(tr("Retry %1").arg(progress.failed));
    m_retry->setAccessibleName(progress.failed == 1
                                   ? tr("Retry the cell that failed")
                                   : tr("Retry the %1 cells that failed").arg(progress.failed));
    m_isHeld = isHeld;
    m_hold->setVisible(m_hasSheet && (isHeld || progress.waiting > 0));
    m_hold->setIcon(icon(isHeld ? u"player-play"_s : u"player-pause"_s));
    const QString word = isHeld ? tr("Resume") : tr("Pause");
    m_hold->setAccessibleName(word);
    m_hold->setToolTip(isHeld ? tr("Send what waits")
                              : tr("Send nothing more for now; what is under way goes on"));
    fold();
}

QString SheetHead::progressLine() const
{
    return m_progress->text();
}

/// As wide as its words, so that what belongs to it stands beside it.
void SheetHead::fitName()
{
    const int words = QFontMetrics(m_name->font()).horizontalAdvance(m_name->text());
    m_name->setMinimumWidth(std::min(words + 8, std::max(96, width() / 3)));
    m_name->setMaximumWidth(words + 8);
}

void SheetHead::fold()
{
    const double room = width() / tokensOf(this).textScale;
    m_lineLayout->setDirection(room < foldsBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_saved->setVisible(m_hasSheet && room >= dropsSavedBelow);
    const bool hasWords = room >= dropsWordsBelow;
    m_export->setText(hasWords ? tr("Export sheet") : tr("Export"));
    m_export->setAccessibleName(tr("Export sheet"));
    m_hold->setText(m_isHeld ? tr("Resume") : tr("Pause"));
    fitName();
}

bool SheetHead::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_name && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        m_name->setText(m_shownName);
        m_name->clearFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SheetHead::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void SheetHead::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void SheetHead::restyle()
{
    m_name->setFont(tokensOf(this).font.title);
    m_state->setMinimumHeight(tokensOf(this).size.chip);
    fold();
}

} // namespace janus::ui
