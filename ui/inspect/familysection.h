#pragma once

#include "core/modelschema.h"
#include "core/picture.h"
#include "library/family.h"

#include <QWidget>

#include <functional>

namespace janus::ui {

/// Where a picture comes from, "From … · guidance 5 → 7", and how many were made from it: two lines of the
/// inspector, each shown only where there is something to say, each with one click to where it leads.
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
    /// Without `go` the line leads nowhere.
    void addLine(const QString &text, const QString &tip, const QString &iconName, const QString &goName,
                 const std::function<void()> &go);
};

} // namespace janus::ui
