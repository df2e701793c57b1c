#include "ui/stage/marksbar.h"

#include "ui/kit/announce.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int markGlyph = 14;
constexpr int starPitch = 17; ///< logical pixels from star to star
constexpr int labelPitch = 18;
constexpr int markGap = 10; ///< between stars, flags and labels
constexpr int swatchSide = 13;

struct LabelLook
{
    Label label;
    Ink ink;
    char16_t key;
};

constexpr LabelLook labelLooks[] = {{Label::Red, &Colors::labelRed, u'6'},
                                    {Label::Yellow, &Colors::labelYellow, u'7'},
                                    {Label::Green, &Colors::labelGreen, u'8'},
                                    {Label::Blue, &Colors::labelBlue, u'9'},
                                    {Label::Purple, &Colors::labelPurple, u'P'}};

void paintSwatch(QPainter *painter, const Tokens &tokens, const QRect &rect, Label label, bool isOn)
{
    const auto look = std::ranges::find(labelLooks, label, &LabelLook::label);
    if (look == std::end(labelLooks))
        return;
    const QColor ink = tokens.color.*look->ink;
    const int side = std::min(tokens.scaled(swatchSide), rect.width() - 1);
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(rect).center());
    paint::box(painter, paint::snapped(painter, box), {isOn ? ink : QColor(), ink, 2, 1});
    QFont font = tokens.font.micro;
    font.setPixelSize(tokens.scaled(9.5));
    font.setBold(true);
    painter->setFont(font);
    painter->setPen(isOn ? tokens.color.labelInk : ink);
    painter->drawText(box, Qt::AlignCenter, QString(QChar(look->key)));
}

} // namespace

MarksBar::MarksBar(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_name(tr("Marks"))
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    if (kind == Kind::Control)
        setFocusPolicy(Qt::TabFocus);
    say();
}

void MarksBar::setMarks(const Marks &marks)
{
    if (marks == m_marks)
        return;
    m_marks = marks;
    say();
    updateGeometry();
    update();
}

void MarksBar::setName(const QString &name)
{
    m_name = name;
    say();
}

void MarksBar::say()
{
    const QString words = wordsOf(m_marks);
    setAccessibleName(words.isEmpty() ? tr("%1: none").arg(m_name) : tr("%1: %2").arg(m_name, words));
    setAccessibleDescription(m_marks.notes.simplified());
}

QList<MarksBar::Part> MarksBar::partsIn(int most) const
{
    const Tokens &tokens = tokensOf(this);
    const bool isQuiet = m_kind == Kind::Quiet;
    QList<Part> parts;
    double x = 0;
    const auto add = [&](const MarkWish &wish, int pitch, bool isNotes = false) {
        const double wide = pitch * tokens.textScale;
        parts.append({wish, isNotes, QRect(qRound(x), 0, qRound(x + wide) - qRound(x), height())});
        x += wide;
    };
    const auto gap = [&] { x += parts.isEmpty() ? 0 : markGap * tokens.textScale; };
    for (int star = 1; star <= (isQuiet ? m_marks.rating : mostStars); ++star)
        add(Stars{star}, starPitch);
    if (!isQuiet || m_marks.pick != Pick::None)
        gap();
    for (const Pick pick : {Pick::Picked, Pick::Rejected}) {
        if (!isQuiet || m_marks.pick == pick)
            add(pick, starPitch + (isQuiet ? 0 : 4));
    }
    if (!isQuiet || m_marks.label != Label::None)
        gap();
    for (const LabelLook &look : labelLooks) {
        if (!isQuiet || m_marks.label == look.label)
            add(look.label, labelPitch);
    }
    if (isQuiet && !m_marks.notes.isEmpty()) {
        gap();
        add(Stars{}, starPitch, true);
    }
    if (most >= x)
        return parts;
    for (Part &part : parts) {
        const int left = int(part.rect.left() * most / x);
        part.rect.setRight(int((part.rect.right() + 1) * most / x) - 1);
        part.rect.setLeft(left);
    }
    return parts;
}

