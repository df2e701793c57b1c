#include "ui/kit/collapsiblesection.h"

#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

class SectionHeader : public QAbstractButton
{
public:
    SectionHeader(const QString &title, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(title);
        setCheckable(true);
        setChecked(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        const Tokens &tokens = tokensOf(this);
        const int text = QFontMetrics(tokens.font.smallStrong).horizontalAdvance(this->text());
        return {tokens.size.iconSmall + 6 + text + 4, tokens.size.dockTitle};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        const Colors &c = tokens.color;
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const QColor ink = !isEnabled() ? c.textDisabled : underMouse() ? c.text : c.textSecondary;
        const int glyph = tokens.size.iconSmall;
        QPainter painter(this);
        const QRectF chevron(mirrored ? width() - glyph : 0, 0, glyph, height());
        const QString closed = mirrored ? u"chevron-left"_s : u"chevron-right"_s;
        paint::glyph(&painter, chevron, isChecked() ? u"chevron-down"_s : closed, glyph, ink);
        const QRect words =
            mirrored ? rect().adjusted(0, 0, -glyph - 6, 0) : rect().adjusted(glyph + 6, 0, 0, 0);
        painter.setFont(tokens.font.smallStrong);
        painter.setPen(ink);
        painter.drawText(words,
                         int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        const int opens = layoutDirection() == Qt::RightToLeft ? Qt::Key_Left : Qt::Key_Right;
        const int closes = layoutDirection() == Qt::RightToLeft ? Qt::Key_Right : Qt::Key_Left;
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            toggle();
        else if (event->key() == opens || event->key() == closes)
            setChecked(event->key() == opens);
        else
            QAbstractButton::keyPressEvent(event);
    }
};

} // namespace

CollapsibleSection::CollapsibleSection(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(title, this))
    , m_head(new QHBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_head->setContentsMargins(0, 0, 0, 0);
    m_head->setSpacing(6);
    m_head->addWidget(m_header, 1);
    column->addLayout(m_head);
    connect(m_header, &QAbstractButton::toggled, this, [this](bool expanded) {
        if (m_content)
            m_content->setVisible(expanded);
        m_header->setAccessibleDescription(expanded ? tr("Expanded") : tr("Collapsed"));
        Q_EMIT toggled(expanded);
    });
}

void CollapsibleSection::setTitle(const QString &title)
{
    m_header->setText(title);
    m_header->updateGeometry();
}

void CollapsibleSection::setContent(QWidget *content)
{
    delete m_content;
    m_content = content;
    if (!content)
        return;
    layout()->addWidget(content);
    content->setVisible(isExpanded());
}

bool CollapsibleSection::isExpanded() const
{
    return m_header->isChecked();
}

void CollapsibleSection::setExpanded(bool expanded)
{
    m_header->setChecked(expanded);
}

QPushButton *CollapsibleSection::addAction(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setFlat(true);
    button->setAutoDefault(false);
    button->setProperty(look::link, true);
    button->setProperty(look::compact, true);
    button->setFont(tokensOf(this).font.small);
    addHeaderWidget(button);
    return button;
}

void CollapsibleSection::addHeaderWidget(QWidget *widget)
{
    m_head->addWidget(widget);
}

} // namespace janus::ui
