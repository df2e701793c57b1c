#pragma once

#include "core/modelschema.h"
#include "core/picture.h"
#include "library/family.h"

#include <QWidget>

namespace janus::ui {

class RecipeRow;

/// Where a picture comes from, "From … · Guidance 5 → 7", and how many were made from it: two rows of the
/// inspector, each shown only where there is something to say.
class FamilySection : public QWidget
{
    Q_OBJECT
public:
    explicit FamilySection(QWidget *parent = nullptr);

    /// Nothing is said until show() knows more.
    void clear();
    void show(const Picture &picture, const library::Family &family, const ModelSchema &schema);

Q_SIGNALS:
    void pictureRequested(janus::PictureId id);
    void childrenRequested(janus::PictureId of);

private:
    RecipeRow *addRow(const QString &name, const QString &value);
};

} // namespace janus::ui
