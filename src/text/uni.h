/* uni.h — what the room takes from utf8proc. Private to the room. */
#ifndef TML_TEXT_UNI_H
#define TML_TEXT_UNI_H

#include "tmlint/base.h"

/* Appends s, valid UTF-8, in NFC. */
void tml_uni_nfc(tml_buf *out, tml_str s);
/* False where s, valid UTF-8, is surely in NFC (utf8.c). */
bool tml_text_may_change(tml_str s);

#endif
