/* docsets.c — reads where the pages of an Open Publishing repository are (docsets.h). */
#include "docsets.h"

#include "tmlint/config.h"
#include "tmlint/json.h"
#include "tmlint/paths.h"

#include <unistd.h>

int tml_config_docsets(tml_arena *a, const char *path, tml_str **out, size_t *n, tml_err *err) {
  tml_json j;
  size_t cap = 0;
  *out = NULL;
  *n = 0;
  if (access(path, F_OK) != 0) return TML_OK;
  int rc = tml_json_load(&j, path, err);
  const cJSON *list = rc ? NULL : cJSON_GetObjectItemCaseSensitive(j.root, "docsets_to_publish");
  for (const cJSON *kid = list ? list->child : NULL; kid; kid = kid->next) {
    const cJSON *folder = cJSON_GetObjectItemCaseSensitive(kid, "build_source_folder");
    if (!cJSON_IsString(folder)) continue;
    *out = tml_arena_grow(a, *out, *n, &cap, sizeof **out);
    (*out)[(*n)++] = tml_arena_str(a, tml_path_clean(a, tml_str_c(folder->valuestring)));
  }
  tml_json_free(&j);
  return rc ? TML_EUSAGE : TML_OK;
}
