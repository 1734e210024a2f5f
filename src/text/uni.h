/* uni.h — what utf8.c takes from uni.c. Private to the room. */
#ifndef TML_TEXT_UNI_H
#define TML_TEXT_UNI_H

#include "tmlint/base.h"

/* False where s, valid UTF-8, is surely in NFC: one cheap pass. */
bool tml_uni_suspect(tml_str s);

#endif
