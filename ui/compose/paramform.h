#pragma once

#include "core/generationrequest.h"
#include "core/modelschema.h"

#include <QHash>
#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace janus::ui {

class CountField;
class ParamWidget;
class PromptField;
class SeedField;
class SentenceLine;
class SizeField;

/// A model's inputs in the order an artist thinks: prompt, size, guidance, temperature, the model's own,
/// number of pictures, seed, safety.
QList<ParamSpec> inFormOrder(const ModelSchema &schema);

/// A form for a model's inputs, built from its schema. What it holds is exactly one GenerationRequest.
/// Rows stand in the order an artist thinks: prompt, size, guidance, temperature, the model's own inputs,
/// number of pictures, seed, safety.
class ParamForm : public QWidget
{
    Q_OBJECT
public:
    explicit ParamForm(QWidget *parent = nullptr);

    /// Builds the rows and fills in the defaults; values of inputs that both models have are kept.
    void setSchema(const ModelSchema &schema);
    const ModelSchema &schema() const { return m_schema; }

    GenerationRequest request() const;
    /// Shows a request; inputs this model does not have are left out. Says nothing. A seed that comes with it
    /// is locked, and several pictures with a seed were one request: Together.
    void setRequest(const GenerationRequest &request);
    /// One input as the artist would set it; emits changed(). False when the model has no such input.
    bool setParam(const QString &name, const QJsonValue &value);

    /// What stands in the way of sending, in the order of the rows; empty when it may be sent.
    QList<Error> problems() const;
    /// Marks every row with a problem, an empty prompt included, and puts the caret into the first.
    void checkNow();
    /// A service's refusals: each marks the row of its field until that value is changed. One without a field
    /// of ours stands below the rows until anything is changed.
    void showErrors(const QList<Error> &errors);
    /// "width", "prompt": what has to be mended first; empty when nothing.
    QString firstPartInError() const;

    ParamWidget *field(const QString &name) const { return m_fields.value(name); }
    PromptField *promptField() const { return m_prompt; }
    SizeField *sizeField() const { return m_size; }
    CountField *countField() const { return m_count; }
    SeedField *seedField() const { return m_seed; }

    /// The height of the dock the form stands in; the prompt grows to 40 % of it.
    void setRoom(int height);

Q_SIGNALS:
    /// The artist changed a value or a mode.
    void changed();
    /// The button in the foot of the prompt.
    void historyRequested();
    /// The column of labels has another width, in pixels; in a narrow dock the hints go first.
    void columnsChanged(int labelWidth, bool isNarrow);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void adopt(ParamWidget *widget);
    void onChanged(ParamWidget *widget);
    void layOut();
    void refreshErrors();
    QString sentenceFor(const ParamWidget *widget) const;
    bool isQuietlyEmpty(const ParamWidget *widget) const;

    ModelSchema m_schema;
    QVBoxLayout *m_column;
    QList<ParamWidget *> m_rows;
    QHash<QString, ParamWidget *> m_fields;
    QHash<QString, QString> m_refusals; // a service's sentence for a field
    SentenceLine *m_general;
    PromptField *m_prompt = nullptr;
    SizeField *m_size = nullptr;
    CountField *m_count = nullptr;
    SeedField *m_seed = nullptr;
    int m_room = 0;
    bool m_asked = false; // an empty prompt is an error only once somebody wanted to send it
};

} // namespace janus::ui
