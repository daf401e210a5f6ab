# expense.m4 - the few macros of our own that configure.ac uses.

# ET_LIBRARY(VARIABLE, PKG-CONFIG TEST, DEBIAN PACKAGE)
# Finds a library by pkg-config, or stops with a sentence that names the package to install.
AC_DEFUN([ET_LIBRARY], [
    PKG_CHECK_MODULES([$1], [$2], [],
        [AC_MSG_ERROR([$2 was not found by pkg-config.
On Debian it is in the package $3: apt-get install $3
Elsewhere, install it with its development files, or set PKG_CONFIG_PATH.
pkg-config says: $$1_PKG_ERRORS])])
])

# ET_COMPILER_FLAGS(VARIABLE, FLAGS)
# Appends each flag that the compiler takes without a complaint.
AC_DEFUN([ET_COMPILER_FLAGS], [
    for et_flag in $2; do
        AS_VAR_PUSHDEF([et_cache], [et_cv_cflag_$et_flag])
        AC_CACHE_CHECK([whether $CC takes $et_flag], [et_cache], [
            et_saved=$CFLAGS
            CFLAGS="$CFLAGS $$1 -Werror $et_flag"
            AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
                [AS_VAR_SET([et_cache], [yes])], [AS_VAR_SET([et_cache], [no])])
            CFLAGS=$et_saved
        ])
        AS_VAR_IF([et_cache], [yes], [AS_VAR_APPEND([$1], [" $et_flag"])])
        AS_VAR_POPDEF([et_cache])
    done
])

# ET_LINKER_FLAGS(VARIABLE, FLAGS)
# Appends each flag with which a program still links.
AC_DEFUN([ET_LINKER_FLAGS], [
    for et_flag in $2; do
        AS_VAR_PUSHDEF([et_cache], [et_cv_ldflag_$et_flag])
        AC_CACHE_CHECK([whether $CC links with $et_flag], [et_cache], [
            et_saved=$LDFLAGS
            LDFLAGS="$LDFLAGS $et_flag"
            AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
                [AS_VAR_SET([et_cache], [yes])], [AS_VAR_SET([et_cache], [no])])
            LDFLAGS=$et_saved
        ])
        AS_VAR_IF([et_cache], [yes], [AS_VAR_APPEND([$1], [" $et_flag"])])
        AS_VAR_POPDEF([et_cache])
    done
])
