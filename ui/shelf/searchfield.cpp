#include "ui/shelf/searchfield.h"

#include "models/querytext.h"
#include "ui/kit/announce.h"
#include "ui/kit/chip.h"
#include "ui/kit/elevated.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/keycap.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/shelf/searchwords.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int searchSide = 8;
constexpr int chipSpace = 4;
constexpr int leastWords = 72; ///< logical pixels that are always left to type in

/// What a part of the text comes to by itself.
struct Reading
{
    std::optional<Condition> condition;
    std::optional<Query> setting; ///< an order, or the trash
    std::optional<Error> error;
};

Reading readToken(const QString &text)
{
    Reading reading;
    const Result<Query> query = Query::fromText(text);
    if (!query) {
        reading.error = query.error();
    } else if (!query->conditions.isEmpty()) {
        reading.condition = query->conditions.first();
    } else if (query->words.isEmpty()) {
        reading.setting = *query;
    }
    return reading;
}

} // namespace

/// The sentence that stands under the field while something in it makes no sense.
class SearchHint : public Elevated
{
public:
    explicit SearchHint(QWidget *parent)
        : Elevated(Height::Popup, 0, parent)
        , m_text(new PlainLabel({}, &Fonts::small, &Colors::danger, this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(10, 6, 10, 6);
        row->addWidget(m_text);
        hide();
    }
    void say(const QString &sentence)
    {
        m_text->setText(sentence);
        setAccessibleName(sentence);
        setVisible(!sentence.isEmpty());
        adjustSize();
        raise();
    }

private:
    PlainLabel *m_text;
};

SearchField::SearchField(QWidget *parent)
    : QWidget(parent)
    , m_words(new SearchWords(this))
    , m_clear(new IconButton(u"x"_s, tr("Clear the search"), this))
    , m_keys(new KeyCap(QKeySequence(u"Ctrl+F"_s), this))
    , m_more(new Chip({}, this))
    , m_hint(nullptr)
{
    setObjectName(u"search"_s);
    setAccessibleName(tr("Search"));
    setFocusProxy(m_words);
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::IBeamCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_words->setObjectName(u"searchWords"_s);
    m_words->setAccessibleName(tr("Search"));
    m_words->setProperty(look::bare, true);
    m_words->setFrame(false);
    m_words->installEventFilter(this);
    setPlaceholder(tr("Search prompts, tags, seeds…"));
    m_clear->setCompact(true);
    m_clear->setGlyph(&Measures::iconSmall);
    m_clear->setCursor(Qt::ArrowCursor);
    m_clear->hide();
    m_more->hide();
    connect(m_words, &QLineEdit::textEdited, this, [this] {
        read(false);
        m_words->offer();
    });
    connect(m_words, &SearchWords::completed, this, [this] { read(false); });
    connect(m_clear, &IconButton::clicked, this, [this] {
        clear();
        m_words->setFocus();
    });
}

SearchField::~SearchField()
{
    delete m_hint;
}

QLineEdit *SearchField::edit() const
{
    return m_words;
}

QList<Chip *> SearchField::chips() const
{
    return m_chips;
}

void SearchField::setValues(std::function<QList<library::FacetValue>(Facet)> values)
{
    m_words->setValues(std::move(values));
}

void SearchField::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    layOut();
}

void SearchField::setQuery(const Query &query)
{
    const bool isSame = query.words == m_query.words && query.conditions == m_query.conditions;
    m_query = query;
    if (isSame)
        return;
    m_conditions = query.conditions;
    m_words->setText(query.words);
    setProblem({});
    makeChips();
}

