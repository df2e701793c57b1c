#pragma once

#include "core/delivery.h"
#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/provenance.h"

#include <QJsonObject>
#include <QList>
#include <QTimer>
#include <QWidget>

#include <optional>

class QAction;
class QScrollArea;

namespace janus::ui {

class DeliverySection;
class ParamForm;
class PlainLabel;
class PrimaryButton;

/// The left dock: the form, and Generate with two lines of text pinned below it.
/// It stores nothing; the window keeps state() and gives it back to restore().
class ComposePanel : public QWidget
{
    Q_OBJECT
public:
    explicit ComposePanel(QWidget *parent = nullptr);

    void setSchema(const ModelSchema &schema);
    ParamForm *form() const { return m_form; }
    PrimaryButton *generateButton() const { return m_generate; }

    GenerationRequest request() const;
    /// `parent` is the picture whose settings these are: what is generated from now on comes from it, until
    /// other settings are taken over or the prompt is emptied.
    void setRequest(const GenerationRequest &request, const std::optional<PictureName> &parent = {});
    /// What one press of Generate sends: one request, or one for each picture of a split set. Pure; the seed
    /// is the one shown (generate() draws it first).
    QList<Wish> wishes() const;
    /// How many pictures one press makes.
    int pictureCount() const;

    /// What goes along with every request that is sent from here.
    Delivery delivery() const;
    DeliverySection *deliverySection() const { return m_delivery; }

    /// The draft: {"input", "split", "seedLocked", "delivery", "parent"}. restore() takes what it understands
    /// and leaves the rest.
    QJsonObject state() const;
    void restore(const QJsonObject &state);

    /// Requests go to the built-in sandbox.
    void setPractice(bool practice);
    /// No key is known for the service in use: the button offers to add one.
    void setNeedsKey(bool needsKey);
    /// The two lines below the button, plain text.
    void setFootLines(const QString &first, const QString &second);
    /// A service's refusals, each at the row of its field.
    void showErrors(const QList<Error> &errors);

    /// Ctrl+R, Ctrl+D, Ctrl+Shift+D: window shortcuts that this panel owns. Put them into a menu; do not give
    /// the keys to anything else.
    QAction *swapAction() const { return m_swap; }
    QAction *newSeedAction() const { return m_newSeed; }
    QAction *lockSeedAction() const { return m_lockSeed; }

public Q_SLOTS:
    /// The button, or Ctrl+Return from anywhere. A held-down key or a double click counts once: after a press
    /// nothing is sent until the presses have paused for a moment (isResting()).
    void generate();
    void focusPrompt();

public:
    /// True while a further press would be taken for the same one.
    bool isResting() const { return m_rest.isActive(); }

Q_SIGNALS:
    void generateRequested(const QList<janus::Wish> &wishes);
    void addKeyRequested();
    /// The draft changed by the artist's hand: time to store state() and to refresh the foot lines.
    void changed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeBody();
    void makeFoot();
    void makeActions();
    void restyle();
    void refreshButton();

    QScrollArea *m_scroll;
    ParamForm *m_form;
    DeliverySection *m_delivery;
    QWidget *m_foot;
    PrimaryButton *m_generate;
    PlainLabel *m_firstLine;
    PlainLabel *m_secondLine;
    QAction *m_swap;
    QAction *m_newSeed;
    QAction *m_lockSeed;
    QTimer m_rest;
    std::optional<PictureName> m_parent; ///< the picture whose settings were taken
    bool m_isPractice = false;
    bool m_needsKey = false;
};

} // namespace janus::ui
