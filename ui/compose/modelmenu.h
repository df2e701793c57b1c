#pragma once

#include <QMenu>
#include <QString>

namespace janus::jobs {
class ModelCatalog;
}

namespace janus::ui {

/// Which model the form is for, and the way to others. Filled anew whenever it opens.
class ModelMenu : public QMenu
{
    Q_OBJECT
public:
    /// `models` must outlive it.
    explicit ModelMenu(jobs::ModelCatalog &models, QWidget *parent = nullptr);

    void setCurrent(const QString &endpoint) { m_current = endpoint; }

Q_SIGNALS:
    void chosen(const QString &endpoint);
    void addRequested();
    void removeRequested(const QString &endpoint);

private:
    void fill();

    jobs::ModelCatalog &m_models;
    QString m_current;
};

} // namespace janus::ui
