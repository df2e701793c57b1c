#pragma once

#include "ui/kit/elevated.h"

namespace janus::ui {

/// A panel that stands on the stage: padding 24, corners 8, shadow. Give it a layout without margins of its
/// own.
class Card : public Elevated
{
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);
};

} // namespace janus::ui
