#include "ui/kit/announce.h"

#include <QAccessible>
#include <QWidget>

namespace janus::ui {

void announce(QWidget *source, const QString &text)
{
    source->setAccessibleDescription(text);
    QAccessibleEvent alert(source, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace janus::ui
