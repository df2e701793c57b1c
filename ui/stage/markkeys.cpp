#include "ui/stage/markkeys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QStringList>

namespace janus::ui {

namespace {

QString markWords(const char *text, int count = -1)
{
    return QCoreApplication::translate("janus::ui::Marks", text, nullptr, count);
}

QString starWords(int count)
{
    return count == 0   ? markWords("No stars")
           : count == 1 ? markWords("1 star")
                        : markWords("%1 stars").arg(count);
}

QString labelWords(Label label)
{
    switch (label) {
    case Label::Red:
        return markWords("Red label");
    case Label::Yellow:
        return markWords("Yellow label");
    case Label::Green:
        return markWords("Green label");
    case Label::Blue:
        return markWords("Blue label");
    case Label::Purple:
        return markWords("Purple label");
    case Label::None:
        break;
    }
    return markWords("No label");
}

QString pickWords(Pick pick)
{
    return pick == Pick::Picked     ? markWords("Picked")
           : pick == Pick::Rejected ? markWords("Rejected")
                                    : markWords("Neither picked nor rejected");
}

} // namespace

std::optional<MarkWish> markOfKey(const QKeyEvent *event)
{
    if (event->modifiers() & ~Qt::KeypadModifier)
        return std::nullopt;
    const int key = event->key();
    if (key >= Qt::Key_0 && key <= Qt::Key_0 + mostStars)
        return Stars{key - Qt::Key_0};
    switch (key) {
    case Qt::Key_6:
        return Label::Red;
    case Qt::Key_7:
        return Label::Yellow;
    case Qt::Key_8:
        return Label::Green;
    case Qt::Key_9:
        return Label::Blue;
    case Qt::Key_P:
        return Pick::Picked;
    case Qt::Key_X:
        return Pick::Rejected;
    case Qt::Key_U:
        return Pick::None;
    default:
        return std::nullopt;
    }
}

MarkWish toggled(const MarkWish &wish, const Marks &now)
{
    const Label *label = std::get_if<Label>(&wish);
    return label && *label == now.label ? MarkWish(Label::None) : wish;
}

QString wordsOf(const MarkWish &wish)
{
    if (const Stars *stars = std::get_if<Stars>(&wish))
        return starWords(stars->count);
    if (const Pick *pick = std::get_if<Pick>(&wish))
        return pickWords(*pick);
    return labelWords(std::get<Label>(wish));
}

QString wordsOf(const Marks &marks)
{
    QStringList words;
    if (marks.rating > 0)
        words += starWords(marks.rating);
    if (marks.pick != Pick::None)
        words += pickWords(marks.pick).toLower();
    if (marks.label != Label::None)
        words += labelWords(marks.label).toLower();
    if (!marks.notes.isEmpty())
        words += markWords("notes");
    return words.join(QStringLiteral(", "));
}

} // namespace janus::ui
