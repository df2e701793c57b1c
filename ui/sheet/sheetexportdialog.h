#pragma once

#include "library/catalogue.h"
#include "ui/sheet/sheetprint.h"

#include <QDialog>

class QPushButton;
class QProgressBar;

namespace janus::ui {

class PlainLabel;
class SegmentedControl;
class SentenceLine;

/// Saves a sheet as a labelled picture or as a PDF: how large, where to, how far it is. Closing it stops what
/// is under way.
class SheetExportDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Kind { Picture, Pdf };

    /// `folder` is where one saved last.
    SheetExportDialog(Kind kind, SheetPrint sheet, const QString &folder, QWidget *parent);
    ~SheetExportDialog() override;

    SegmentedControl *sizes() const { return m_sizes; }
    QPushButton *saveButton() const { return m_save; }
    /// "5 120 × 4 096 pixels".
    QString sizeText() const;
    QString outcome() const;
    /// As the save button does once it has a name.
    void saveAs(const QString &target);

Q_SIGNALS:
    void saved(const QString &file);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    int wantedWidth() const;
    void showSize();
    void chooseTarget();
    void setBusy(bool busy);
    void onDone(const Result<void> &written, const QString &target);

    Kind m_kind;
    SheetPrint m_sheet;
    Tokens m_paper; ///< what it is printed with, whatever the program looks like
    QString m_folder;
    SegmentedControl *m_sizes;
    PlainLabel *m_size;
    QProgressBar *m_progress;
    SentenceLine *m_outcome;
    QPushButton *m_cancel;
    QPushButton *m_save;
    library::Cancelling m_cancelling;
    bool m_isBusy = false;
};

} // namespace janus::ui
