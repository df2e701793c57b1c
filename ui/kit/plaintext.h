#pragma once

class QApplication;

namespace janus::ui {

/// From now on every label of the application, those inside message boxes included, shows its text literally
/// unless it was told to do otherwise: a label that guesses draws a local file for "<img src=…>" in a prompt.
/// Tool tips go on guessing; their texts are escaped where they are set.
void showLabelsLiterally(QApplication &application);

} // namespace janus::ui
