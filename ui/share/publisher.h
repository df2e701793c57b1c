#pragma once

#include "core/picture.h"
#include "ui/studio.h"

#include <QObject>

#include <memory>
#include <optional>

class QWidget;

namespace janus::jobs {
class Publishing;
}

namespace janus::ui {

class PublishDialog;

/// "Publish…" on a picture: ties the dialog to the upload and to the links the library remembers.
class Publisher : public QObject
{
    Q_OBJECT
public:
    /// `studio` must outlive it; `window` is what the dialog stands before, and the parent.
    Publisher(const Studio &studio, QWidget *window);
    ~Publisher() override;

    void open(const Picture &picture);

private:
    void makeDialog();
    void start(std::optional<qint64> expirySeconds, bool isPrivate);
    void stop();

    const Studio &m_studio;
    QWidget *m_window;
    PublishDialog *m_dialog = nullptr;
    std::unique_ptr<jobs::Publishing> m_publishing;
    Picture m_picture;
};

} // namespace janus::ui
