# Pages of two small languages: awk -f pages.awk -v page=N [-v pairs=24] [-v what=shift|swap|stranger|long|short]. Every sentence has its own words.
function rnd(n) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * n) }
function pick(  i) { i = rnd(n) + 1; s = en[i]; t = de[i] }
function sentence(k,  a, b, c, d) {
  pick(); a = s; x = t; pick(); b = s; y = t; pick(); c = s; z = t; pick(); d = s; w = t
  src[k] = "The " a " keeps the " b " of every " c " near the " d "."
  tgt[k] = "Das " x " hält das " y " von jedem " z " nahe am " w "."
}
BEGIN {
  n = split("garden window kettle pencil candle bridge ladder pillow bottle button carpet mirror hammer basket feather lantern saddle anchor violin tunnel " \
        "cellar chimney curtain doorbell drawer envelope faucet fireplace fountain gutter harbour helmet hinge island jacket keyhole letter meadow needle " \
        "orchard postcard quarry ribbon sailor shovel shutter sparrow spoon stable staircase stove towel trumpet umbrella valley wagon wallet whistle", en, " ")
  split("Beet Fenster Kessel Bleistift Kerze Brücke Leiter Kissen Flasche Knopf Teppich Spiegel Hammerkopf Korb Federkiel Laterne Sattel Ankertau Geige Stollen " \
        "Keller Schornstein Vorhang Klingel Schublade Umschlag Wasserhahn Kamin Brunnen Regenrinne Hafen Helm Scharnier Insel Jacke Schlüsselloch Brief Wiese Nadel " \
        "Obstgarten Ansichtskarte Steinbruch Schleife Matrose Schaufel Rollladen Spatz Löffel Stall Treppe Herd Handtuch Trompete Regenschirm Schlucht Karren Geldbeutel Pfeife", de, " ")
  seed = page * 7919 + 12345
  if (!pairs) pairs = 24
  for (k = 1; k <= pairs; k++) sentence(k)
  if (what == "shift") { for (k = 8; k <= 13; k++) tgt[k] = tgt[k + 1] }
  if (what == "swap") { t = tgt[5]; tgt[5] = tgt[6]; tgt[6] = t }
  if (what == "stranger") { tgt[20] = "Man wäscht bei Regen keine Wäsche, denn sie trocknet dann sehr langsam." }
  if (what == "long") { tgt[15] = tgt[15] " " tgt[15] " " tgt[15] " " tgt[15] }
  if (what == "short") { tgt[15] = "Das Beet ist so." }
  print "---\ntitle: x\nms.contentlocale: de-DE\n---\n"
  for (k = 1; k <= pairs; k++)
    printf "<span data-ttu-id=\"%05x-%d\">%s</span><span class=\"sxs-lookup\"><span data-stu-id=\"%05x-%d\">%s</span></span>\n\n", page, 100 + k, tgt[k], page, 100 + k, src[k]
}
