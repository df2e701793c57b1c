#pragma once

#include "panelprobe.h"
#include "panelsamples.h"

#include "core/paramroles.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/countfield.h"
#include "ui/compose/numberedit.h"
#include "ui/compose/paramform.h"
#include "ui/compose/paramwidget.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/compose/sizefield.h"
#include "ui/compose/sliderfield.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/sizechips.h"
#include "ui/kit/studiostyle.h"

#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QToolButton>

/// What the tests of Compose share.
namespace janus::bench {

using namespace janus::ui;
using namespace Qt::StringLiterals;
using Sent = QList<Wish>;

inline QList<GenerationRequest> requestsOf(const QList<Wish> &wishes)
{
    QList<GenerationRequest> requests;
    for (const Wish &wish : wishes)
        requests << wish.request;
    return requests;
}

inline QJsonObject sizeObject(const QJsonValue &width, const QJsonValue &height)
{
    return {{u"width"_s, width}, {u"height"_s, height}};
}

inline void typeInto(QLineEdit *edit, const QString &text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
}

/// A panel with the Janus schema in a shown window.
struct Bench
{
    explicit Bench(const QString &name = u"fal-ai_janus"_s)
    {
        panel.setSchema(samples::schema(name));
        panel.resize(340, 602);
        probe::show(panel);
    }

    ParamForm &form() { return *panel.form(); }
    QJsonValue value(const QString &name) { return panel.request().input.value(name); }
    void writePrompt(const QString &text = u"a fox"_s) { form().setParam(u"prompt"_s, text); }
    /// The next press counts again.
    void rest() { QTRY_VERIFY(!panel.isResting()); }

    ComposePanel panel;
};

} // namespace janus::bench
