#include "ui/compose/wordspreview.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScreen>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int longestPreviewed = 2000; // characters of one prompt

} // namespace

WordsPreview::WordsPreview(const QStringList &prompts, quint64 total, const QString &sent, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_title(new PlainLabel({}, &Fonts::strong, &Colors::text, this))
    , m_list(new QPlainTextEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    const QLocale locale;
    const QString count = locale.toString(total);
    m_title->setText(quint64(prompts.size()) == total
                         ? tr("%1 prompts").arg(count)
                         : tr("The first %1 of %2 prompts").arg(locale.toString(prompts.size()), count));
    setAccessibleName(m_title->text());
    auto *note = new PlainLabel(sent, &Fonts::small, &Colors::textMuted, this);
    note->setWordWrap(true);
    QStringList lines;
    for (const QString &prompt : prompts) {
        QString line = prompt.size() > longestPreviewed ? prompt.left(longestPreviewed) + u'…' : prompt;
        line.replace(u'\n', u' ');
        lines << u"%1  %2"_s.arg(lines.size() + 1).arg(line);
    }
    m_list->setPlainText(lines.join(u'\n'));
    m_list->setReadOnly(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setProperty(look::bare, true);
    m_list->setFont(tokensOf(this).font.body);
    m_list->setPalette(StudioStyle::editorPaletteFor(tokensOf(this)));
    m_list->setAccessibleName(m_title->text());
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(13, 11, 7, 9);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(note);
    column->addWidget(m_list, 1);
    const Tokens &tokens = tokensOf(this);
    const auto rows = std::clamp<qsizetype>(prompts.size() * 2, 4, 16);
    setFixedSize(tokens.scaled(440), tokens.scaled(64) + static_cast<int>(rows) * tokens.scaled(19));
}

QString WordsPreview::title() const
{
    return m_title->text();
}

QString WordsPreview::text() const
{
    return m_list->toPlainText();
}

void WordsPreview::openAt(const QWidget *anchor)
{
    QPoint place = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    const QRect room = anchor->screen()->availableGeometry();
    if (place.y() + height() > room.bottom())
        place.setY(anchor->mapToGlobal(QPoint()).y() - 4 - height());
    place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
    place.setY(std::max(room.top(), place.y()));
    move(place);
    show();
    m_list->setFocus();
}

void WordsPreview::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.popup);
    paint::box(&painter, rect(), {.line = tokens.color.border});
}

} // namespace janus::ui
