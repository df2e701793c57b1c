#include "ui/kit/plaintext.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace janus::ui {

namespace {

class LiteralLabels : public QObject
{
public:
    using QObject::QObject;

    /// Polish comes once, before a widget is shown for the first time.
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Polish || watched->inherits("QTipLabel"))
            return false;
        auto *label = qobject_cast<QLabel *>(watched);
        if (label && label->textFormat() == Qt::AutoText)
            label->setTextFormat(Qt::PlainText);
        return false;
    }
};

} // namespace

void showLabelsLiterally(QApplication &application)
{
    application.installEventFilter(new LiteralLabels(&application));
}

} // namespace janus::ui
