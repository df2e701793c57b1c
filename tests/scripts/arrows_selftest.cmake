# arrows_selftest.cmake: the test of the include test. It must find every planted violation, by file and line, and no other.
#
#   cmake -DWORK=FOLDER -DQT_HEADERS=FOLDER -P tests/scripts/arrows_selftest.cmake
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${WORK}")

# run_arrows(TREE): the exit code in `code`, the reported "file:line" in `found`, everything said in `said`.
macro(run_arrows tree)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DTREE=${tree}" "-DQT_HEADERS=${QT_HEADERS}" -P "${CMAKE_CURRENT_LIST_DIR}/../arrows.cmake"
        RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE said)
    string(APPEND said "${out}")
    string(REGEX MATCHALL "(app|ui)/[a-z/]*[a-zA-Z.]+(:[0-9]+)?: [^ ]+:" found "${said}")
    list(TRANSFORM found REPLACE ": [^ ]+:$" "")
    list(REMOVE_DUPLICATES found)
    list(SORT found)
endmacro()

# plant(FILE LINE...): a file of the tree; lines that end in "// bad" must be reported, the others must not.
set(expected)
function(plant file)
    set(number 0)
    foreach(line IN LISTS ARGN)
        math(EXPR number "${number} + 1")
        if(line MATCHES "// bad$")
            list(APPEND expected "${file}:${number}")
        endif()
    endforeach()
    list(JOIN ARGN "\n" text)
    file(WRITE "${WORK}/bad/${file}" "${text}\n")
    set(expected "${expected}" PARENT_SCOPE)
endfunction()

plant(app/core/value.h "#pragma once" "" "#include <QString>" "#include <optional>" "#include \"core/seed.h\""
    "#include <QObject> // bad" "#include <QFile> // bad" "#include <QImage> // bad" "#include <fstream> // bad"
    "#include \"support/log.h\" // bad" "  #  include <QtCore/QString> // bad" "#include <qobject.h> // bad"
    "#include <QNoSuchClass> // bad" "int a[3] = {1}; char c = '\\\\'; // x" "// #include <QObject>" "#include <QTimer> // bad")
plant(app/support/log.cpp "#include \"support/log.h\"" "#include <QFile>" "#include \"fal/queueapi.h\" // bad")
plant(app/fal/queueapi.cpp "#include <QNetworkReply>" "#include \"core/value.h\"" "#include \"library/library.h\" // bad"
    "#include \"sandbox/server.h\" // bad")
plant(app/sandbox/server.cpp "#include <QTcpServer>" "#include \"support/log.h\"" "#include \"fal/queueapi.h\" // bad"
    "#include <fal/queueapi.h> // bad")
plant(app/library/library.cpp "#include <QSqlQuery>" "#include \"library.h\" // bad" "#include \"../core/value.h\" // bad"
    "#include <QWidget> // bad" "#include \"ui/kit/button.h\" // bad")
plant(app/secrets/keystore.h "#include <qt6keychain/keychain.h>" "#include <QDBusConnection>" "#include \"jobs/job.h\" // bad")
plant(app/jobs/job.cpp "#include \"fal/queueapi.h\"" "#include \"library/library.h\"" "#include \"models/m.h\" // bad"
    "#include \"secrets/keystore.h\" // bad" "#include \"job.moc\"")
plant(app/models/m.h "#include \"jobs/job.h\"" "#include \"fal/queueapi.h\" // bad" "#include <QtWidgets/QLabel> // bad")
plant(app/commands/generate.cpp "#include \"secrets/keystore.h\"" "#include \"sandbox/server.h\""
    "#include \"models/m.h\" // bad" "#include \"application.h\" // bad")
plant(ui/kit/button.h "#include <QPushButton>" "#include <QSvgRenderer>" "#include \"secrets/keystore.h\"" "#include \"models/m.h\""
    "#include \"ui/kit/icon.h\"" "#include \"kit/icon.h\" // bad" "#include \"secrets/dbus.h\" // bad"
    "#include \"fal/queueapi.h\" // bad" "#include \"sandbox/server.h\" // bad" "#include <QSqlQuery> // bad"
    "#include <QNetworkReply> // bad" "#include <qt6keychain/keychain.h> // bad" "#include <private/qwidget_p.h> // bad")
plant(app/main.cpp "#include \"application.h\"" "#include \"ui/mainwindow.h\"" "#include \"fal/queueapi.h\"" "#include <QApplication>")
plant(app/application.h "#include \"sandbox/server.h\"" "#include \"ui/mainwindow.h\"")
plant(app/parlour/tea.h "#include <QString> // bad")
list(TRANSFORM expected REPLACE "app/parlour/tea.h:[0-9]+" "app/parlour/tea.h:1")
file(WRITE "${WORK}/bad/app/fal/CMakeLists.txt" "janus_room(fal SOURCES a.cpp LINKS janus_core janus_jobs)\n")
list(APPEND expected app/fal/CMakeLists.txt)
list(SORT expected)

run_arrows("${WORK}/bad")
if(code EQUAL 0)
    message(FATAL_ERROR "The include test accepted a tree full of forbidden arrows.")
endif()
foreach(line IN LISTS expected)
    if(NOT line IN_LIST found)
        message(SEND_ERROR "not found: ${line}")
    endif()
endforeach()
foreach(line IN LISTS found)
    if(NOT line IN_LIST expected)
        message(SEND_ERROR "found without reason: ${line}")
    endif()
endforeach()

file(WRITE "${WORK}/good/app/core/value.h" "#include <QString>\n")
run_arrows("${WORK}/good")
if(NOT code EQUAL 0)
    message(SEND_ERROR "a tree without a forbidden arrow was refused:\n${said}")
endif()

file(MAKE_DIRECTORY "${WORK}/empty/app")
run_arrows("${WORK}/empty")
if(code EQUAL 0)
    message(SEND_ERROR "a tree without a single include was accepted")
endif()
list(LENGTH expected count)
message(STATUS "${count} planted violations, all found")
