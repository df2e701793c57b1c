#pragma once

#include "library/exchange.h"

#include <QDialog>

class QButtonGroup;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace janus::library {
class Library;
}

namespace janus::ui {

class PlainLabel;
class SegmentedControl;
class SentenceLine;

/// Saves pictures to a folder or a zip file: where, under which names (with the names they will have), and
/// what the files say besides the picture (with exactly what will be inside). Says how far it is, can be
/// stopped, and what was left out at the end. The choices are remembered.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// Both outlive the dialog.
    ExportDialog(library::Library &library, QSettings &settings, QWidget *parent = nullptr);
    ~ExportDialog() override;

    /// `name`: of the collection, for the folder; empty: no collection.
    void openFor(std::vector<PictureId> pictures, const QString &name);

    library::ExportOptions options() const;
    void setTarget(const QString &target);
    void setProfile(library::ExportProfile profile);

    QLineEdit *targetEdit() const { return m_target; }
    QLineEdit *nameEdit() const { return m_name; }
    PlainLabel *namePreview() const { return m_names; }
    QListWidget *inside() const { return m_inside; }
    QPushButton *exportButton() const { return m_export; }
    QPushButton *cancelButton() const { return m_cancel; }
    SegmentedControl *kinds() const { return m_kinds; }
    /// What is said at the foot.
    QString outcome() const;

Q_SIGNALS:
    void exported(const janus::library::ExportReport &report);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *makeWhere();
    QWidget *makeNames();
    QWidget *makeInside();
    QWidget *makeFoot();
    void refresh();
    void askInside();
    void showNames();
    void chooseTarget();
    void start();
    void onDone(const Result<library::ExportReport> &report);
    void setBusy(bool busy);

    library::Library &m_library;
    QSettings &m_settings;
    std::vector<PictureId> m_ids;
    QList<Picture> m_first; ///< the first of them, for the previews
    QString m_collection;
    library::Cancelling m_cancelling;
    int m_asked = 0; ///< which preview is awaited
    bool m_isBusy = false;

    SegmentedControl *m_kinds;
    QLineEdit *m_target;
    QLineEdit *m_name;
    PlainLabel *m_names;
    SentenceLine *m_nameProblem;
    QButtonGroup *m_profiles;
    QListWidget *m_inside;
    QProgressBar *m_progress;
    PlainLabel *m_progressText;
    SentenceLine *m_outcome;
    QPushButton *m_export;
    QPushButton *m_cancel;
    QPushButton *m_show;
};

} // namespace janus::ui
