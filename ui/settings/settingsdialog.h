#pragma once

#include <QDialog>

class QCheckBox;
class QPushButton;
class QSettings;

namespace janus::secrets {
class KeyStore;
}

namespace janus::ui {

class PlainLabel;
class QuietSlider;
class SegmentedControl;
class SentenceLine;
class Theme;

/// The settings there are: look, text size, key, network, pictures folder. Changes apply at once, HTTP/2 at
/// the next start. Show it with open().
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    /// All three must outlive the dialog. What is set goes into `settings` as look/scheme ("system", "dark",
    /// "light"), look/textScale and network/http2.
    SettingsDialog(Theme &theme, QSettings &settings, secrets::KeyStore &store, QWidget *parent = nullptr);

    /// "host:port" of the system's proxy, or empty.
    void setProxy(const QString &proxy);
    void setPicturesFolder(const QString &folder);

    SegmentedControl *lookChoice() const { return m_look; }
    QuietSlider *textSizeSlider() const { return m_textSize; }
    QCheckBox *http2Box() const { return m_http2; }
    QPushButton *forgetButton() const { return m_forget; }
    QPushButton *changeKeyButton() const { return m_change; }
    QPushButton *unlockButton() const { return m_unlock; }
    QPushButton *changeFolderButton() const { return m_changeFolder; }
    QString picturesFolder() const;
    QString keyText() const;

Q_SIGNALS:
    void changeKeyRequested();
    /// Show the folder in the desktop's file manager.
    void folderRequested();
    /// Another folder for the pictures.
    void folderChangeRequested();

private:
    QWidget *makeLook();
    QWidget *makeKey();
    QWidget *makeNetwork();
    QWidget *makeFolder();
    void refreshKey();
    void onForget();
    void onLook(int index);
    void onTextSize();

    Theme &m_theme;
    QSettings &m_settings;
    secrets::KeyStore &m_store;
    SegmentedControl *m_look;
    QuietSlider *m_textSize;
    PlainLabel *m_percent;
    PlainLabel *m_key;
    SentenceLine *m_keyNews;
    QPushButton *m_change;
    QPushButton *m_forget;
    QPushButton *m_unlock;
    PlainLabel *m_proxy;
    QCheckBox *m_http2;
    PlainLabel *m_folder;
    QPushButton *m_changeFolder;
};

} // namespace janus::ui
