#include "ui/shelf/searchwords.h"

#include "models/querytext.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLocale>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

enum SearchOfferRole { OfferTitleRole = Qt::UserRole + 1, OfferCountRole };

constexpr int mostOffers = 9;
constexpr int offerPadding = 10;

/// What is typed at the left, what it means and how many there are at the right.
class OfferDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, tokensOf(option.widget).size.row};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const Colors &c = tokens.color;
        painter->save();
        const bool isOn = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
        paint::box(painter, option.rect.adjusted(4, 0, -4, 0),
                   {.ground = isOn ? c.hover : QColor(), .radius = qreal(tokens.size.radiusControl)});
        const QRect words = option.rect.adjusted(offerPadding, 0, -offerPadding, 0);
        QString right = index.data(OfferTitleRole).toString();
        if (const int count = index.data(OfferCountRole).toInt(); count >= 0)
            right += u"   "_s + QLocale().toString(count);
        painter->setFont(tokens.font.small);
        painter->setPen(c.textMuted);
        painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, right);
        const int room = words.width() - painter->fontMetrics().horizontalAdvance(right) - 12;
        painter->setFont(tokens.font.body);
        painter->setPen(c.text);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }
};

/// What can be typed for a facet whose values are known beforehand.
QStringList knownValues(Facet facet)
{
    switch (facet) {
    case Facet::Rating:
        return {u"5"_s, u"4+"_s, u"3+"_s, u"2+"_s, u"1+"_s, u"0"_s};
    case Facet::Label:
        return {u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s, u"none"_s};
    case Facet::Pick:
        return {u"picked"_s, u"rejected"_s, u"none"_s};
    case Facet::Flagged:
    case Facet::Practice:
        return {u"yes"_s, u"no"_s};
    case Facet::File:
        return {u"missing"_s, u"changed"_s, u"fine"_s};
    default:
        return {};
    }
}

} // namespace

QList<SearchToken> searchTokens(const QString &text)
{
    QList<SearchToken> tokens;
    bool isQuoted = false;
    int from = -1;
    for (int at = 0; at <= text.size(); ++at) {
        const bool isEnd = at == text.size() || (text[at].isSpace() && !isQuoted);
        if (at < text.size() && text[at] == u'"')
            isQuoted = !isQuoted;
        if (isEnd && from >= 0) {
            tokens << SearchToken{text.mid(from, at - from), from, at};
            from = -1;
        } else if (!isEnd && from < 0) {
            from = at;
        }
    }
    return tokens;
}

SearchWords::SearchWords(QWidget *parent)
    : QLineEdit(parent)
    , m_model(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_model, this))
{
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->setMaxVisibleItems(mostOffers);
    m_completer->popup()->setItemDelegate(new OfferDelegate(m_completer));
    m_completer->popup()->setAccessibleName(tr("What can be searched for"));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &SearchWords::complete);
}

SearchToken SearchWords::tokenAtCursor() const
{
    for (const SearchToken &token : searchTokens(text())) {
        if (token.to == cursorPosition())
            return token;
    }
    return {{}, cursorPosition(), cursorPosition()};
}

void SearchWords::addOffer(const QString &text, const QString &title, int count)
{
    if (m_model->rowCount() >= mostOffers)
        return;
    auto *item = new QStandardItem(text);
    item->setData(title, OfferTitleRole);
    item->setData(count, OfferCountRole);
    item->setData(title.isEmpty() ? text : text + u", "_s + title, Qt::AccessibleTextRole);
    m_model->appendRow(item);
}

void SearchWords::addValues(Facet facet, const QString &start, bool isNegated, const QString &typed)
{
    QList<library::FacetValue> values;
    for (const QString &value : knownValues(facet))
        values << library::FacetValue{value, -1};
    for (const library::FacetValue &counted : m_values ? m_values(facet) : QList<library::FacetValue>()) {
        const auto known = std::ranges::find(values, counted.value, &library::FacetValue::value);
        if (known != values.end())
            known->count = counted.count;
        else if (!counted.value.isEmpty())
            values << counted;
    }
    for (const library::FacetValue &value : std::as_const(values)) {
        const QString text = toText({facet, value.value, isNegated});
        if (value.value.startsWith(start, Qt::CaseInsensitive) && text != typed)
            addOffer(text,
                     models::valueTitle(facet, value.value) == value.value
                         ? models::facetTitle(facet)
                         : models::valueTitle(facet, value.value),
                     value.count);
    }
}

void SearchWords::fill()
{
    m_model->clear();
    const QString typed = tokenAtCursor().text;
    const bool isNegated = typed.startsWith(u'-');
    const QString bare = isNegated ? typed.mid(1) : typed;
    if (bare.isEmpty() || bare.startsWith(u'"'))
        return;
    const qsizetype colon = bare.indexOf(u':');
    for (int at = 0; at < facetCount; ++at) {
        const auto facet = Facet(at);
        const QString word = facetWord(facet);
        if (colon >= 0 && bare.left(colon).compare(word, Qt::CaseInsensitive) == 0)
            return addValues(facet, bare.mid(colon + 1).remove(u'"'), isNegated, typed);
        if (colon < 0 && word.startsWith(bare, Qt::CaseInsensitive))
            addOffer((isNegated ? u"-"_s : QString()) + word + u':', models::facetTitle(facet), -1);
    }
    if (colon >= 0 || bare.size() < 2)
        return;
    bool isNumber = false;
    bare.toLongLong(&isNumber);
    if (isNumber)
        addOffer(toText({Facet::Seed, bare, isNegated}), models::facetTitle(Facet::Seed), -1);
    for (const Facet facet : {Facet::Tag, Facet::Collection})
        addValues(facet, bare, isNegated, typed);
}

void SearchWords::offer()
{
    fill();
    if (m_model->rowCount() == 0 || !hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    const int wide = tokensOf(this).scaled(300);
    QRect place = rect();
    place.setLeft(std::max(0, cursorRect().left() - offerPadding));
    place.setWidth(wide);
    m_completer->complete(place);
}

QStringList SearchWords::offers() const
{
    QStringList offers;
    for (int row = 0; row < m_model->rowCount(); ++row)
        offers << m_model->item(row)->text();
    return offers;
}

bool SearchWords::isOffering() const
{
    return m_completer->popup()->isVisible();
}

void SearchWords::complete(const QString &chosen)
{
    const SearchToken token = tokenAtCursor();
    const bool isWhole = !chosen.endsWith(u':');
    const QString rest = text().mid(token.to);
    const QString put = isWhole ? chosen + u' ' : chosen;
    setText(text().left(token.from) + put + rest);
    setCursorPosition(token.from + int(put.size()));
    Q_EMIT completed();
    if (!isWhole)
        offer();
}

} // namespace janus::ui
