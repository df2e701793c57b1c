// Draws the window in the Library workspace over a small real library, to compare it with the design by eye.
//   librarygallery OUTFOLDER [FAMILY]     (QT_SCALE_FACTOR=2 for the fine ones)
#include "stockedlibrary.h"

#include "application.h"
#include "sandbox/renderer.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/shelf/exportdialog.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/librarytree.h"
#include "ui/shelf/searchfield.h"
#include "ui/stage/gridview.h"
#include "wiring.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>

#include <memory>

using namespace janus;
using namespace janus::library::fixture;
using janus::library::execute;

namespace {

const QStringList prompts{u"A red fox resting in fresh snow, paper cut, low winter sun"_s,
                          u"Harbour at night, rain on the quay, gouache"_s,
                          u"A lighthouse on a basalt cliff, dawn, long swell"_s,
                          u"Mountains in blue haze, sunrise, wide view"_s,
                          u"A blue boat on a still lake, woodcut"_s,
                          u"Koi in a green pond, from above"_s,
                          u"Northern lights over a pine forest"_s,
                          u"A butterfly in ink and gold"_s};

/// Thirty pictures of three days, culled and sorted as an artist would.
void stock(const QString &folder)
{
    OpenLibrary open(folder);
    library::PictureIds ids;
    for (int at = 0; at < 30; ++at) {
        const QString &prompt = prompts[at / 2 % prompts.size()];
        const QSize size = at % 3 == 0 ? QSize(512, 384) : at % 7 == 0 ? QSize(384, 512) : QSize(448, 448);
        const qint64 job = open.addJob(prompt, at % 10 == 9 ? u"sandbox"_s : u"fal"_s);
        const QImage image = sandbox::render({.prompt = prompt, .seed = 51200714 + at, .size = size});
        auto incoming = OpenLibrary::newPicture(job, encoded(image, "JPG"), 0, prompt,
                                                at % 10 == 9 ? u"sandbox"_s : u"fal"_s);
        incoming.picture.seed = 51200714 + at;
        const auto added = open.add(incoming);
        if (added)
            ids.push_back(added->id);
    }
    (void)open.run<qint64>([](QSqlDatabase &connection) -> Result<qint64> {
        library::Transaction transaction(connection);
        for (const QString &sql :
             {u"UPDATE facts SET created = created - 86400000 * ((30 - picture) / 11),"
              " day = day - ((30 - picture) / 11), guidance = 4 + picture % 6, temperature = 1"_s,
              u"UPDATE jobs SET state = 7, prompt = json_extract(CAST(body AS TEXT), '$.prompt')"_s,
              u"INSERT INTO prompts(prompts) VALUES ('rebuild')"_s}) {
            if (auto done = execute(connection, sql); !done)
                return done.error();
        }
        const auto committed = transaction.commit();
        return committed ? Result<qint64>(1) : Result<qint64>(committed.error());
    });
    library::Deeds &deeds = open.library->deeds();
    const auto some = [&](int from, int step) {
        library::PictureIds chosen;
        for (std::size_t at = std::size_t(from); at < ids.size(); at += std::size_t(step))
            chosen.push_back(ids[at]);
        return chosen;
    };
    deeds.mark(some(0, 2), {.rating = 3, .addTags = {u"winter cards"_s}});
    deeds.mark(some(1, 5), {.rating = 5, .pick = Pick::Picked, .addTags = {u"village"_s}});
    deeds.mark(some(2, 7), {.label = Label::Red});
    deeds.mark(some(3, 9), {.pick = Pick::Rejected});
    deeds.mark(some(4, 8), {.rating = 4, .label = Label::Blue, .notes = u"Ask Ada for the frame"_s});
    deeds.trash(some(7, 20));
    const auto collection = [&](const QString &name, qint64 parent, const QString &query = {}) {
        const auto made =
            answerTo<qint64>([&](auto done) { deeds.createCollection(name, parent, query, &deeds, done); });
        return made ? *made : 0;
    };
    const qint64 winter = collection(u"Winter cards"_s, 0);
    collection(u"Coast prints"_s, 0);
    const qint64 client = collection(u"Client: Halden"_s, 0);
    const qint64 covers = collection(u"Covers, round 2"_s, client);
    collection(u"Best of the year"_s, 0, u"rating:4+"_s);
    collection(u"Blue, 4 stars and up"_s, 0, u"label:blue rating:4+"_s);
    collection(u"Guidance over 9"_s, 0, u"guidance:9.."_s);
    deeds.addTo(winter, some(0, 3));
    deeds.addTo(client, some(2, 5));
    QSignalSpy changed(&deeds, &library::Deeds::changed);
    deeds.addTo(covers, some(1, 4));
    changed.wait(30000);
}

void settle(int rounds = 12)
{
    for (int round = 0; round < rounds; ++round)
        QTest::qWait(50);
}

class Shots
{
public:
    Shots(const QString &folder, const QString &look)
        : m_folder(folder)
        , m_look(look)
    {
        QDir().mkpath(folder);
    }
    void save(QWidget &widget, const QString &name)
    {
        settle();
        const QPixmap shot = widget.grab();
        const QString ratio = shot.devicePixelRatio() > 1 ? u"@2x"_s : QString();
        shot.save(u"%1/%2-%3%4.png"_s.arg(m_folder, name, m_look, ratio));
    }

private:
    QString m_folder;
    QString m_look;
};

void savePopup(Shots &shots, const QString &name)
{
    settle(2);
    if (QWidget *popup = QApplication::activePopupWidget()) {
        shots.save(*popup, name);
        popup->close();
    }
}

void show(Shots &shots, ui::MainWindow &window)
{
    const auto trigger = [&](const QString &name) { window.findChild<QAction *>(name)->trigger(); };
    auto *search = window.findChild<ui::SearchField *>();
    auto *tree = window.findChild<ui::LibraryTree *>();
    auto *grid = window.findChild<ui::GridView *>();
    auto *bar = window.findChild<ui::FilterBar *>();
    shots.save(window, u"create"_s);
    trigger(u"libraryWorkspace"_s);
    settle();
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(3, 0));
    shots.save(window, u"library"_s);
    search->edit()->setFocus();
    search->edit()->setText(QString());
    QTest::keyClicks(search->edit(), u"rating:2+ rating:0 guidance:4..9 -label:red bo"_s);
    shots.save(window, u"library-search"_s);
    QTest::keyClick(search->edit(), Qt::Key_Space);
    QTest::keyClicks(search->edit(), u"rating:9 "_s);
    shots.save(window, u"library-problem"_s);
    search->clear();
    window.activateWindow();
    (void)QTest::qWaitForWindowActive(&window);
    search->edit()->setFocus();
    QTest::keyClicks(search->edit(), u"tag:w"_s);
    savePopup(shots, u"offers"_s);
    search->clear();
    QTest::keyClicks(search->edit(), u"zebra rating:4+ date:2026 "_s);
    shots.save(window, u"library-nothing"_s);
    search->clear();
    bar->openFacet(Facet::Rating);
    savePopup(shots, u"facet-rating"_s);
    bar->openFacet(Facet::Guidance);
    savePopup(shots, u"facet-guidance"_s);
    grid->setFocus();
    grid->selectAll();
    shots.save(window, u"library-several"_s);
    trigger(u"exportPictures"_s);
    auto *dialog = window.findChild<ui::ExportDialog *>();
    dialog->resize(dialog->sizeHint());
    shots.save(*dialog, u"export"_s);
    dialog->close();
    trigger(u"pick"_s);
    settle();
    trigger(u"trash"_s);
    shots.save(window, u"library-toast"_s);
    trigger(u"undo"_s);
    settle();
    for (int row = 0; row < tree->model()->rowCount(); ++row) {
        if (tree->model()->index(row, 0).data().toString() == "Coast prints"_L1)
            tree->setCurrentIndex(tree->model()->index(row, 0));
    }
    shots.save(window, u"library-empty"_s);
    tree->toggleTarget();
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_F2);
    window.resize(1024, 680);
    shots.save(window, u"library-narrow"_s);
    trigger(u"createWorkspace"_s);
    shots.save(window, u"create-narrow"_s);
    window.resize(1440, 900);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("https_proxy", "http://127.0.0.1:9");
    QApplication program(argc, argv);
    const QStringList arguments = QApplication::arguments();
    for (const QString &look : {u"dark"_s, u"light"_s}) {
        QTemporaryDir folder;
        stock(folder.path());
        ui::Theme theme;
        theme.setFontFamily(arguments.value(2));
        auto application = Application::create({support::Paths::below(folder.path()), {}, 0});
        ui::MainWindow window(studioOf(**application, theme), look);
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        (*application)->open(&window, [&](const Result<void> &opened) { window.onLibraryOpened(opened); });
        settle(30);
        Shots shots(arguments.value(1, u"library"_s), look);
        show(shots, window);
        window.close();
    }
    return 0;
}
