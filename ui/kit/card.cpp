#include "ui/kit/card.h"

namespace janus::ui {

Card::Card(QWidget *parent)
    : Elevated(Height::Card, 24, parent)
{
}

} // namespace janus::ui
