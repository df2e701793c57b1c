#include "ui/compose/modelmenu.h"

#include "jobs/modelcatalog.h"
#include "ui/kit/icon.h"

#include <QActionGroup>

using namespace Qt::StringLiterals;

namespace janus::ui {

ModelMenu::ModelMenu(jobs::ModelCatalog &models, QWidget *parent)
    : QMenu(parent)
    , m_models(models)
{
    setTitle(tr("&Model"));
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ModelMenu::fill);
    fill(); // an empty menu would not open
}

void ModelMenu::fill()
{
    clear();
    auto *group = new QActionGroup(this);
    for (const jobs::ModelEntry &model : m_models.list()) {
        QAction *action = addAction(QString(model.title).replace(u'&', "&&"_L1));
        action->setCheckable(true);
        action->setChecked(model.endpoint == m_current);
        action->setToolTip(u"%1: %2"_s.arg(model.endpoint, jobs::sourceText(model)).toHtmlEscaped());
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, endpoint = model.endpoint] { Q_EMIT chosen(endpoint); });
    }
    connect(this, &QMenu::aboutToHide, group, &QObject::deleteLater);
    addSeparator();
    addAction(ui::icon(u"plus"_s), tr("&Add Model…"), this, &ModelMenu::addRequested);
    const std::optional<jobs::ModelEntry> current = m_models.entry(m_current);
    if (current && !current->isBuiltIn)
        addAction(tr("&Remove %1").arg(QString(current->title).replace(u'&', "&&"_L1)), this,
                  [this] { Q_EMIT removeRequested(m_current); });
    addAction(ui::icon(u"refresh"_s), tr("Read Their Inputs A&new"), &m_models,
              qOverload<>(&jobs::ModelCatalog::refresh));
}

} // namespace janus::ui
