import type { Trait } from './evidence.ts'

/*
 * Words of titles that name a property, folded, in the languages of our marketplaces. What is equal across languages has
 * one value; a word in two places would make equal titles differ.
 */
const table = (text: string): [string, string][] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [value = '', ...words] = line.trim().split(/\s+/)
      return [value, ...words].map((word): [string, string] => [word, value])
    })

const vocabulary = (trait: Trait, text: string): [string, { trait: Trait; value: string }][] =>
  table(text).map(([word, value]) => [word, { trait, value }])

export const TRAIT_WORDS: ReadonlyMap<string, { trait: Trait; value: string }> = new Map([
  ...vocabulary(
    'condition',
    `refurbished renewed refurb reconditioned generaluberholt reconditionne ricondizionato reacondicionado restaurado 整備済 整備済み refurbed odnowiony
    used gebraucht usato usado 中古 preowned`,
  ),
  ...vocabulary(
    'side',
    `left links linke linker linkes gauche sinistra sinistro izquierda izquierdo lewy 左 左側 左用
    right rechts rechte rechter rechtes droite droit destra destro derecha derecho prawy 右 右側 右用`,
  ),
  ...vocabulary(
    'edition',
    `pro プロ
    max
    plus
    ultra
    lite
    mini ミニ
    oled
    deluxe
    decaf decaffeinated entkoffeiniert decafeine decaffeinato descafeinado カフェインレス
    diet
    refill nachfullpack nachfullung recharge ricarica recarga 詰替 詰め替え
    tester
    sample probe echantillon campione muestra
    lte cellular
    openbox`,
  ),
  ...vocabulary(
    'audience',
    `men mens men's herren homme hommes uomo hombre hombres メンズ 男性用
    women womens women's ladies damen femme femmes donna mujer mujeres レディース 女性用
    kids kid children kinder enfant enfants bambini bambino ninos キッズ 子供用 toddler junior`,
  ),
  ...vocabulary(
    'format',
    `hardcover gebundene relie rilegato
    paperback taschenbuch broche brossura
    audiobook horbuch audiolibro
    dvd
    bluray
    digital download
    disc`,
  ),
  ...vocabulary('platform', `xbox\nswitch\nsteam`),
  ...vocabulary(
    'flavor',
    `vanilla vanille vaniglia vainilla バニラ
    chocolate schokolade schoko chocolat cioccolato チョコレート choco
    strawberry erdbeere fraise fragola fresa ストロベリー
    lemon zitrone citron limone limon レモン
    lavender lavendel lavande lavanda ラベンダー
    mint minze menthe menta ミント peppermint spearmint
    coconut kokos kokosnuss coco cocco ココナッツ
    banana banane バナナ
    cherry kirsche cerise ciliegia cereza
    unscented parfumfrei unparfumiert inodore`,
  ),
  ...vocabulary(
    'component',
    `case cover coque hulle schutzhulle funda custodia etui hoesje ケース カバー
    lid deckel couvercle coperchio tapa
    strap bracelet armband cinturino correa
    charger ladegerat chargeur caricatore cargador 充電器
    charging-dock dock
    mount mounts halterung holder bracket wandhalterung stativ tripod
    liner liners
    brushhead brushheads aufsteckburste aufsteckbursten burstenkopf burstenkopfe brossette brossettes testina testine
    gasket gaskets dichtung dichtungen dichtungsring guarnizione
    spare ersatzteil ersatzteile`,
  ),
  ...vocabulary('bundle', `bundle bundel bundled`),
])

/** Words of an edition only behind or before certain words: iPhone SE, MacBook Air, but air fryer. */
export const EDITION_AFTER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['se', new Set(['iphone', 'watch'])],
  ['air', new Set(['ipad', 'macbook'])],
])
/** "Used for" names a purpose, no condition. */
export const USED_FOR: ReadonlySet<string> = new Set(['for', 'to', 'as', 'in', 'by', 'with'])

