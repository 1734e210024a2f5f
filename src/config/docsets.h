/* docsets.h — docset roots of an Open Publishing repository. */
#ifndef TML_CONFIG_DOCSETS_H
#define TML_CONFIG_DOCSETS_H

#include "tmlint/base.h"

/* The build_source_folder of each docset in `.openpublishing.publish.config.json`, cleaned, in its order; none where
 * the file is not there. TML_EUSAGE where it can't be read. Strings in `a`. */
int tml_config_docsets(tml_arena *a, const char *path, tml_str **out, size_t *n, tml_err *err);

#endif