/// Takes the text apart. While a part is being typed (the cursor stands at its end), it acts but stays text.
void SearchField::read(bool isFinished)
{
    Query query = m_query;
    QStringList words;
    QList<SearchToken> kept;
    QString problem;
    QList<Condition> typed;
    const SearchToken open = isFinished ? SearchToken{} : m_words->tokenAtCursor();
    const QList<SearchToken> tokens = searchTokens(m_words->text());
    for (const SearchToken &token : tokens) {
        const bool isOpen = !open.text.isEmpty() && token.from == open.from;
        const Reading reading = readToken(token.text);
        if (reading.condition && isOpen)
            typed << *reading.condition;
        else if (reading.condition && !m_conditions.contains(*reading.condition))
            m_conditions << *reading.condition;
        if (reading.setting && !isOpen) {
            const bool isSort = token.text.startsWith("sort"_L1, Qt::CaseInsensitive);
            isSort ? query.sort = reading.setting->sort : query.sort;
            query.place = isSort ? query.place : reading.setting->place;
            query.collection = isSort || query.place == Query::Place::Library ? query.collection : 0;
        }
        if (reading.error && !isOpen)
            problem = reading.error->message;
        if (!reading.condition && !reading.setting && !reading.error)
            words << token.text;
        if (isOpen || (!reading.condition && !reading.setting))
            kept << token;
    }
    if (kept.size() < tokens.size()) { // what became a chip is no text any more
        QStringList left;
        for (const SearchToken &token : std::as_const(kept))
            left << token.text;
        const bool hasBlank = !left.isEmpty() && m_words->text().endsWith(u' ');
        m_words->setText(left.join(u' ') + (hasBlank ? u" "_s : QString()));
    }
    query.words = words.join(u' ');
    query.conditions = m_conditions;
    for (const Condition &condition : std::as_const(typed)) {
        if (!query.conditions.contains(condition))
            query.conditions << condition;
    }
    setProblem(problem);
    makeChips();
    publish(query);
}

void SearchField::publish(const Query &query)
{
    if (query == m_query)
        return;
    m_query = query;
    Q_EMIT queryChanged(m_query);
}

void SearchField::setProblem(const QString &sentence)
{
    const bool isNew = sentence != std::exchange(m_problem, sentence);
    if (!m_hint && sentence.isEmpty())
        return;
    if (!m_hint)
        m_hint = new SearchHint(window());
    m_hint->say(isVisible() ? sentence : QString());
    placeHint();
    if (isNew && !sentence.isEmpty())
        announce(m_words, sentence);
    update();
}

void SearchField::placeHint()
{
    if (!m_hint)
        return;
    if (m_hint->parentWidget() != window())
        m_hint->setParent(window());
    const QPoint below = mapTo(window(), QPoint(0, height() + 4));
    m_hint->move(below - QPoint(m_hint->shadowMargins().left(), m_hint->shadowMargins().top()));
}

void SearchField::makeChips()
{
    const auto shown = [this] {
        QStringList titles;
        for (const Chip *chip : std::as_const(m_chips))
            titles << chip->text();
        return titles;
    };
    QStringList wanted;
    for (const Condition &condition : std::as_const(m_conditions))
        wanted << models::conditionTitle(condition);
    if (shown() != wanted) {
        for (Chip *chip : std::as_const(m_chips)) {
            chip->hide();
            chip->deleteLater(); // it may be the one that was pressed
        }
        m_chips.clear();
        for (const Condition &condition : std::as_const(m_conditions)) {
            auto *chip = new Chip(models::conditionTitle(condition), this);
            chip->setCheckable(true);
            chip->setChecked(true);
            chip->setRemovable(true);
            chip->setCursor(Qt::ArrowCursor);
            chip->setAccessibleDescription(tr("Part of the search. Delete removes it, Space edits it."));
            connect(chip, &Chip::removeRequested, this, [this, condition] { removeCondition(condition); });
            connect(chip, &Chip::clicked, this, [this, condition] { editCondition(condition); });
            m_chips << chip;
        }
    }
    layOut();
}

void SearchField::removeCondition(const Condition &condition)
{
    m_conditions.removeAll(condition);
    m_words->setFocus();
    read(false);
}

void SearchField::editCondition(const Condition &condition)
{
    m_conditions.removeAll(condition);
    const QString words = m_words->text().simplified();
    m_words->setText((words.isEmpty() ? QString() : words + u' ') + toText(condition));
    m_words->setFocus();
    read(false);
    m_words->offer();
}

void SearchField::clear()
{
    m_conditions.clear();
    m_words->clear();
    read(true);
}

