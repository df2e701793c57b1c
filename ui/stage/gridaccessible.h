#pragma once

namespace janus::ui {

/// Makes GridView known to assistive technology: a list whose items are the cells, named by
/// Qt::AccessibleTextRole. Items are made when asked for, so 100,000 pictures cost nothing. Safe to call more
/// than once. GUI thread.
void installGridAccessibility();

} // namespace janus::ui