QSize MarksBar::sizeHint() const
{
    const QList<Part> all = partsIn(QWIDGETSIZE_MAX);
    return {all.isEmpty() ? 0 : all.last().rect.right() + 1, tokensOf(this).size.controlSmall};
}

bool MarksBar::isOn(const MarkWish &wish) const
{
    if (const Stars *stars = std::get_if<Stars>(&wish))
        return stars->count <= m_marks.rating;
    if (const Pick *pick = std::get_if<Pick>(&wish))
        return *pick == m_marks.pick;
    return std::get<Label>(wish) == m_marks.label;
}

/// A click on the last star, the flag or the label that is set takes it away.
MarkWish MarksBar::wishAt(const Part &part) const
{
    if (const Stars *stars = std::get_if<Stars>(&part.wish))
        return stars->count == m_marks.rating ? Stars{} : *stars;
    if (!isOn(part.wish))
        return part.wish;
    return std::holds_alternative<Pick>(part.wish) ? MarkWish(Pick::None) : MarkWish(Label::None);
}

void MarksBar::paintPart(QPainter *painter, const Tokens &tokens, const Part &part) const
{
    const Colors &c = tokens.color;
    const int glyph = std::min(tokens.scaled(markGlyph), part.rect.width());
    const bool on = isOn(part.wish);
    if (part.isNotes) {
        paint::glyph(painter, part.rect, u"notes"_s, glyph, c.textSecondary);
    } else if (std::holds_alternative<Stars>(part.wish)) {
        paint::glyph(painter, part.rect, on ? u"star-filled"_s : u"star"_s, glyph, on ? c.star : c.textMuted);
    } else if (const Pick *pick = std::get_if<Pick>(&part.wish)) {
        if (*pick == Pick::Picked)
            paint::glyph(painter, part.rect, on ? u"flag-filled"_s : u"flag"_s, glyph,
                         on ? c.flagPick : c.textMuted);
        else
            paint::glyph(painter, part.rect, u"x"_s, glyph, on ? c.flagReject : c.textMuted);
    } else {
        paintSwatch(painter, tokens, part.rect, std::get<Label>(part.wish), on);
    }
}

void MarksBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensOf(this);
    const QList<Part> all = parts();
    for (const Part &part : all)
        paintPart(&painter, tokens, part);
    if (!hasFocus() || !window()->testAttribute(Qt::WA_KeyboardFocusChange) || m_at >= all.size())
        return;
    const QRect at = all.at(m_at).rect;
    const int side = std::min(tokens.size.controlSmall, height());
    paint::box(&painter, QRect(at.left(), (height() - side) / 2, at.width(), side),
               {{}, tokens.color.focusRing, qreal(tokens.size.radiusBadge), qreal(tokens.size.focusWidth)});
}

void MarksBar::mousePressEvent(QMouseEvent *event)
{
    if (m_kind == Kind::Quiet || event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const QList<Part> all = parts();
    for (const Part &part : all) {
        if (part.rect.contains(event->position().toPoint()))
            Q_EMIT wished(wishAt(part));
    }
}

void MarksBar::keyPressEvent(QKeyEvent *event)
{
    const QList<Part> all = parts();
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (event->modifiers() & ~Qt::KeypadModifier) {
        event->ignore();
    } else if (step != 0) {
        m_at = std::clamp(m_at + (isMirrored ? -step : step), 0, int(all.size()) - 1);
        announce(this, wordsOf(all.at(m_at).wish));
        update();
    } else if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return ||
               event->key() == Qt::Key_Enter) {
        Q_EMIT wished(wishAt(all.at(m_at)));
    } else {
        event->ignore();
    }
}

void MarksBar::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void MarksBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
}

bool MarksBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QList<Part> all = parts();
    const auto under =
        std::ranges::find_if(all, [help](const Part &part) { return part.rect.contains(help->pos()); });
    if (under == all.end()) {
        QToolTip::hideText();
        return true;
    }
    const QString words = under->isNotes ? m_marks.notes : wordsOf(under->wish);
    QToolTip::showText(help->globalPos(), u"<span>%1</span>"_s.arg(words.toHtmlEscaped()),
                       this); // never markup
    return true;
}

} // namespace janus::ui