/** Words before "for": the product belongs to another one. */
export const ACCESSORY_BEFORE: ReadonlySet<string> = new Set(
  `compatible compatibles kompatibel compatibile compatibili replacement replacements ersatz remplacement ricambio
  repuesto recambio designed fits substitute passend geeignet adatto adapte vervanging zamiennik`.split(/\s+/),
)
export const ACCESSORY_FOR: ReadonlySet<string> = new Set(
  'for fur with mit pour avec per con para voor do dla med com zu'.split(' '),
)
/** These words say it without "for". */
export const ACCESSORY_ALONE: ReadonlySet<string> = new Set(['互換', '互換品', '交換用', '代替品', '替'])
/** Devices that others make accessories for: "for iPhone" is said of an accessory. */
export const DEVICES: ReadonlySet<string> = new Set(
  `iphone ipad macbook airpods galaxy samsung kindle echo ps playstation xbox nintendo dyson gopro keurig nespresso brita
  philips braun ninja kitchenaid tesla bmw ford toyota honda jeep makita dewalt milwaukee bosch canon nikon sony`.split(
    /\s+/,
  ),
)
/** What a product of its own is compatible with. */
export const PLATFORMS: ReadonlySet<string> = new Set(
  `alexa google siri homekit ios android windows mac macos pc apple matter bluetooth usb wifi smartthings ifttt echo all
  most any every alle allen tous tutti todos dishwasher microwave`.split(/\s+/),
)

/** Colors by one name in all languages. */
export const COLORS: ReadonlyMap<string, string> = new Map(
  table(
    `black schwarz noir noire nero nera negro negra zwart czarny svart preto preta 黒 ブラック
    white weiss blanc blanche bianco bianca blanco blanca wit bialy vit branco branca 白 ホワイト
    red rot rouge rosso rossa rojo roja rood czerwony rod vermelho 赤 レッド
    blue blau bleu bleue blu azul blauw niebieski bla 青 ブルー
    green grun vert verte verde groen zielony gron 緑 グリーン
    yellow gelb jaune giallo gialla amarillo amarilla geel zolty gul amarelo 黄 イエロー
    gray grey grau gris grise grigio grigia grijs szary cinza グレー
    silver silber argent argente argento plata plateado zilver srebrny prata シルバー
    gold golden dore oro dorado goud zloty guld dourado ゴールド
    pink rosa rose rosado rosada roze rozowy ピンク
    purple lila violet violette viola morado morada paars fioletowy roxo パープル
    brown braun marron marrone bruin brazowy brun castanho ブラウン
    beige ベージュ
    orange naranja arancione oranje pomaranczowy laranja オレンジ
    navy marine
    teal turquoise turkis turchese turquesa`,
  ),
)

/** Sizes of clothes by one name. */
export const SIZES: ReadonlyMap<string, string> = new Map(
  table(
    `xs extrasmall
    s small klein petit petite piccolo piccola pequeno pequena
    m medium mittel moyen moyenne medio media mediano
    l large gross grand grande groot
    xl extralarge xlarge 1xl
    xxl 2xl
    xxxl 3xl`,
  ),
)

/** What one word measures, in the unit that numbers of this dimension are compared in. */
export type Measure = { dimension: string; factor: number }
const units = (dimension: string, text: string): [string, Measure][] =>
  text.split(' ').flatMap((pair) => {
    const [names = '', factor = ''] = pair.split(':')
    return names.split(',').map((name): [string, Measure] => [name, { dimension, factor: Number(factor) }])
  })

export const MEASURES: ReadonlyMap<string, readonly Measure[]> = new Map([
  ...[
    ...units('volume', 'ml:1 cl:10 dl:100 l,liter,litre,liters,litres,litri,litros,ltr:1000 gallon,gallons,gal:3785'),
    ...units('weight', 'g,gram,grams,gramm,gr:1 kg:1000 mg:0.001 mcg:0.000001 lb,lbs,pound,pounds:453.6'),
    ...units(
      'length',
      'mm:1 cm:10 m,meter,meters,metre,metres,metri,metros:1000 inch,inches,zoll,pouces,pulgadas,pollici:25.4 ft,feet,foot:304.8 yd,yard,yards:914.4',
    ),
    ...units('storage', 'mb:0.001 gb,go:1 tb,to:1000'),
    ...units('power', 'w,watt,watts:1 kw:1000'),
    ...units('voltage', 'v,volt,volts:1'),
    ...units('charge', 'mah:1 ah:1000'),
    ...units('dose', 'iu,ie,ui:1'),
    ...units('light', 'lm,lumen,lumens:1'),
    ...units('clock', 'hz:1 khz:1000 mhz:1000000 ghz:1000000000'),
  ].map(([name, measure]): [string, Measure[]] => [name, [measure]]),
  // An ounce is a weight or a volume; the other title says which.
  [
    'oz',
    [
      { dimension: 'volume', factor: 29.57 },
      { dimension: 'weight', factor: 28.35 },
    ],
  ],
  [
    'ounce',
    [
      { dimension: 'volume', factor: 29.57 },
      { dimension: 'weight', factor: 28.35 },
    ],
  ],
  [
    'ounces',
    [
      { dimension: 'volume', factor: 29.57 },
      { dimension: 'weight', factor: 28.35 },
    ],
  ],
])
