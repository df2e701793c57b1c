#include "ui/compose/choicefield.h"
#include "ui/compose/countfield.h"
#include "ui/compose/jsonfield.h"
#include "ui/compose/linefield.h"
#include "ui/compose/paramwidget.h"
#include "ui/compose/plainnumberfield.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/compose/sizefield.h"
#include "ui/compose/sliderfield.h"
#include "ui/compose/switchfield.h"

namespace janus::ui {

ParamWidget *makeParamWidget(const ParamSpec &spec, QWidget *parent)
{
    switch (spec.kind) {
    case ParamKind::Text:
        if (spec.role == ParamRole::Prompt)
            return new PromptField(spec, parent);
        return new LineField(spec, parent);
    case ParamKind::Integer:
        if (spec.role == ParamRole::Seed)
            return new SeedField(spec, parent);
        if (spec.role == ParamRole::Count)
            return new CountField(spec, parent);
        return new PlainNumberField(spec, parent);
    case ParamKind::Number:
        if (spec.minimum && spec.maximum)
            return new SliderField(spec, parent);
        return new PlainNumberField(spec, parent);
    case ParamKind::Boolean:
        return new SwitchField(spec, parent);
    case ParamKind::Choice:
        return new ChoiceField(spec, parent);
    case ParamKind::Size:
        return new SizeField(spec, parent);
    case ParamKind::Json:
        return new JsonField(spec, parent);
    }
    Q_UNREACHABLE();
}

} // namespace janus::ui
