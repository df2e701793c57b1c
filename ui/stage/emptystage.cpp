#include "ui/stage/emptystage.h"

#include "ui/kit/emptystate.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/tokens.h"

#include <QKeySequence>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestFrameSide = 360;
constexpr int roomRoundFrame = 24;
/// From this width on the frame has room for more than its title.
constexpr int roomyFrame = 220;

/// Short enough to be read whole on a button, and a good first prompt as they are.
QPushButton *makeSample(const QString &prompt, QWidget *parent)
{
    auto *button = new QPushButton(prompt, parent);
    button->setAutoDefault(false);
    look::set(button, look::compact);
    return button;
}

} // namespace

QStringList EmptyStage::samplePrompts()
{
    return {u"Koi in a green pond, from above"_s, u"Night harbour in the rain"_s,
            u"Butterfly, folk-art print"_s};
}

EmptyStage::EmptyStage(QWidget *parent)
    : QWidget(parent)
    , m_state(new EmptyState(this))
    , m_samples(new QWidget(this))
{
    m_state->setIconName(u"photo"_s);
    m_state->setTitle(u"Your first picture appears here"_s);
    auto *row = new QBoxLayout(QBoxLayout::LeftToRight, m_samples);
    m_sampleRow = row;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_samples->setSizePolicy(QSizePolicy::Ignored,
                             QSizePolicy::Fixed); // they fold instead of widening the window
    row->addStretch(1);
    row->addWidget(new PlainLabel(u"Or start from"_s, &Fonts::small, &Colors::textSecondary, m_samples), 0,
                   Qt::AlignCenter);
    const QStringList prompts = samplePrompts();
    for (const QString &prompt : prompts) {
        QPushButton *button = makeSample(prompt, m_samples);
        connect(button, &QPushButton::clicked, this, [this, prompt] { Q_EMIT samplePromptChosen(prompt); });
        row->addWidget(button, 0, Qt::AlignCenter);
    }
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(24);
    column->addStretch(1);
    column->addWidget(m_state, 0);
    column->addWidget(m_samples);
    column->addStretch(3);
    fitShape();
}

void EmptyStage::setShape(const QSize &pixels)
{
    m_shape = pixels.isEmpty() ? QSize(1, 1) : pixels;
    fitShape();
}

/// The frame takes the room there is; the prompts stay right below it.
void EmptyStage::fitShape()
{
    m_sampleRow->setDirection(QBoxLayout::LeftToRight);
    if (m_sampleRow->sizeHint().width() > width() - 2 * roomRoundFrame)
        m_sampleRow->setDirection(QBoxLayout::TopToBottom);
    const int taken = m_samples->sizeHint().height() + 4 * roomRoundFrame;
    const QSize most(std::min(longestFrameSide, width() - 2 * roomRoundFrame),
                     std::min(longestFrameSide, height() - taken));
    const QSize frame = m_shape.scaled(most.expandedTo(QSize(160, 160)), Qt::KeepAspectRatio);
    const bool isRoomy = frame.width() >= tokensOf(this).scaled(roomyFrame);
    m_state->setText(isRoomy ? u"Press Generate, or"_s : QString());
    m_state->setKeys(isRoomy ? QKeySequence(Qt::CTRL | Qt::Key_Return) : QKeySequence());
    m_state->setFixedHeight(std::max(frame.height(), m_state->minimumSizeHint().height()));
    m_state->setShape(m_shape, std::max(frame.width(), frame.height()));
}

void EmptyStage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitShape();
}

void EmptyStage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
