#include "ui/inspect/familysection.h"

#include "core/paramroles.h"
#include "ui/inspect/changetext.h"
#include "ui/inspect/reciperow.h"
#include "ui/kit/iconbutton.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

FamilySection::FamilySection(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    clear();
}

void FamilySection::clear()
{
    for (RecipeRow *row : findChildren<RecipeRow *>()) {
        row->hide();
        row->deleteLater();
    }
    hide();
}

RecipeRow *FamilySection::addRow(const QString &name, const QString &value)
{
    auto *row = new RecipeRow(name, value, this);
    layout()->addWidget(row);
    row->show();
    setVisible(true);
    return row;
}

void FamilySection::show(const Picture &picture, const library::Family &family, const ModelSchema &schema)
{
    clear();
    if (const auto &parent = family.parent) {
        const QString change = changeText(*parent, picture, schema);
        RecipeRow *row = addRow(tr("From"), change);
        const QString words = prompt(parent->request).simplified();
        row->setToolTip(
            tr("From “%1”, seed %2: %3").arg(words, QString::number(parent->seed), change).toHtmlEscaped());
        if (parent->id != 0) {
            IconButton *go = row->addButton(u"arrow-up"_s, tr("Show the picture it was made from"));
            connect(go, &IconButton::clicked, this, [this, id = parent->id] { Q_EMIT pictureRequested(id); });
        }
    }
    if (family.children > 0) {
        const QString count = family.children == 1 ? tr("1 picture") : tr("%1 pictures").arg(family.children);
        RecipeRow *row = addRow(tr("Led to"), count);
        IconButton *go = row->addButton(u"search"_s, tr("Show what was made from it"));
        connect(go, &IconButton::clicked, this, [this, id = picture.id] { Q_EMIT childrenRequested(id); });
    }
}

} // namespace janus::ui
