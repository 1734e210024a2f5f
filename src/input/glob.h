/* glob.h — the automaton that globs and .gitignore patterns share; for the files of this room only. */
#ifndef TMLINT_INPUT_GLOB_H
#define TMLINT_INPUT_GLOB_H

#include "tmlint/input.h"

/* A pattern as git's wildmatch takes it with WM_PATHNAME: bytes, no braces, a broken `[` matches nothing. */
const tml_glob *tml_glob_compile_git(tml_arena *a, tml_str pattern);
/* The whole text against the whole pattern, nothing stripped. */
bool tml_glob_run(const tml_glob *g, tml_str text);

#endif
