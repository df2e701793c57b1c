#pragma once

#include <QWidget>

class QAction;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace janus::ui {

class IconButton;

/// One key of a KeyList: its name, which can be changed in place, and its buttons.
class KeyRow : public QWidget
{
    Q_OBJECT
public:
    explicit KeyRow(const QString &name, QWidget *parent = nullptr);

    QString name() const { return m_name; }
    void setName(const QString &name);

    QRadioButton *choice() const { return m_choice; }
    QPushButton *testButton() const { return m_test; }
    QLineEdit *nameEdit() const { return m_edit; }
    QAction *renameAction() const { return m_rename; }
    QAction *replaceAction() const { return m_replace; }
    QAction *forgetAction() const { return m_forget; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void testRequested();
    void renamed(const QString &newName);
    void replaceRequested();
    void forgetRequested();

private:
    void startRenaming();
    void endRenaming(bool keep);

    QString m_name;
    QRadioButton *m_choice;
    QLineEdit *m_edit;
    QPushButton *m_test;
    IconButton *m_more;
    QAction *m_rename;
    QAction *m_replace;
    QAction *m_forget;
};

} // namespace janus::ui
