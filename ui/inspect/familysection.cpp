#include "ui/inspect/familysection.h"

#include "core/paramroles.h"
#include "ui/inspect/changetext.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// So much of a prompt tells it from others in one line.
QString beginning(const QString &prompt)
{
    constexpr qsizetype most = 32;
    const QString line = prompt.simplified();
    return line.size() > most ? line.left(most).trimmed() + u'…' : line;
}

} // namespace

FamilySection::FamilySection(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(2);
    clear();
}

void FamilySection::clear()
{
    for (QWidget *line : findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        line->hide();
        line->deleteLater();
    }
    hide();
}

void FamilySection::addLine(const QString &text, const QString &tip, const QString &iconName,
                            const QString &goName, const std::function<void()> &go)
{
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    auto *label = new PlainLabel(text, &Fonts::small, &Colors::textSecondary, line);
    label->setWordWrap(true);
    label->setToolTip(tip.toHtmlEscaped());
    row->addWidget(label, 1);
    if (go) {
        auto *button = new IconButton(iconName, goName, line);
        button->setCompact(true);
        button->setGlyph(&Measures::iconSmall);
        connect(button, &IconButton::clicked, this, go);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    layout()->addWidget(line);
    line->show();
    setVisible(true);
}

void FamilySection::show(const Picture &picture, const library::Family &family, const ModelSchema &schema)
{
    clear();
    if (const auto &parent = family.parent) {
        const QString change = changeText(*parent, picture, schema);
        const QString words = prompt(parent->request);
        // The prompt is there already where it is the same.
        const QString from = words == prompt(picture.request)
                                 ? tr("From seed %1 · %2").arg(QString::number(parent->seed), change)
                                 : tr("From “%1” · %2").arg(beginning(words), change);
        const auto go = [this, id = parent->id] { Q_EMIT pictureRequested(id); };
        addLine(from, tr("From “%1”, seed %2").arg(words.simplified(), QString::number(parent->seed)),
                u"arrow-up"_s, tr("Show the picture it was made from"),
                parent->id != 0 ? std::function<void()>(go) : nullptr);
    }
    if (family.children > 0) {
        const QString count = family.children == 1 ? tr("1 picture was made from it")
                                                   : tr("%1 pictures were made from it").arg(family.children);
        addLine(count, {}, u"arrow-right"_s, tr("Show what was made from it"),
                [this, id = picture.id] { Q_EMIT childrenRequested(id); });
    }
}

} // namespace janus::ui
