/* opaque.h — kinds (tml_fact.sub) of TML_F_OPAQUE, TML_F_COMMAND, TML_F_API and TML_F_FILE facts.
 *
 * OPAQUE   key: kind and letters and digits in lower case, with the stops of addresses; key2: letters and digits alone.
 * COMMAND, API, FILE   key: the bytes; key2: the bytes with ASCII letters in lower case.
 */
#ifndef TMLINT_OPAQUE_H
#define TMLINT_OPAQUE_H

#include "tmlint/feat.h"

enum {
  TML_OPQ_GUID = 1,
  TML_OPQ_HASH,       /* 32 hexadecimal digits or more */
  TML_OPQ_THUMBPRINT, /* ten pairs of hexadecimal digits or more, parted by blanks or colons */
  TML_OPQ_IP4,        /* with a /prefix, where there is one */
  TML_OPQ_IP6,
  TML_OPQ_MAC,
  TML_OPQ_EMAIL,
  TML_OPQ_HOST, /* portal.azure.com, without a scheme */
  TML_OPQ_KB,
  TML_OPQ_CVE,
  TML_OPQ_HEX,  /* 0x8007 */
  TML_OPQ_KEY,  /* product key: five groups of five */
  TML_OPQ_CODE, /* code of an error or a message: AADSTS50076, CX0047 */
  TML_OPQ__COUNT
};

enum { TML_CMD_CMDLET = 1, TML_CMD_OPTION, TML_CMD_OPERATOR };
enum {
  TML_API_DOTTED = 1, /* Microsoft.Quantum.Canon */
  TML_API_CAMEL,      /* formId */
  TML_API_PASCAL,     /* three humps or more: ReportPasswordNeverExpires */
  TML_API_SNAKE,      /* alpha_j, DB72_Expense */
  TML_API_TYPEVAR     /* 'T */
};
enum { TML_FILE_DOCUMENT = 1 }; /* report.docx, photo.png: what readers make; 0 for all others */

#endif