void SearchField::focusAndSelect()
{
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

/// Icon, chips, words, cross. Chips that have no room give way to "+2", the oldest first.
void SearchField::layOut()
{
    const Tokens &tokens = tokensOf(this);
    const bool isEmpty = m_chips.isEmpty() && m_words->text().isEmpty();
    const int high = height();
    int left = searchSide + tokens.size.iconNormal + 6;
    int right = width() - 4;
    m_clear->setVisible(!isEmpty);
    m_keys->setVisible(isEmpty && !m_words->hasFocus() && width() >= tokens.scaled(300));
    const int cross = tokens.size.controlSmall;
    if (!isEmpty) {
        m_clear->setGeometry(right - cross, (high - cross) / 2, cross, cross);
        right -= cross;
    } else if (!m_keys->isHidden()) {
        const QSize cap = m_keys->sizeHint();
        m_keys->setGeometry(right - cap.width() - 2, (high - cap.height()) / 2, cap.width(), cap.height());
        right -= cap.width() + 6;
    }
    int room = right - left - tokens.scaled(leastWords);
    const auto place = [&](Chip *chip, int wide) {
        chip->setGeometry(left, (high - tokens.size.chip) / 2, wide, tokens.size.chip);
        chip->show();
        left += wide + chipSpace;
    };
    int taken = 0;
    int first = int(m_chips.size());
    const int moreWide = tokens.scaled(34);
    while (first > 0) {
        const int more = m_chips[first - 1]->sizeHint().width() + chipSpace;
        if (taken + more > room - (first > 1 ? moreWide : 0) && first < m_chips.size())
            break;
        taken += more;
        --first;
    }
    m_more->setVisible(first > 0);
    QStringList hidden;
    for (int at = 0; at < first; ++at) {
        m_chips[at]->hide();
        hidden << m_chips[at]->text();
    }
    if (first > 0) {
        m_more->setText(u"+%1"_s.arg(first));
        m_more->setToolTip(u"<p style='white-space:pre-wrap'>%1</p>"_s.arg(
            hidden.join(u'\n').toHtmlEscaped())); // never markup
        m_more->setAccessibleName(tr("%1 more: %2").arg(first).arg(hidden.join(u", "_s)));
        place(m_more, std::min(moreWide, m_more->sizeHint().width()));
        room -= moreWide + chipSpace;
    }
    for (qsizetype at = first; at < m_chips.size(); ++at)
        place(m_chips[at], std::min(m_chips[at]->sizeHint().width(), std::max(room, tokens.scaled(48))));
    m_words->setGeometry(left - 2, 1, std::max(right - left + 2, 8), high - 2);
    m_words->setPlaceholderText(m_chips.isEmpty() ? m_placeholder : QString());
    update();
}

QSize SearchField::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    return {tokens.scaled(500), tokens.size.control};
}

QSize SearchField::minimumSizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    return {tokens.scaled(160), tokens.size.control};
}

void SearchField::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    const Colors &c = tokens.color;
    QPainter painter(this);
    const bool isFocused = m_words->hasFocus();
    const bool isWrong = !m_problem.isEmpty();
    paint::Box field{.ground = c.field, .radius = qreal(tokens.size.radiusControl)};
    field.line = isWrong ? c.danger : isFocused ? c.focusRing : c.borderControl;
    field.lineWidth = isFocused || isWrong ? tokens.size.focusWidth : 1;
    paint::box(&painter, rect(), field);
    const int side = tokens.size.iconNormal;
    paint::glyph(&painter, QRect(searchSide, 0, side, height()), u"search"_s, side, c.textSecondary);
}

void SearchField::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
    placeHint();
}

void SearchField::moveEvent(QMoveEvent *event)
{
    QWidget::moveEvent(event);
    placeHint();
}

void SearchField::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_hint)
        m_hint->hide();
}

void SearchField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        layOut();
}

void SearchField::mousePressEvent(QMouseEvent *)
{
    m_words->setFocus(Qt::MouseFocusReason);
}

bool SearchField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words) {
        if (event->type() == QEvent::KeyPress && onKey(static_cast<QKeyEvent *>(event)))
            return true;
        if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
            const bool isLeaving = event->type() == QEvent::FocusOut &&
                                   static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason;
            // The line edit hears of it first.
            QMetaObject::invokeMethod(
                this,
                [this, isLeaving] {
                    if (isLeaving && !m_words->isOffering() && !m_words->hasFocus())
                        read(true);
                    layOut();
                },
                Qt::QueuedConnection);
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool SearchField::onKey(QKeyEvent *event)
{
    const bool isAtStart = m_words->cursorPosition() == 0 && !m_words->hasSelectedText();
    switch (event->key()) {
    case Qt::Key_Backspace:
        if (!isAtStart || m_conditions.isEmpty())
            return false;
        removeCondition(m_conditions.last());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        read(true);
        return true;
    case Qt::Key_Down:
        Q_EMIT left();
        return true;
    case Qt::Key_Escape:
        if (m_words->text().isEmpty() && m_conditions.isEmpty())
            Q_EMIT left();
        else
            clear();
        return true;
    default:
        return false;
    }
}

} // namespace janus::ui
