// Draws the panels as they stand in the window, to compare them with the design by eye.
//   panelgallery OUTFOLDER [FAMILY]     (QT_SCALE_FACTOR=2 for the fine ones)
#include "panelsamples.h"

#include "secrets/memorykeystore.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/compose/sizefield.h"
#include "ui/drawer/drawerpanel.h"
#include "ui/drawer/queueview.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/inspect/reciperow.h"
#include "ui/kit/docktitlebar.h"
#include "ui/kit/theme.h"
#include "ui/settings/keydialog.h"
#include "ui/settings/keylist.h"
#include "ui/settings/keyrow.h"
#include "ui/settings/settingsdialog.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSettings>

using namespace janus;
using namespace janus::ui;
using namespace Qt::StringLiterals;

namespace {

class Gallery
{
public:
    Gallery(const QString &folder, const QString &look)
        : m_folder(folder)
        , m_look(look)
    {
        QDir().mkpath(folder);
    }

    void save(QWidget &widget, const QString &name)
    {
        widget.setAttribute(Qt::WA_DontShowOnScreen, false);
        widget.show();
        QApplication::processEvents();
        QApplication::processEvents();
        const QPixmap shot = widget.grab();
        const QString ratio = shot.devicePixelRatio() > 1 ? u"@2x"_s : QString();
        shot.save(u"%1/%2-%3%4.png"_s.arg(m_folder, name, m_look, ratio));
    }

    /// In a dock of the window's height, as it stands there.
    void saveDock(QWidget *panel, const QString &title, QSize size, const QString &name)
    {
        QDockWidget dock(title);
        dock.setTitleBarWidget(new DockTitleBar(&dock));
        dock.setWidget(panel);
        dock.setFixedSize(size);
        save(dock, name);
    }

private:
    QString m_folder;
    QString m_look;
};

GenerationRequest lighthouse()
{
    GenerationRequest request = samples::schema().defaults();
    request.input[u"prompt"_s] =
        u"A lighthouse on a basalt cliff, {dawn|storm light}, long swell, gulls, gouache on rough paper"_s;
    request.input[u"image_size"_s] = u"landscape_16_9"_s;
    return request;
}

ComposePanel *composePanel()
{
    auto *panel = new ComposePanel;
    panel->setSchema(samples::schema());
    GenerationRequest request = lighthouse();
    request.input[u"num_images"_s] = 4;
    panel->setRequest(request);
    panel->form()->setParam(u"seed"_s, 88124017);
    panel->setFootLines(u"4 pictures · 40–70 s"_s, u"No charge listed by fal"_s);
    return panel;
}

void showCompose(Gallery &gallery)
{
    gallery.saveDock(composePanel(), u"Compose"_s, {340, 630}, u"compose-340"_s);
    gallery.saveDock(composePanel(), u"Compose"_s, {300, 614}, u"compose-300"_s);
    auto *first = new ComposePanel;
    first->setSchema(samples::schema());
    first->setPractice(true);
    first->setRequest(samples::schema().defaults());
    first->form()->setParam(u"prompt"_s, u"A red fox resting in fresh snow, paper cut, low winter sun"_s);
    first->setFootLines(u"1 practice picture · about 4 s"_s, u"Nothing is sent, nothing costs"_s);
    gallery.saveDock(first, u"Compose"_s, {340, 810}, u"compose-practice"_s);
    auto *bad = composePanel();
    bad->form()->setParam(u"cfg_weight"_s, 6.5);
    bad->form()->setParam(u"num_images"_s, 20);
    bad->form()->setParam(u"image_size"_s, QJsonObject{{u"width"_s, 1999}, {u"height"_s, 1152}});
    bad->showErrors({Error{ErrorKind::Refused,
                           u"Must be a multiple of 16 and at most 1536. (fal, 422)"_s,
                           {},
                           u"image_size"_s}});
    bad->setFootLines(u"20 pictures · time known once the size is valid"_s,
                      u"Your settings are kept exactly as they were"_s);
    gallery.saveDock(bad, u"Compose"_s, {340, 680}, u"compose-errors"_s);
    auto *key = new ComposePanel;
    key->setSchema(samples::schema(u"fal-ai_flux_dev"_s));
    key->setNeedsKey(true);
    key->setFootLines(u"1 picture"_s, u"Your draft is kept"_s);
    gallery.saveDock(key, u"Compose"_s, {340, 810}, u"compose-flux-nokey"_s);
}

QPixmap landscape()
{
    QPixmap pixmap(512, 512);
    QLinearGradient sky(0, 0, 0, 512);
    sky.setColorAt(0, QColor(60, 90, 110));
    sky.setColorAt(1, QColor(220, 230, 235));
    QPainter(&pixmap).fillRect(pixmap.rect(), sky);
    return pixmap;
}

void showInspect(Gallery &gallery)
{
    auto *panel = new InspectPanel;
    panel->setSchema(samples::schema());
    panel->setPicture(samples::picture(), landscape());
    gallery.saveDock(panel, u"Inspect"_s, {300, 800}, u"inspect"_s);
    auto *practice = new InspectPanel;
    practice->setSchema(samples::schema());
    Picture picture = samples::picture();
    picture.service = u"sandbox"_s;
    picture.flagged = true;
    picture.count = 4;
    picture.index = 1;
    practice->setPicture(picture, landscape().scaled(512, 288));
    practice->row(u"Guidance"_s)->copy();
    gallery.saveDock(practice, u"Inspect"_s, {300, 630}, u"inspect-practice"_s);
    auto *several = new InspectPanel;
    several->setSchema(samples::schema());
    Picture other = samples::picture();
    other.seed = 4;
    several->setPictures({samples::picture(), other, samples::picture()});
    gallery.saveDock(several, u"Inspect"_s, {300, 400}, u"inspect-several"_s);
    gallery.saveDock(new InspectPanel, u"Inspect"_s, {300, 200}, u"inspect-empty"_s);
}

void showDrawer(Gallery &gallery)
{
    QStandardItemModel jobs;
    QStandardItemModel log;
    DrawerPanel empty(&jobs, &log);
    empty.resize(1440, 180);
    gallery.save(empty, u"drawer-empty"_s);
    samples::prepareJobs(jobs);
    const QString balloons = u"Hot-air balloons over blue hills, early light"_s;
    samples::addJob(jobs, 1, u"A lighthouse on a basalt cliff, dawn, long swell, gulls, gouache"_s,
                    JobState::Running, u"Running"_s, u"11 s · usually 12–20 s"_s);
    samples::addJob(jobs, 2, balloons, JobState::Queued, u"In fal’s queue"_s, u"2nd, about 20–35 s"_s);
    samples::addJob(jobs, 3, balloons, JobState::Unknown, u"Needs an answer"_s,
                    u"Sent 14:11, not confirmed"_s, true);
    samples::addJob(jobs, 4, balloons, JobState::Waiting, u"Waiting"_s, u"After the two running now"_s);
    samples::addJob(jobs, 5, balloons, JobState::Failed, u"Refused"_s, u"Must be a multiple of 16."_s, true);
    samples::addJob(jobs, 6, balloons, JobState::Done, u"Done"_s, u"Saved"_s);
    DrawerPanel drawer(&jobs, &log);
    drawer.resize(1440, 240);
    drawer.queueView()->setCurrentIndex(jobs.index(1, 0));
    gallery.save(drawer, u"drawer-queue"_s);
    const QStringList levels{u"info"_s, u"info"_s, u"debug"_s, u"warn"_s, u"error"_s, u"stdout"_s, u"info"_s};
    const QStringList messages{u"Lighthouse 88124017 · request accepted, 019ab3f2-7c41"_s,
                               u"In queue, position 2"_s,
                               u"prompt: 21 words, 1024×576, guidance 5, temperature 1"_s,
                               u"Status stream closed; reading status every 2 s instead"_s,
                               u"<b>out of memory</b> on worker 3"_s,
                               u"step 288 of 576"_s,
                               u"Running on fal"_s};
    for (qsizetype k = 0; k < messages.size(); ++k)
        samples::addLine(log, u"14:07:3%1.204"_s.arg(k), levels.at(k), messages.at(k));
    drawer.showTab(DrawerPanel::LogTab);
    gallery.save(drawer, u"drawer-log"_s);
    DrawerPanel narrow(&jobs, &log);
    narrow.resize(680, 180);
    gallery.save(narrow, u"drawer-narrow"_s);
}

void showDialogs(Gallery &gallery, Theme &theme)
{
    secrets::MemoryKeyStore store;
    store.load();
    KeyDialog key(store);
    gallery.save(key, u"key"_s);
    key.keyEdit()->setText(u"not a key"_s);
    key.showTestResult(
        Error{ErrorKind::BadInput, u"fal does not accept this key. Check that all of it was copied."_s});
    gallery.save(key, u"key-refused"_s);
    secrets::MemoryKeyStore several;
    several.load();
    for (const QString &name :
         {u"Personal"_s, u"Studio account"_s, u"Client: no, thanks & co."_s.remove(u':')})
        several.storeInKeychain(name, *ApiKey::fromText(u"a:b"_s), &several, [](const Result<void> &) {});
    QCoreApplication::processEvents();
    KeyDialog keys(several);
    gallery.save(keys, u"keys"_s);
    keys.keyList()->row(u"Studio account"_s)->testButton()->click();
    QCoreApplication::processEvents();
    keys.showTestResult({});
    gallery.save(keys, u"keys-tested"_s);
    keys.keyList()->row(u"Personal"_s)->renameAction()->trigger();
    gallery.save(keys, u"keys-rename"_s);
    keys.addButton()->click();
    gallery.save(keys, u"keys-add"_s);
    several.setKeychain(secrets::KeychainState::Locked, {},
                        u"GNOME Keyring is locked. Unlock it to use the key that is stored there."_s);
    KeyDialog locked(several);
    gallery.save(locked, u"keys-locked"_s);
    QSettings stored(QDir::tempPath() + u"/panelgallery.ini"_s, QSettings::IniFormat);
    SettingsDialog settings(theme, stored, store);
    settings.setPicturesFolder(u"/home/artist/Pictures/Janus Studio"_s);
    gallery.save(settings, u"settings"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    Theme theme;
    theme.setFontFamily(arguments.value(2));
    theme.apply(application);
    for (const Theme::Choice choice : {Theme::Choice::Dark, Theme::Choice::Light}) {
        theme.setChoice(choice);
        Gallery gallery(arguments.value(1, u"panels"_s),
                        choice == Theme::Choice::Dark ? u"dark"_s : u"light"_s);
        showCompose(gallery);
        showInspect(gallery);
        showDrawer(gallery);
        showDialogs(gallery, theme);
    }
    return 0;
}
